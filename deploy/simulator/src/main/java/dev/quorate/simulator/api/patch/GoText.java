package dev.quorate.simulator.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Values as Go prints them with %v, which is how errors of strategic merge quote them. */
public final class GoText {

    private GoText() {}

    public static String of(JsonNode value) {
        if (value.isObject()) {
            StringJoiner fields = new StringJoiner(" ", "map[", "]");
            TreeMap<String, String> sorted = new TreeMap<>();
            value.properties().forEach(field -> sorted.put(field.getKey(), of(field.getValue())));
            sorted.forEach((name, text) -> fields.add(name + ":" + text));
            return fields.toString();
        }
        if (value.isArray()) {
            StringJoiner items = new StringJoiner(" ", "[", "]");
            value.forEach(item -> items.add(of(item)));
            return items.toString();
        }
        return value.isNull() ? "<nil>" : value.asText();
    }
}
