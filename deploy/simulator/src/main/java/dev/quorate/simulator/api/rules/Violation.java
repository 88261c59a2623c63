package dev.quorate.simulator.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** One reason why an object is invalid, as a cause of the 422 answer. */
public record Violation(String reason, String message, String field) {

    public static Violation invalid(String field, JsonNode value, String why) {
        return new Violation("FieldValueInvalid", "Invalid value: " + value + ": " + why, field);
    }

    public static Violation invalid(String field, String value, String why) {
        return invalid(field, TextNode.valueOf(value), why);
    }

    public static Violation required(String field, String why) {
        return new Violation("FieldValueRequired", "Required value" + (why.isEmpty() ? "" : ": " + why), field);
    }

    public static Violation forbidden(String field, String why) {
        return new Violation("FieldValueForbidden", "Forbidden: " + why, field);
    }

    /** @param supported the quoted values, with commas */
    public static Violation unsupported(String field, String value, String supported) {
        return new Violation(
                "FieldValueNotSupported", "Unsupported value: " + value + ": supported values: " + supported, field);
    }

    public static Violation tooLong(String field, int limit) {
        return new Violation("FieldValueTooLong", "Too long: may not be more than " + limit + " bytes", field);
    }
}
