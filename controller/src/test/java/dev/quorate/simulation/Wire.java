package dev.quorate.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** What goes over a wire arrives as text: no tree is shared between the two sides, nor the Java type of a number. */
final class Wire {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Wire() {}

    static JsonNode pass(JsonNode tree) {
        try {
            return MAPPER.readTree(MAPPER.writeValueAsBytes(tree));
        } catch (IOException e) {
            throw new IllegalStateException("a tree that cannot be read back: " + tree, e);
        }
    }

    static ObjectNode pass(ObjectNode tree) {
        return (ObjectNode) pass((JsonNode) tree);
    }
}
