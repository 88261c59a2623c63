package dev.quorate.simulator.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/** Equality of JSON values: 1 is 1 whether it was read as an int or put as a long. */
public final class SameJson {

    private static final Comparator<JsonNode> BY_VALUE = SameJson::compare;

    private SameJson() {}

    public static boolean same(JsonNode one, JsonNode other) {
        return one.equals(BY_VALUE, other);
    }

    private static int compare(JsonNode one, JsonNode other) {
        if (one.equals(other)) {
            return 0;
        }
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return 1;
    }
}
