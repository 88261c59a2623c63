package dev.quorate.simulator.api.fields;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quorate.simulator.api.schema.Schema;
import java.util.StringJoiner;

/** One step of a field path, in the writing of FieldsV1 and in that of messages. */
final class PathElement {

    private static final ObjectMapper JSON = new ObjectMapper();

    private PathElement() {}

    static String field(String name) {
        return "f:" + name;
    }

    /** An item of an associative list by its keys, or of a set by its value. A key that is left out has its default. */
    static String item(Schema list, JsonNode item) {
        if (list.keys().isEmpty()) {
            return "v:" + item;
        }
        StringJoiner keys = new StringJoiner(",", "k:{", "}");
        for (String key : list.keys()) {
            JsonNode value = item.get(key);
            JsonNode shown = value == null ? list.element().child(key).defaultValue() : value;
            if (!shown.isMissingNode()) {
                keys.add("\"" + key + "\":" + text(shown));
            }
        }
        return keys.toString();
    }

    /** As JSON; names need none of its escapes. */
    private static String text(JsonNode value) {
        boolean plain =
                value.isTextual() && value.asText().chars().allMatch(c -> c >= ' ' && c < 127 && c != '"' && c != '\\');
        return plain ? "\"" + value.asText() + "\"" : value.toString();
    }

    /** As in {@code .spec.ports[containerPort=80,protocol="TCP"]}. */
    static String printed(String element) {
        String rest = element.substring(2);
        return switch (element.charAt(0)) {
            case 'f' -> "." + rest;
            case 'k' -> "[" + keys(rest) + "]";
            default -> "[=" + rest + "]";
        };
    }

    static String keys(String json) {
        StringJoiner keys = new StringJoiner(",");
        try {
            JSON.readTree(json).properties().forEach(key -> keys.add(key.getKey() + "=" + key.getValue()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a key of an associative list: " + json, e);
        }
        return keys.toString();
    }
}
