package dev.quorate.simulator.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A copy as if the tree had been written as text and read again, without the text: nothing that can change is shared, and
 * a number is of the Java type that a reader of text gives it.
 */
public final class JsonCopy {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonCopy() {}

    public static ObjectNode of(ObjectNode object) {
        Map<String, JsonNode> fields = new LinkedHashMap<>(object.size() + object.size() / 2 + 1);
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            fields.put(field.getKey(), of(field.getValue()));
        }
        return new ObjectNode(NODES, fields);
    }

    public static JsonNode of(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> of((ObjectNode) value);
            case ARRAY -> array((ArrayNode) value);
            case NUMBER -> number((NumericNode) value);
            case STRING, BOOLEAN, NULL -> value;
            case MISSING -> NullNode.getInstance();
            case BINARY -> TextNode.valueOf(value.asText());
            case POJO -> throw new IllegalArgumentException("not JSON: " + value);
        };
    }

    private static ArrayNode array(ArrayNode list) {
        ArrayNode copy = NODES.arrayNode(list.size());
        for (JsonNode item : list) {
            copy.add(of(item));
        }
        return copy;
    }

    private static JsonNode number(NumericNode number) {
        if (number.isInt() || number.isDouble()) {
            return number;
        }
        if (!number.isIntegralNumber()) {
            return DoubleNode.valueOf(Double.parseDouble(number.asText()));
        }
        if (number.canConvertToInt()) {
            return IntNode.valueOf(number.intValue());
        }
        return number.canConvertToLong() ? LongNode.valueOf(number.longValue()) : number;
    }
}
