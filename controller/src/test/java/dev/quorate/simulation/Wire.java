package dev.quorate.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.JsonCopy;
import java.util.function.UnaryOperator;

/**
 * What goes over a wire is no tree that both sides share, nor does it keep the Java type of a number. The managed fields
 * alone are shared: they are half of many an object, hold no number, and neither side changes them but as a whole.
 */
final class Wire {

    private static final String METADATA = "metadata";
    private static final String MANAGED_FIELDS = "managedFields";

    private Wire() {}

    static JsonNode pass(JsonNode tree) {
        return tree instanceof ObjectNode object ? pass(object) : JsonCopy.of(tree);
    }

    static ObjectNode pass(ObjectNode tree) {
        return copy(tree, METADATA, Wire::metadata);
    }

    private static JsonNode metadata(JsonNode metadata) {
        return metadata instanceof ObjectNode fields ? copy(fields, MANAGED_FIELDS, same -> same) : metadata;
    }

    /** @param copy how one field is copied; all others are in full */
    private static ObjectNode copy(ObjectNode tree, String field, UnaryOperator<JsonNode> copy) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        tree.properties().forEach(each -> {
            boolean one = each.getKey().equals(field);
            all.set(each.getKey(), one ? copy.apply(each.getValue()) : JsonCopy.of(each.getValue()));
        });
        return all;
    }
}
