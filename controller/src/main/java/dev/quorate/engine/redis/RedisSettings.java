package dev.quorate.engine.redis;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.schema.FieldProblem;
import dev.quorate.schema.StatefulApp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The {@code config} block: settings by Redis' own names, as lines that no pod differs in. */
final class RedisSettings {

    static final String MIN_REPLICAS = "min-replicas-to-write";

    /**
     * Every write is on the disk within a second, and a master that nobody follows soon takes none: so what was one takes none
     * either, from when it is paused to be replaced until it is told that it has been.
     */
    private static final Map<String, String> OURS = Map.of(
            "appendonly",
            "yes",
            "appendfsync",
            "everysec",
            MIN_REPLICAS,
            "1",
            "min-replicas-max-lag",
            String.valueOf(RedisEngine.MAX_LAG));

    private RedisSettings() {}

    static String lines(StatefulApp app) {
        Map<String, String> all = new TreeMap<>(OURS);
        for (Map.Entry<String, JsonNode> setting : app.config().properties()) {
            all.put(setting.getKey(), text(setting.getValue()));
        }
        return all.entrySet().stream()
                .map(setting -> setting.getKey() + " " + setting.getValue())
                .collect(Collectors.joining("\n"));
    }

    /** Redis writes yes and no where YAML has true and false, and an empty text in quotes. */
    private static String text(JsonNode value) {
        if (value.isBoolean()) {
            return value.asBoolean() ? "yes" : "no";
        }
        return value.asText().isEmpty() ? "\"\"" : value.asText();
    }

    /** Of the sentinels. */
    static String watching(StatefulApp app) {
        JsonNode options = app.options();
        return "sentinel down-after-milliseconds mymaster "
                + options.path("downAfterMilliseconds").asInt(5000) + "\n"
                + "sentinel failover-timeout mymaster "
                + options.path("failoverTimeoutMilliseconds").asInt(10000) + "\n"
                + "sentinel parallel-syncs mymaster 1";
    }

    static List<FieldProblem> problems(StatefulApp app) {
        List<FieldProblem> problems = new ArrayList<>();
        int needed = app.config().path(MIN_REPLICAS).asInt(1);
        app.component(RedisEngine.REDIS).replicas().stream()
                .filter(replicas -> needed >= replicas)
                .forEach(replicas -> problems.add(new FieldProblem(
                        "/spec/config/" + MIN_REPLICAS,
                        "setting",
                        "of " + replicas + " members " + (replicas - 1) + " are replicas, and with " + needed
                                + " needed for a write none would ever be taken",
                        "write a smaller number, or more replicas")));
        return problems;
    }
}
