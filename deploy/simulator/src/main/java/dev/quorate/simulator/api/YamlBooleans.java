package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** YAML 1.1 as the API server reads it: a bare {@code y} or {@code on} is a boolean, also as a key. */
final class YamlBooleans {

    private static final Set<String> TRUE = Set.of("y", "Y", "yes", "Yes", "YES", "on", "On", "ON");
    private static final Set<String> FALSE = Set.of("n", "N", "no", "No", "NO", "off", "Off", "OFF");

    private YamlBooleans() {}

    static ObjectNode asGoReadsThem(ObjectNode object) {
        ObjectNode read = Json.object();
        object.properties().forEach(field -> read.set(key(field.getKey()), value(field.getValue())));
        return read;
    }

    private static JsonNode value(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return asGoReadsThem(object);
        }
        if (value instanceof ArrayNode array) {
            ArrayNode read = Json.NODES.arrayNode();
            array.forEach(item -> read.add(value(item)));
            return read;
        }
        return value;
    }

    private static String key(String key) {
        if (TRUE.contains(key)) {
            return "true";
        }
        return FALSE.contains(key) ? "false" : key;
    }
}
