package dev.quorate.simulator.api.fields;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.simulator.api.schema.Schema;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether a configuration can be applied to a type at all. */
public final class Configuration {

    private Configuration() {}

    /** The first thing that is wrong, with its path, or nothing. */
    public static Optional<String> problem(JsonNode config, Schema schema) {
        return check(config, schema, "");
    }

    private static Optional<String> check(JsonNode value, Schema schema, String path) {
        if (value.isNull()) {
            return Optional.empty();
        }
        return switch (schema.shape()) {
            case STRUCT, MAP -> value.isObject() ? fields(value, schema, path) : expected("map", value, path);
            case LIST -> value.isArray() ? items(value, schema, path) : expected("list", value, path);
            case STRING, TIME, MICRO_TIME -> value.isTextual() ? Optional.empty() : expected("string", value, path);
            case INTEGER, NUMBER ->
                value.isNumber() ? Optional.empty() : expected("numeric (int or float)", value, path);
            case BOOLEAN -> value.isBoolean() ? Optional.empty() : expected("boolean", value, path);
            default -> Optional.empty();
        };
    }

    private static Optional<String> fields(JsonNode value, Schema schema, String path) {
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            String below = path + "." + field.getKey();
            boolean unknown = schema.shape() == Schema.Shape.STRUCT
                    && schema.property(field.getKey()).isEmpty()
                    && !schema.keepsUnknown();
            if (unknown) {
                return Optional.of(below + ": field not declared in schema");
            }
            Optional<String> problem = check(field.getValue(), schema.child(field.getKey()), below);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> items(JsonNode list, Schema schema, String path) {
        Set<String> seen = new HashSet<>();
        for (JsonNode item : list) {
            boolean keyed = !schema.atomic() && item.isObject();
            String element = keyed ? PathElement.item(schema, item) : "";
            if (keyed && !seen.add(element)) {
                return Optional.of(path + ": duplicate entries for key " + PathElement.printed(element));
            }
            Optional<String> problem =
                    check(item, schema.element(), path + (keyed ? PathElement.printed(element) : "[]"));
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> expected(String type, JsonNode value, String path) {
        String found = switch (value.getNodeType()) {
            case STRING -> "string";
            case NUMBER -> "int";
            case BOOLEAN -> "bool";
            case ARRAY -> "list";
            default -> "map";
        };
        return Optional.of(path + ": expected " + type + ", got " + found);
    }
}
