package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.quorate.simulator.api.rules.Violation;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** Validates custom resources by the keywords of structural schemas. CEL rules are not evaluated. */
final class CustomRules {

    /** After one of these a real server does not evaluate its rules. */
    private static final Set<String> BLOCKING = Set.of(
            "FieldValueRequired",
            "FieldValueTypeInvalid",
            "FieldValueTooLong",
            "FieldValueTooMany",
            "FieldValueNotSupported");

    private final Map<String, Pattern> patterns = new HashMap<>();

    List<Violation> check(Resource resource, ObjectNode object, List<Violation> others) {
        List<Violation> found = new ArrayList<>(others);
        JsonNode schema = resource.custom().orElseThrow().path("schema").path("openAPIV3Schema");
        for (String required : texts(schema.path("required"))) {
            if (!object.has(required)) {
                found.add(Violation.required(required, ""));
            }
        }
        schema.path("properties").properties().forEach(property -> {
            JsonNode value = object.path(property.getKey());
            boolean system = Set.of("metadata", "apiVersion", "kind").contains(property.getKey());
            if (!system && !value.isMissingNode()) {
                check(value, property.getValue(), property.getKey(), found);
            }
        });
        resource.scaling().ifPresent(scaling -> replicas(scaling, object, found));
        boolean blocked = found.stream().anyMatch(violation -> BLOCKING.contains(violation.reason()));
        if (blocked && !schema.findValues("x-kubernetes-validations").isEmpty()) {
            found.add(Violation.invalid(
                    "<nil>",
                    NullNode.getInstance(),
                    "some validation rules were not checked because the object was invalid; correct the existing errors to"
                            + " complete validation"));
        }
        return found;
    }

    /** What the scale subresource reads must be a count. */
    private static void replicas(Resource.Scaling scaling, ObjectNode object, List<Violation> found) {
        JsonNode count = object;
        for (String part : scaling.specReplicas()) {
            count = count.path(part);
        }
        if (count.isNumber() && count.asLong() < 0) {
            String path = "." + String.join(".", scaling.specReplicas());
            found.add(Violation.invalid(path, count, "should be a non-negative integer"));
        }
    }

    private void check(JsonNode value, JsonNode schema, String path, List<Violation> found) {
        if (value.isNull() && schema.path("nullable").asBoolean()) {
            return;
        }
        if (!typeFits(value, schema)) {
            found.add(wrongType(value, schema, path));
            return;
        }
        oneOf(value, schema, path, found);
        if (value.isObject()) {
            object(value, schema, path, found);
        } else if (value.isArray()) {
            list(value, schema, path, found);
        } else if (value.isTextual()) {
            text(value.asText(), schema, path, found);
        } else if (value.isNumber()) {
            number(value, schema, path, found);
        }
    }

    private void object(JsonNode value, JsonNode schema, String path, List<Violation> found) {
        for (String required : texts(schema.path("required"))) {
            if (!value.has(required)) {
                found.add(Violation.required(path + "." + required, ""));
            }
        }
        JsonNode properties = schema.path("properties");
        JsonNode values = schema.path("additionalProperties");
        value.properties().forEach(field -> {
            JsonNode type = properties.has(field.getKey()) ? properties.path(field.getKey()) : values;
            if (type.isObject()) {
                check(field.getValue(), type, path + "." + field.getKey(), found);
            }
        });
    }

