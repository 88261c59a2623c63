package dev.quorate.simulator.api.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.TreeMap;

/** What stands in cells of many kinds. */
final class Cells {

    static final String NONE = "<none>";
    static final String UNSET = "<unset>";

    private Cells() {}

    static JsonNode text(String text) {
        return TextNode.valueOf(text);
    }

    static JsonNode number(long number) {
        return IntNode.valueOf((int) number);
    }

    static JsonNode name(ObjectNode object, Instant now) {
        return text(object.path("metadata").path("name").asText());
    }

    static JsonNode age(ObjectNode object, Instant now) {
        return text(since(object.path("metadata").path("creationTimestamp").asText(), now));
    }

    static String since(String time, Instant now) {
        if (time.isEmpty()) {
            return "<unknown>";
        }
        try {
            return age(Duration.between(Instant.parse(time), now));
        } catch (DateTimeException e) {
            return "<invalid>";
        }
    }

    /** The first value along a path, or the text for none. */
    static String at(JsonNode object, String otherwise, String... path) {
        JsonNode found = object;
        for (String part : path) {
            found = found.path(part);
        }
        return found.isMissingNode() || found.isNull() || found.asText().isEmpty() ? otherwise : found.asText();
    }

    static String joined(JsonNode list, String field) {
        StringJoiner joined = new StringJoiner(",");
        list.forEach(item -> joined.add(item.path(field).asText()));
        return joined.toString();
    }

    static String labels(JsonNode map) {
        if (map.isEmpty()) {
            return NONE;
        }
        TreeMap<String, String> sorted = new TreeMap<>();
        map.properties()
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue().asText()));
        StringJoiner joined = new StringJoiner(",");
        sorted.forEach((key, value) -> joined.add(key + "=" + value));
        return joined.toString();
    }

    static String accessModes(JsonNode modes) {
        List<String> shorts = new ArrayList<>();
        for (JsonNode mode : modes) {
            shorts.add(
                    switch (mode.asText()) {
                        case "ReadWriteOnce" -> "RWO";
                        case "ReadOnlyMany" -> "ROX";
                        case "ReadWriteMany" -> "RWX";
                        default -> "RWOP";
                    });
        }
        return String.join(",", shorts);
    }

    /** As kubectl writes durations: 45s, 3m20s, 2h, 5d. */
    private static String age(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        long minutes = seconds / 60;
        long hours = minutes / 60;
        long days = hours / 24;
        if (seconds < 120) {
            return seconds + "s";
        }
        if (minutes < 10) {
            return minutes + "m" + rest(seconds % 60, "s");
        }
        if (minutes < 180) {
            return minutes + "m";
        }
        if (hours < 8) {
            return hours + "h" + rest(minutes % 60, "m");
        }
        if (hours < 48) {
            return hours + "h";
        }
        if (days < 8) {
            return days + "d" + rest(hours % 24, "h");
        }
        return days < 730 ? days + "d" : days / 365 + "y" + rest(days % 365, "d");
    }

    private static String rest(long amount, String unit) {
        return amount == 0 ? "" : amount + unit;
    }
}
