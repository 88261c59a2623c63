package dev.quorate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Turns what a validator says into what a person understands. The schema may carry the words itself: errorMessage and
 * x-remedy beside the keyword that failed, and x-code for the kind of problem.
 */
final class SchemaMessages {
    private static final int FEW = 16;

    private final JsonNode schema;
    private final Set<String> engines;

    SchemaMessages(JsonNode schema, Set<String> engines) {
        this.schema = schema;
        this.engines = engines;
    }

    Finding finding(Error error) {
        String pointer = error.getInstanceLocation().toString();
        JsonNode value = error.getInstanceNode();
        JsonNode around = at(error.getSchemaLocation().getFragment().getParent());
        return switch (error.getKeyword()) {
            case "required" -> missing(pointer, error.getProperty(), around);
            case "additionalProperties" -> unknown(pointer, error.getProperty(), around);
            case "type" -> wrongType(pointer, value, around);
            case "propertyNames" ->
                badKey(pointer, error, at(error.getSchemaLocation().getFragment()));
            case "not" -> said(pointer, true, "invalid", around, "this is not allowed here");
            case "enum" -> notOneOf(pointer, value, around);
            default -> said(pointer, false, "invalid", around, outOfBounds(error, value));
        };
    }

    private Finding missing(String pointer, String name, JsonNode around) {
        String remedy = around.at("/properties/" + name + "/x-remedy").asText("write " + name + ": ...");
        return new Finding(pointer, true, "missing-field", "the field " + name + " is missing", remedy);
    }

    private Finding unknown(String pointer, String name, JsonNode around) {
        String at = Pointers.child(pointer, name);
        if (engines.contains(name)) {
            return new Finding(
                    at,
                    true,
                    "unknown-field",
                    "the block " + name + " belongs to the engine " + name,
                    "remove it, or write engine: " + name);
        }
        List<String> known = names(around.path("properties"));
        String remedy = Suggestion.closest(name, known)
                .map(meant -> "did you mean " + meant + "?")
                .orElseGet(() -> known.isEmpty() || known.size() > FEW
                        ? "remove it"
                        : "the fields here are " + String.join(", ", known));
        return new Finding(at, true, "unknown-field", "there is no field " + Json.quoted(name) + " here", remedy);
    }

    private Finding wrongType(String pointer, JsonNode value, JsonNode around) {
        if (value.isNull() || value.asText("-").isEmpty()) {
            return new Finding(
                    pointer, true, "no-value", "the field has no value", "write a value, or remove the field");
        }
        String expected = Types.expected(around.get("type"));
        String message = "this must be " + expected + ", but " + Types.shown(value);
        return new Finding(pointer, false, "wrong-type", message, Types.remedy(around.get("type"), value));
    }

    private Finding badKey(String pointer, Error error, JsonNode around) {
        String at = Pointers.child(pointer, error.getProperty());
        return said(at, true, "invalid", around, "the key " + Json.quoted(error.getProperty()) + " is not allowed");
    }

    private Finding notOneOf(String pointer, JsonNode value, JsonNode around) {
        List<String> choices = texts(around.get("enum"));
        String remedy = Suggestion.closest(value.asText(), choices)
                .map(meant -> "did you mean " + meant + "?")
                .orElse("write one of them");
        String message = "this must be one of " + String.join(", ", choices) + ", but " + Types.shown(value);
        return new Finding(pointer, false, "not-a-choice", message, remedy);
    }

    private static String outOfBounds(Error error, JsonNode value) {
        Object limit = error.getArguments() == null || error.getArguments().length == 0 ? "" : error.getArguments()[0];
        return switch (error.getKeyword()) {
            case "minimum" -> "this must be at least " + limit + ", but " + Types.shown(value);
            case "maximum" -> "this must be at most " + limit + ", but " + Types.shown(value);
            case "const" -> "this must be " + limit + ", but " + Types.shown(value);
            case "minLength" -> "this must not be empty";
            case "minItems" -> "the list must not be empty";
            case "uniqueItems" -> "the list holds the same value twice";
            default -> Types.shown(value) + " does not have the form " + limit;
        };
    }

    private static Finding said(String pointer, boolean atKey, String code, JsonNode around, String message) {
        return new Finding(
                pointer,
                atKey,
                around.path("x-code").asText(code),
                around.path("errorMessage").asText(message),
                around.path("x-remedy").asText(""));
    }

    private JsonNode at(NodePath path) {
        JsonNode node = schema;
        for (int i = 0; i < path.getNameCount(); i++) {
            Object step = path.getElement(i);
            node = step instanceof Integer index ? node.path(index) : node.path(String.valueOf(step));
        }
        return node;
    }

    /** Fields that are not built yet are known but not offered. */
    private static List<String> names(JsonNode properties) {
        List<String> names = new ArrayList<>();
        properties.properties().stream()
                .filter(property -> !property.getValue().has("not"))
                .forEach(property -> names.add(property.getKey()));
        return names;
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toList());
    }
}
