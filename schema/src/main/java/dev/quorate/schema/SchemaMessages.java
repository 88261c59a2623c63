package dev.quorate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Turns what a validator says into what a person understands. The schema may carry the words itself: errorMessage and
 * x-remedy beside the keyword that failed, x-code for the kind of problem, and examples. A value that the schema calls
 * writeOnly is not repeated, for problems are committed for all to read.
 */
final class SchemaMessages {
    /** A longer list of fields hides more than it tells. */
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
        NodePath keyword = error.getSchemaLocation().getFragment();
        JsonNode around = at(keyword.getParent());
        if (value.isNull()) {
            return Finding.ofKey(pointer, "no-value", "the field has no value", "write a value, or remove the field");
        }
        return switch (error.getKeyword()) {
            case "required" -> missing(pointer, error.getProperty(), around);
            case "additionalProperties" -> unknown(pointer, error.getProperty(), around);
            case "type" -> wrongType(pointer, value, around);
            case "propertyNames" -> badKey(pointer, error.getProperty(), at(keyword));
            case "not" -> refused(pointer, around);
            case "enum" -> notOneOf(pointer, value, around);
            default -> outOfBounds(pointer, value, error, around);
        };
    }

    private Finding missing(String pointer, String name, JsonNode around) {
        JsonNode field = resolved(around.path("properties").path(name));
        String example =
                field.path("examples").path(0).asText(field.path("const").asText("..."));
        return Finding.ofKey(
                pointer, "missing-field", "the field " + name + " is missing", "write " + name + ": " + example);
    }

    private Finding unknown(String pointer, String name, JsonNode around) {
        String at = Pointers.child(pointer, name);
        if (engines.contains(name)) {
            String message = "the block " + name + " belongs to the engine " + name;
            return Finding.ofKey(at, "unknown-field", message, "remove it, or write engine: " + name);
        }
        List<String> known = offered(around.path("properties"));
        String remedy = Suggestion.closest(name, known)
                .map(meant -> "did you mean " + meant + "?")
                .orElseGet(() -> known.isEmpty() || known.size() > FEW
                        ? "remove it"
                        : "the fields here are " + String.join(", ", known));
        return Finding.ofKey(at, "unknown-field", "there is no field " + Json.quoted(name) + " here", remedy);
    }

    private static Finding wrongType(String pointer, JsonNode value, JsonNode around) {
        JsonNode type = around.path("type");
        if (around.path("writeOnly").asBoolean()) {
            return Finding.ofValue(pointer, "wrong-type", "this must be " + Types.expected(type), "put it in quotes");
        }
        String message = "this must be " + Types.expected(type) + ", but " + Types.described(value);
        String byType = Types.remedy(type, value);
        boolean enough = value.asText().matches(around.path("pattern").asText(".*"));
        return Finding.ofValue(pointer, "wrong-type", message, enough ? byType : remedy(around, byType));
    }

    private static Finding badKey(String pointer, String key, JsonNode around) {
        String message = "the key " + Json.quoted(key) + " does not have the form that is allowed";
        return Finding.ofKey(
                Pointers.child(pointer, key),
                "invalid",
                around.path("errorMessage").asText(message),
                remedy(around, "choose another key"));
    }

    private static Finding refused(String pointer, JsonNode around) {
        return Finding.ofKey(
                pointer,
                around.path("x-code").asText("invalid"),
                around.path("errorMessage").asText("this is not allowed here"),
                remedy(around, "remove it"));
    }

    private static Finding notOneOf(String pointer, JsonNode value, JsonNode around) {
        List<String> choices = StreamSupport.stream(around.path("enum").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        String message = "this must be one of " + String.join(", ", choices) + ", but it is " + Types.shown(value);
        String remedy = Suggestion.closest(value.asText(), choices)
                .map(meant -> "did you mean " + meant + "?")
                .orElse("write one of them");
        return Finding.ofValue(pointer, "not-a-choice", message, remedy);
    }

    private static Finding outOfBounds(String pointer, JsonNode value, Error error, JsonNode around) {
        String limit = around.path(error.getKeyword()).asText();
        String is = ", but it is " + Types.shown(value);
        String message = switch (error.getKeyword()) {
            case "minimum" -> "this must be at least " + limit + is;
            case "maximum" -> "this must be at most " + limit + is;
            case "const" -> "this must be " + limit + is;
            case "minLength" -> "this must not be empty";
            case "minItems" -> "the list must not be empty";
            case "uniqueItems" -> "the list holds the same value twice";
            default -> Types.shown(value) + " does not have the form " + limit;
        };
        String remedy = switch (error.getKeyword()) {
            case "minimum" -> "write " + limit + " or more";
            case "maximum" -> "write " + limit + " or less";
            case "const" -> "write " + limit;
            case "minLength", "minItems" -> "write a value, or remove the field";
            case "uniqueItems" -> "keep it once";
            default -> "change it to that";
        };
        return Finding.ofValue(
                pointer,
                around.path("x-code").asText("invalid"),
                around.path("errorMessage").asText(message),
                remedy(around, remedy));
    }

    /** The remedy that the schema gives, else an example of it, else the general one. */
    private static String remedy(JsonNode around, String general) {
        JsonNode example = around.path("examples").path(0);
        String byExample = example.isMissingNode() ? general : "write for example " + example.asText();
        return around.path("x-remedy").asText(byExample);
    }

    private JsonNode resolved(JsonNode field) {
        if (field.has("examples") || !field.has("$ref")) {
            return field;
        }
        return schema.at(field.get("$ref").asText().substring(1));
    }

    private JsonNode at(NodePath path) {
        JsonNode node = schema;
        for (int i = 0; i < path.getNameCount(); i++) {
            Object step = path.getElement(i);
            node = step instanceof Integer index ? node.path(index) : node.path(String.valueOf(step));
        }
        return node;
    }

    /** Fields that are refused are known but not offered. */
    private static List<String> offered(JsonNode properties) {
        return properties.properties().stream()
                .filter(property -> !property.getValue().has("not"))
                .map(Map.Entry::getKey)
                .toList();
    }
}
