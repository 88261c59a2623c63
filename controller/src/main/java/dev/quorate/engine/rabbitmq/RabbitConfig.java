package dev.quorate.engine.rabbitmq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.schema.StatefulApp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The lines of rabbitmq.conf that do not differ between members, and the plugins. */
final class RabbitConfig {

    /** A node that is cut off from most others stops serving, rather than take messages that would be thrown away. */
    private static final Map<String, String> OURS = Map.of(
            "cluster_partition_handling", "pause_minority",
            "log.console", "true");

    private RabbitConfig() {}

    static String lines(StatefulApp app) {
        Map<String, String> all = new TreeMap<>(OURS);
        for (Map.Entry<String, JsonNode> setting : app.config().properties()) {
            all.put(setting.getKey(), setting.getValue().asText());
        }
        return all.entrySet().stream()
                .map(setting -> setting.getKey() + " = " + setting.getValue())
                .collect(Collectors.joining("\n"));
    }

    static boolean prometheus(StatefulApp app) {
        return app.options().path("prometheus").asBoolean(true);
    }

    /** As RabbitMQ's own file has them; without management the controller would see nothing. */
    static String plugins(StatefulApp app) {
        TreeSet<String> plugins = new TreeSet<>(List.of("rabbitmq_management"));
        if (prometheus(app)) {
            plugins.add("rabbitmq_prometheus");
        }
        List<JsonNode> more = new ArrayList<>();
        app.options().path("plugins").forEach(more::add);
        more.forEach(plugin -> plugins.add(plugin.asText()));
        return "[" + String.join(",", plugins) + "].";
    }
}
