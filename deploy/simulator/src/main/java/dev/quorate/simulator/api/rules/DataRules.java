package dev.quorate.simulator.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The keys of ConfigMaps and Secrets. */
final class DataRules {

    private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]+");

    private DataRules() {}

    static List<Violation> check(ObjectNode object) {
        List<Violation> found = new ArrayList<>();
        for (String map : List.of("data", "binaryData")) {
            object.path(map).properties().forEach(entry -> key(map, entry.getKey(), object, found));
        }
        return found;
    }

    private static void key(String map, String key, ObjectNode object, List<Violation> found) {
        String field = map + "[" + key + "]";
        if (!KEY.matcher(key).matches()) {
            found.add(Violation.invalid(
                    field,
                    key,
                    "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or"
                            + " 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"));
        }
        JsonNode binary = object.path("binaryData");
        if (map.equals("data") && binary.has(key)) {
            found.add(Violation.invalid(field, key, "duplicate of key present in binaryData"));
        }
    }
}
