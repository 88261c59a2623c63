package dev.quorate.simulator.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Kubernetes' own patch type: lists merge by the keys that the type names, directives delete, replace and order. */
public final class StrategicMergePatch {

    private static final String DIRECTIVE = "$patch";
    private static final String RETAIN = "$retainKeys";
    private static final String ORDER = "$setElementOrder/";
    private static final String DELETE_VALUES = "$deleteFromPrimitiveList/";

    private StrategicMergePatch() {}

    public static JsonNode apply(JsonNode target, JsonNode patch, Schema schema) {
        return mergeObject(target, patch, schema);
    }

    private static JsonNode mergeObject(JsonNode target, JsonNode patch, Schema schema) {
        if (patch.has(DIRECTIVE)) {
            return directed(target, patch, schema);
        }
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        target.properties().forEach(field -> {
            if (retained(patch, field.getKey())) {
                merged.set(field.getKey(), field.getValue());
            }
        });
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            String name = field.getKey();
            if (name.startsWith(DELETE_VALUES)) {
                deleteValues(merged, name.substring(DELETE_VALUES.length()), field.getValue());
            } else if (name.startsWith(ORDER)) {
                orderAlone(merged, patch, name.substring(ORDER.length()), field.getValue(), schema);
            } else if (field.getValue().isNull()) {
                merged.remove(name);
            } else if (!name.equals(RETAIN)) {
                JsonNode value =
                        merge(merged.path(name), field.getValue(), schema.child(name), patch.path(ORDER + name));
                merged.set(name, value);
            }
        }
        return merged;
    }

    private static JsonNode directed(JsonNode target, JsonNode patch, Schema schema) {
        ObjectNode rest = JsonNodeFactory.instance.objectNode();
        patch.properties().forEach(field -> rest.set(field.getKey(), field.getValue()));
        rest.remove(DIRECTIVE);
        return switch (patch.path(DIRECTIVE).asText()) {
            case "merge" -> mergeObject(target, rest, schema);
            case "replace" -> target.isMissingNode() ? JsonNodeFactory.instance.objectNode() : rest;
            case "delete" -> JsonNodeFactory.instance.objectNode();
            default ->
                throw new PatchException(
                        PatchException.Reason.BROKEN,
                        "unknown patch type: " + patch.path(DIRECTIVE).asText() + " in map: " + GoText.of(patch));
        };
    }

    private static JsonNode merge(JsonNode target, JsonNode patch, Schema schema, JsonNode order) {
        if (patch.isObject()) {
            return mergeObject(target, patch, schema);
        }
        if (patch.isArray() && schema.mergesByPatch()) {
            return schema.mergeKey().isEmpty()
                    ? mergeValues(target, patch, order)
                    : mergeItems(target, patch, schema, order);
        }
        return patch;
    }

    private static ArrayNode mergeValues(JsonNode target, JsonNode patch, JsonNode order) {
        List<JsonNode> merged = new ArrayList<>();
        target.forEach(merged::add);
        patch.forEach(value -> {
            if (!merged.contains(value)) {
                merged.add(value);
            }
        });
        return ElementOrder.byValue().arrange(merged, order.isMissingNode() ? patch : order, target);
    }

    private static ArrayNode mergeItems(JsonNode target, JsonNode patch, Schema schema, JsonNode order) {
        String key = schema.mergeKey();
        boolean replace = false;
        Set<JsonNode> deleted = new HashSet<>();
        List<JsonNode> changes = new ArrayList<>();
        for (JsonNode item : patch) {
            String directive = item.path(DIRECTIVE).asText();
            if (directive.equals("replace")) {
                replace = true;
            } else if (!item.has(key)) {
                throw new PatchException(
                        PatchException.Reason.BROKEN,
                        "map: " + GoText.of(item) + " does not contain declared merge key: " + key);
            } else if (directive.equals("delete")) {
                deleted.add(item.get(key));
            } else {
                changes.add(item);
            }
        }
        List<JsonNode> merged = new ArrayList<>();
        if (!replace) {
            target.forEach(merged::add);
        }
        merged.removeIf(item -> deleted.contains(item.path(key)));
        changes.forEach(item -> mergeItem(merged, item, key, schema.element()));
        ArrayNode arranging = JsonNodeFactory.instance.arrayNode().addAll(changes);
        return ElementOrder.byKey(key).arrange(merged, order.isMissingNode() ? arranging : order, target);
    }

    private static void mergeItem(List<JsonNode> merged, JsonNode item, String key, Schema schema) {
        for (int i = 0; i < merged.size(); i++) {
            if (merged.get(i).path(key).equals(item.path(key))) {
                merged.set(i, mergeObject(merged.get(i), item, schema));
                return;
            }
        }
        merged.add(mergeObject(JsonNodeFactory.instance.objectNode(), item, schema));
    }

    private static void deleteValues(ObjectNode merged, String name, JsonNode values) {
        Set<JsonNode> deleted = new HashSet<>();
        values.forEach(deleted::add);
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        merged.path(name).forEach(value -> {
            if (!deleted.contains(value)) {
                kept.add(value);
            }
        });
        merged.set(name, kept);
    }

    /** An order for a list that the patch does not change otherwise. */
    private static void orderAlone(ObjectNode merged, JsonNode patch, String name, JsonNode order, Schema schema) {
        if (patch.has(name) || !merged.path(name).isArray()) {
            return;
        }
        String key = schema.child(name).mergeKey();
        List<JsonNode> items = new ArrayList<>();
        merged.path(name).forEach(items::add);
        ElementOrder arrangement = key.isEmpty() ? ElementOrder.byValue() : ElementOrder.byKey(key);
        merged.set(name, arrangement.arrange(items, order, merged.path(name)));
    }

    private static boolean retained(JsonNode patch, String name) {
        JsonNode retain = patch.path(RETAIN);
        if (!retain.isArray()) {
            return true;
        }
        for (JsonNode each : retain) {
            if (each.asText().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
