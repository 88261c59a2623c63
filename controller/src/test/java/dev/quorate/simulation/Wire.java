package dev.quorate.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What goes over a wire arrives as text: no tree is shared between the two sides, nor the Java type of a number. This does to
 * a tree what writing and reading it would do, without the text.
 */
final class Wire {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Wire() {}

    static JsonNode pass(JsonNode tree) {
        return switch (tree.getNodeType()) {
            case OBJECT -> pass((ObjectNode) tree);
            case ARRAY -> items(tree);
            case NUMBER -> number(tree);
            case STRING, BOOLEAN, NULL -> tree; // never changed, and the same when read back
            default -> throw new IllegalStateException("JSON has no " + tree.getNodeType() + ": " + tree);
        };
    }

    static ObjectNode pass(ObjectNode tree) {
        ObjectNode copy = NODES.objectNode();
        tree.properties().forEach(field -> copy.set(field.getKey(), pass(field.getValue())));
        return copy;
    }

    private static ArrayNode items(JsonNode tree) {
        ArrayNode copy = NODES.arrayNode(tree.size());
        tree.forEach(item -> copy.add(pass(item)));
        return copy;
    }

    private static JsonNode number(JsonNode number) {
        if (!number.isIntegralNumber()) {
            return NODES.numberNode(number.doubleValue());
        }
        if (number.canConvertToInt()) {
            return NODES.numberNode(number.intValue());
        }
        return number.canConvertToLong()
                ? NODES.numberNode(number.longValue())
                : NODES.numberNode(number.bigIntegerValue());
    }
}
