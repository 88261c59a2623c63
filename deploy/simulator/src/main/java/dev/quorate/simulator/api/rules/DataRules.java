package dev.quorate.simulator.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The keys of ConfigMaps and Secrets. */
final class DataRules {

    private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]+");

    private static final int MOST = 1024 * 1024;

    private DataRules() {}

    static List<Violation> check(Kind kind, ObjectNode object) {
        List<Violation> found = new ArrayList<>();
        for (String map : List.of("data", "binaryData")) {
            object.path(map).properties().forEach(entry -> key(map, entry.getKey(), object, found));
        }
        long size = size(object.path("data"), kind.equals(Kinds.SECRET)) + size(object.path("binaryData"), true);
        if (size > MOST) {
            found.add(Violation.tooLong(kind.equals(Kinds.SECRET) ? "data" : "[]", MOST));
        }
        return found;
    }

    private static long size(JsonNode values, boolean encoded) {
        long size = 0;
        for (JsonNode value : values) {
            String text = value.asText();
            size += encoded ? decodedLength(text) : bytes(text);
        }
        return size;
    }

    private static long decodedLength(String base64) {
        long padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
        return base64.length() / 4 * 3L - padding;
    }

    /** How long a text is in UTF-8; counted without a copy, since most texts are plain. */
    static long bytes(String text) {
        return text.codePoints()
                .mapToLong(point -> point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4)
                .sum();
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