    private void list(JsonNode value, JsonNode schema, String path, List<Violation> found) {
        int most = schema.path("maxItems").asInt(Integer.MAX_VALUE);
        if (value.size() > most) {
            found.add(new Violation(
                    "FieldValueTooMany", "Too many: " + value.size() + ": must have at most " + most + " items", path));
        }
        int least = schema.path("minItems").asInt();
        if (value.size() < least) {
            found.add(
                    Violation.invalid(path, shown(value), path + " in body should have at least " + least + " items"));
        }
        List<String> keys = texts(schema.path("x-kubernetes-list-map-keys"));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < value.size(); i++) {
            String at = path + "[" + i + "]";
            check(value.path(i), schema.path("items"), at, found);
            if (!keys.isEmpty() && !seen.add(identity(value.path(i), keys))) {
                found.add(
                        new Violation("FieldValueDuplicate", "Duplicate value: " + identity(value.path(i), keys), at));
            }
        }
    }

    private void text(String value, JsonNode schema, String path, List<Violation> found) {
        int longest = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        if (value.codePointCount(0, value.length()) > longest) {
            found.add(new Violation("FieldValueTooLong", "Too long: may not be more than " + longest + " bytes", path));
        }
        int shortest = schema.path("minLength").asInt();
        if (value.codePointCount(0, value.length()) < shortest) {
            found.add(Violation.invalid(path, value, path + " in body should be at least " + shortest + " chars long"));
        }
        String pattern = schema.path("pattern").asText();
        boolean matches = pattern.isEmpty()
                || patterns.computeIfAbsent(pattern, Pattern::compile)
                        .matcher(value)
                        .find();
        if (!matches) {
            found.add(Violation.invalid(path, value, path + " in body should match '" + pattern + "'"));
        }
        if (schema.path("format").asText().equals("date-time") && !isTime(value)) {
            String quoted = "\"" + value + "\"";
            found.add(new Violation(
                    "FieldValueTypeInvalid",
                    "Invalid value: " + quoted + ": " + path + " in body must be of type date-time: " + quoted,
                    path));
        }
    }

    private static void number(JsonNode value, JsonNode schema, String path, List<Violation> found) {
        JsonNode least = schema.path("minimum");
        if (least.isNumber() && value.asDouble() < least.asDouble()) {
            found.add(Violation.invalid(
                    path, value, path + " in body should be greater than or equal to " + least.asText()));
        }
        JsonNode most = schema.path("maximum");
        if (most.isNumber() && value.asDouble() > most.asDouble()) {
            found.add(
                    Violation.invalid(path, value, path + " in body should be less than or equal to " + most.asText()));
        }
    }

    private static void oneOf(JsonNode value, JsonNode schema, String path, List<Violation> found) {
        JsonNode allowed = schema.path("enum");
        if (!allowed.isArray()) {
            return;
        }
        StringJoiner listed = new StringJoiner(", ");
        for (JsonNode each : allowed) {
            if (each.equals(value)) {
                return;
            }
            listed.add(each.toString());
        }
        found.add(Violation.unsupported(path, value.toString(), listed.toString()));
    }

    private static boolean typeFits(JsonNode value, JsonNode schema) {
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
            return value.isTextual() || value.isIntegralNumber();
        }
        return switch (schema.path("type").asText()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> true;
        };
    }

    private static Violation wrongType(JsonNode value, JsonNode schema, String path) {
        String expected = schema.path("x-kubernetes-int-or-string").asBoolean()
                ? "integer,string"
                : schema.path("type").asText();
        String found = switch (value.getNodeType()) {
            case STRING -> "string";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case BOOLEAN -> "boolean";
            case ARRAY -> "array";
            case NULL -> "null";
            default -> "object";
        };
        return new Violation(
                "FieldValueTypeInvalid",
                "Invalid value: \"" + found + "\": " + path + " in body must be of type " + expected + ": \"" + found
                        + "\"",
                path);
    }

    private static JsonNode shown(JsonNode value) {
        if (value.isContainerNode()) {
            return TextNode.valueOf(value.isObject() ? "object" : "array");
        }
        return value.isNull() ? TextNode.valueOf("null") : TextNode.valueOf(value.asText());
    }

    private static boolean isTime(String text) {
        try {
            return OffsetDateTime.parse(text) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static String identity(JsonNode item, List<String> keys) {
        ObjectNode identity = Json.object();
        keys.forEach(key -> identity.set(key, item.path(key)));
        return identity.toString();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
