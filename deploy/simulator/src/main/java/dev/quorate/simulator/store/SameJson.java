package dev.quorate.simulator.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Equality of JSON values: 1 is 1 whether it was read as an int or put as a long. What is shared costs nothing. */
public final class SameJson {

    private SameJson() {}

    @SuppressWarnings("ReferenceEquality")
    public static boolean same(JsonNode one, JsonNode other) {
        if (one == other) {
            return true;
        }
        if (one instanceof ObjectNode object && other instanceof ObjectNode another) {
            return sameFields(object, another);
        }
        if (one instanceof ArrayNode list && other instanceof ArrayNode another) {
            return sameItems(list, another);
        }
        if (one.isNumber() && other.isNumber()) {
            return one.equals(other) || one.decimalValue().compareTo(other.decimalValue()) == 0;
        }
        return one.equals(other);
    }

    private static boolean sameFields(ObjectNode one, ObjectNode other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (Map.Entry<String, JsonNode> field : one.properties()) {
            JsonNode value = other.get(field.getKey());
            if (value == null || !same(field.getValue(), value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameItems(ArrayNode one, ArrayNode other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (!same(one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }
}
