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
    static String described(JsonNode value) {
        if (value.isContainerNode()) {
            return "it is " + shown(value);
        }
        return shown(value) + " is " + (value.isTextual() ? "text" : value.isNumber() ? "a number" : "true or false");
    }

    /** A value as it is written, cut where it is long; what holds other values is only named. */
    static String shown(JsonNode value) {
        if (value.isContainerNode()) {
            return value.isObject() ? "a block of fields" : "a list";
        }
        String text = value.toString();
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    }

    static String remedy(JsonNode type, JsonNode value) {
        if (value.isContainerNode()) {
            return switch (type.asText()) {
                case "array" -> "put '- ' before each item";
                case "object" -> "write its fields as name: value, without '- '";
                default -> "write a single value";
            };
        }
        return switch (type.asText()) {
            case "string" -> "put it in quotes: " + Json.quoted(value.asText());
            case "array" -> "write it as a list: [" + value + "]";
            case "object" -> "write its fields below it, each as name: value";
            case "integer", "number" ->
                withoutQuotes(PlainScalar.isDecimal(value.asText()), value, "write " + expected(type));
            case "boolean" -> withoutQuotes(PlainScalar.isBoolean(value.asText()), value, "write true or false");
            default -> "write " + expected(type);
        };
    }

    private static String withoutQuotes(boolean onlyQuoted, JsonNode value, String otherwise) {
        return onlyQuoted ? "remove the quotes: " + value.asText() : otherwise;
    }

    private static String name(JsonNode type) {
        return NAMES.getOrDefault(type.asText(), type.asText());
    }
}
