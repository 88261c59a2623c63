package dev.quorate.simulator.api.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.schema.Schema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Structured operations on trees of a known type. None of them changes its arguments; results may share parts with them. */
final class Typed {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Typed() {}

    /** The fields that an applied configuration names. */
    static FieldSet fields(JsonNode value, Schema schema) {
        if (leaf(value, schema)) {
            return FieldSet.LEAF;
        }
        NavigableMap<String, FieldSet> children = new TreeMap<>();
        if (value.isObject()) {
            value.properties()
                    .forEach(field -> children.put(
                            PathElement.field(field.getKey()), fields(field.getValue(), schema.child(field.getKey()))));
            return new FieldSet(false, children);
        }
        for (JsonNode item : value) {
            children.put(PathElement.item(schema, item), member(item, schema));
        }
        return new FieldSet(false, children);
    }

    /** Live with the configuration laid over it: structs, maps and associative lists merge, all else is replaced. */
    static JsonNode merge(JsonNode live, JsonNode config, Schema schema) {
        boolean replace = config.isNull()
                || (schema.atomic() && schema.shape() != Schema.Shape.ANY)
                || live.getNodeType() != config.getNodeType()
                || !config.isContainerNode()
                || (config.isArray() && schema.shape() == Schema.Shape.ANY);
        if (replace) {
            return config;
        }
        return config.isObject() ? mergeObject(live, config, schema) : mergeList(live, config, schema);
    }

    /** Without the fields that the last applied configuration named and nobody names now. */
    static JsonNode prune(JsonNode value, FieldSet last, FieldSet owned, Schema schema) {
        if (last.children().isEmpty() || leaf(value, schema)) {
            return value;
        }
        if (value.isObject()) {
            ObjectNode kept = NODES.objectNode();
            value.properties().forEach(field -> {
                String element = PathElement.field(field.getKey());
                if (!last.touches(element)) {
                    kept.set(field.getKey(), field.getValue());
                } else if (owned.touches(element)) {
                    kept.set(
                            field.getKey(),
                            prune(
                                    field.getValue(),
                                    last.child(element),
                                    owned.child(element),
                                    schema.child(field.getKey())));
                }
            });
            return kept;
        }
        return pruneList(value, last, owned, schema);
    }

    static boolean leaf(JsonNode value, Schema schema) {
        boolean open = schema.shape() == Schema.Shape.ANY && value.isObject();
        return !value.isContainerNode() || value.isEmpty() || (schema.atomic() && !open);
    }

    /** Items by their keys, in the order of the list. */
    static Map<String, JsonNode> items(JsonNode list, Schema schema) {
        Map<String, JsonNode> items = new LinkedHashMap<>();
        list.forEach(item -> items.put(PathElement.item(schema, item), item));
        return items;
    }

    private static FieldSet member(JsonNode item, Schema list) {
        FieldSet below = fields(item, list.element());
        return new FieldSet(true, below.children());
    }

    private static JsonNode mergeObject(JsonNode live, JsonNode config, Schema schema) {
        ObjectNode merged = NODES.objectNode();
        live.properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
        config.properties().forEach(field -> {
            JsonNode before = live.path(field.getKey());
            merged.set(field.getKey(), merge(before, field.getValue(), schema.child(field.getKey())));
        });
        return merged;
    }

    private static JsonNode mergeList(JsonNode live, JsonNode config, Schema schema) {
        Map<String, JsonNode> merged = items(live, schema);
        items(config, schema)
                .forEach((key, item) -> merged.merge(key, item, (old, now) -> merge(old, now, schema.element())));
        ArrayNode list = NODES.arrayNode();
        merged.values().forEach(list::add);
        return list;
    }

    private static JsonNode pruneList(JsonNode value, FieldSet last, FieldSet owned, Schema schema) {
        ArrayNode kept = NODES.arrayNode();
        items(value, schema).forEach((element, item) -> {
            if (!last.touches(element)) {
                kept.add(item);
            } else if (owned.touches(element)) {
                kept.add(prune(item, last.child(element), owned.child(element), schema.element()));
            }
        });
        return kept;
    }

    /** A value that is there even where JSON leaves it out, because Go always writes such a struct or list. */
    static JsonNode present(JsonNode parent, String field, Schema schema) {
        JsonNode value = parent.get(field);
        if (value != null) {
            return value;
        }
        Schema type = schema.child(field);
        boolean struct =
                type.shape() == Schema.Shape.STRUCT && !schema.typeName().isEmpty();
        boolean always =
                type.alwaysPresent() || (schema.requires(field) && (struct || type.shape() == Schema.Shape.LIST));
        if (!always) {
            return NullNode.getInstance();
        }
        return type.shape() == Schema.Shape.LIST ? NODES.arrayNode() : NODES.objectNode();
    }
}
