package dev.quorate.simulator.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fills in what a tree leaves out. */
final class Trees {

    private Trees() {}

    static void put(ObjectNode object, String field, String value) {
        if (!object.hasNonNull(field)) {
            object.put(field, value);
        }
    }

    static void put(ObjectNode object, String field, long value) {
        if (!object.hasNonNull(field)) {
            if (value == (int) value) {
                object.put(field, (int) value);
            } else {
                object.put(field, value);
            }
        }
    }

    static void put(ObjectNode object, String field, boolean value) {
        if (!object.hasNonNull(field)) {
            object.put(field, value);
        }
    }

    static ObjectNode child(ObjectNode object, String field) {
        return object.get(field) instanceof ObjectNode present ? present : object.putObject(field);
    }

    static Optional<ObjectNode> object(JsonNode node) {
        return node instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    }

    static List<ObjectNode> objects(JsonNode list) {
        List<ObjectNode> objects = new ArrayList<>();
        list.forEach(item -> object(item).ifPresent(objects::add));
        return objects;
    }
}
