package dev.quorate.simulator.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Lets a new version of an object share with the one before it all that is equal. Then whoever compares the two looks only
 * at what differs, and a version that is kept costs only what it changed.
 */
@SuppressWarnings("ReferenceEquality")
final class Sharing {

    private Sharing() {}

    /** The object itself and its metadata stay the new one's own, since the store writes into them. */
    static void with(ObjectNode before, ObjectNode after) {
        JsonNode metadata = after.get("metadata");
        each(before, after);
        if (metadata != null) {
            after.set("metadata", metadata);
        }
    }

    private static JsonNode shared(JsonNode before, JsonNode after) {
        if (before == after) {
            return before;
        }
        boolean same;
        if (before instanceof ObjectNode old && after instanceof ObjectNode now) {
            same = each(old, now);
        } else if (before instanceof ArrayNode old && after instanceof ArrayNode now) {
            same = each(old, now);
        } else {
            same = SameJson.same(before, after);
        }
        return same ? before : after;
    }

    /** Whether all children came to be shared and none is missing. */
    private static boolean each(ObjectNode before, ObjectNode after) {
        boolean same = before.size() == after.size();
        for (Map.Entry<String, JsonNode> field : after.properties()) {
            JsonNode old = before.get(field.getKey());
            JsonNode shared = old == null ? field.getValue() : shared(old, field.getValue());
            if (shared != field.getValue()) {
                field.setValue(shared);
            }
            same &= shared == old;
        }
        return same;
    }

    private static boolean each(ArrayNode before, ArrayNode after) {
        boolean same = before.size() == after.size();
        for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
            JsonNode shared = shared(before.get(i), after.get(i));
            if (shared != after.get(i)) {
                after.set(i, shared);
            }
            same &= shared == before.get(i);
        }
        return same;
    }
}
