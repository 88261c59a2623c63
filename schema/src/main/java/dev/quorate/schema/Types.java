package dev.quorate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The types of JSON in everyday words. */
final class Types {
    private static final int SHOWN = 60;
    private static final Map<String, String> NAMES = Map.of(
            "string", "text",
            "integer", "a whole number",
            "number", "a number",
            "boolean", "true or false",
            "object", "a block of fields",
            "array", "a list");

    private Types() {}

    /** The value of a schema's {@code type}: one name or a list of them. */
    static String expected(JsonNode type) {
        if (type.isTextual()) {
            return name(type);
        }
        return StreamSupport.stream(type.spliterator(), false).map(Types::name).collect(Collectors.joining(" or "));
    }

    /** A value with its type, as the second half of a sentence: {@code "three" is text}. */
    static String shown(JsonNode value) {
        if (value.isObject()) {
            return "this is a block of fields";
        }
        if (value.isArray()) {
            return "this is a list";
        }
        String text = value.toString();
        String cut = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
        return cut + " is " + (value.isTextual() ? "text" : value.isNumber() ? "a number" : "true or false");
    }

    static String remedy(JsonNode type, JsonNode value) {
        if (type.asText().equals("string") && value.isValueNode()) {
            return "put it in quotes: " + Json.quoted(value.asText());
        }
        if (type.asText().equals("array") && value.isValueNode()) {
            return "write it as a list: [" + value + "]";
        }
        boolean number = type.asText().equals("integer") && value.isTextual();
        return number && PlainScalar.isInteger(value.textValue()) ? "remove the quotes: " + value.textValue() : "";
    }

    private static String name(JsonNode type) {
        return NAMES.getOrDefault(type.asText(), type.asText());
    }
}
