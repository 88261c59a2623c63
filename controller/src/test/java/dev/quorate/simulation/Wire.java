package dev.quorate.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.JsonCopy;

/** What goes over a wire is no tree that both sides share, nor does it keep the Java type of a number. */
final class Wire {

    private Wire() {}

    static JsonNode pass(JsonNode tree) {
        return JsonCopy.of(tree);
    }

    static ObjectNode pass(ObjectNode tree) {
        return JsonCopy.of(tree);
    }
}
