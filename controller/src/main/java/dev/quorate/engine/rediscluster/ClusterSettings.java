package dev.quorate.engine.rediscluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.schema.StatefulApp;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The {@code config} block: settings by Redis' own names, as lines that no pod differs in. */
final class ClusterSettings {

    /**
     * A master that comes back must have what it had: the others would receive its emptiness. Shards stay what they are by
     * ordinals, so no replica wanders to a master that has none.
     */
    private static final Map<String, String> OURS = Map.of(
            "appendonly", "yes",
            "appendfsync", "everysec",
            "cluster-enabled", "yes",
            "cluster-config-file", "nodes.conf",
            "cluster-node-timeout", "5000",
            "cluster-allow-replica-migration", "no",
            "cluster-preferred-endpoint-type", "hostname");

    private ClusterSettings() {}

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
}
