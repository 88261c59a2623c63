package dev.quorate.simulator.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads a tree as Go's decoder reads it into a struct: fields that the type does not know fall away and are named, wrong
 * types are refused, empty maps and lists are as good as absent. The result is a fresh tree.
 */
public final class Decoder {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private String struct;
    private final boolean custom;
    private final List<String> unknown = new ArrayList<>();

    private Decoder(String kind, boolean custom) {
        this.struct = kind;
        this.custom = custom;
    }

    /** What was read, and the paths of the fields that were dropped. */
    public record Decoded(ObjectNode object, List<String> unknown) {
        public Decoded {
            unknown = List.copyOf(unknown);
        }
    }

    /** @throws WrongTypeException when a value cannot become its field's type */
    public static Decoded decode(JsonNode object, Schema schema, String kind) {
        return new Decoder(kind, false).decode(object, schema);
    }

    /** A custom resource is no Go struct: types are left to validation, and what is empty stays. */
    public static Decoded decodeCustom(JsonNode object, Schema schema, String kind) {
        return new Decoder(kind, true).decode(object, schema);
    }

    private Decoded decode(JsonNode object, Schema schema) {
        ObjectNode read = struct(object, schema, "");
        return new Decoded(read, unknown);
    }

    private ObjectNode struct(JsonNode value, Schema schema, String path) {
        if (!value.isObject()) {
            throw wrong(value, schema, path);
        }
        ObjectNode result = NODES.objectNode();
        String outer = struct;
        struct = schema.typeName().isEmpty() ? outer : schema.typeName();
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            String name = field.getKey();
            if (schema.property(name).isEmpty() && !schema.keepsUnknown()) {
                unknown.add(join(path, name));
                continue;
            }
            put(result, name, field.getValue(), schema, join(path, name));
        }
        struct = outer;
        return result;
    }

    private void put(ObjectNode result, String name, JsonNode value, Schema parent, String path) {
        Schema schema = parent.child(name);
        if (value.isNull() && !schema.nullable()) {
            return;
        }
        JsonNode read = read(value, schema, path);
        boolean inMetadata = path.startsWith("metadata");
        boolean droppable =
                (!custom || inMetadata) && read.isContainerNode() && read.isEmpty() && !parent.requires(name);
        boolean mapOrList = schema.shape() == Schema.Shape.MAP || schema.shape() == Schema.Shape.LIST;
        boolean presence =
                schema.shape() == Schema.Shape.STRUCT && schema.alwaysPresent() && !path.startsWith("status");
        if (droppable && (mapOrList || (presence && name.equals("metadata")))) {
            return;
        }
        result.set(name, read);
    }

    private JsonNode read(JsonNode value, Schema schema, String path) {
        if (value.isNull() || (custom && !path.startsWith("metadata") && !fits(value, schema))) {
            return value;
        }
        return switch (schema.shape()) {
            case STRUCT -> struct(value, schema, path);
            case MAP -> map(value, schema, path);
            case LIST -> list(value, schema, path);
            case STRING -> expect(value, value.isTextual(), schema, path);
            case INTEGER -> expect(value, value.isIntegralNumber(), schema, path);
            case NUMBER -> expect(value, value.isNumber(), schema, path);
            case BOOLEAN -> expect(value, value.isBoolean(), schema, path);
            case INT_OR_STRING -> expect(value, value.isTextual() || value.isIntegralNumber(), schema, path);
            case QUANTITY ->
                value.isNumber() ? TextNode.valueOf(value.asText()) : expect(value, value.isTextual(), schema, path);
            case TIME -> Times.time(value, path);
            case MICRO_TIME -> Times.microTime(value, path);
            case ANY -> value.deepCopy();
        };
    }

    private static boolean fits(JsonNode value, Schema schema) {
        return switch (schema.shape()) {
            case STRUCT, MAP -> value.isObject();
            case LIST -> value.isArray();
            default -> false;
        };
    }

    private ObjectNode map(JsonNode value, Schema schema, String path) {
        if (!value.isObject()) {
            throw wrong(value, schema, path);
        }
        ObjectNode result = NODES.objectNode();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            JsonNode each = entry.getValue();
            boolean text = schema.element().shape() == Schema.Shape.STRING;
            // Go puts its zero value where a map of strings holds a null
            JsonNode read = each.isNull() && text ? TextNode.valueOf("") : read(each, schema.element(), path);
            result.set(entry.getKey(), read);
        }
        return result;
    }

    private ArrayNode list(JsonNode value, Schema schema, String path) {
        if (!value.isArray()) {
            throw wrong(value, schema, path);
        }
        ArrayNode result = NODES.arrayNode();
        int index = 0;
        for (JsonNode item : value) {
            result.add(read(item, schema.element(), path + "[" + index + "]"));
            index++;
        }
        return result;
    }

    private JsonNode expect(JsonNode value, boolean right, Schema schema, String path) {
        if (!right) {
            throw wrong(value, schema, path);
        }
        return value;
    }

    private WrongTypeException wrong(JsonNode value, Schema schema, String path) {
        String found = switch (value.getNodeType()) {
            case STRING -> "string";
            case NUMBER -> "number";
            case BOOLEAN -> "bool";
            case ARRAY -> "array";
            default -> "object";
        };
        String field = path.replaceAll("\\[\\d+]", "");
        return new WrongTypeException("json: cannot unmarshal " + found + " into Go struct field " + struct + "."
                + field + " of type " + goType(schema));
    }

    private static String goType(Schema schema) {
        return switch (schema.shape()) {
            case STRING -> "string";
            case INTEGER -> schema.node().path("format").asText("int64");
            case NUMBER -> "float64";
            case BOOLEAN -> "bool";
            case MAP -> "map[string]" + goType(schema.element());
            case LIST -> "[]" + goType(schema.element());
            default -> "v1." + schema.typeName();
        };
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
