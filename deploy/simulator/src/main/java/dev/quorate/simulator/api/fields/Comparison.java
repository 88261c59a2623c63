package dev.quorate.simulator.api.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.quorate.simulator.api.schema.Schema;
import dev.quorate.simulator.store.SameJson;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a write changed.
 *
 * @param set fields that were added or got another value
 * @param removed fields that are no more
 */
record Comparison(FieldSet set, FieldSet removed) {

    private static final Comparison SAME = new Comparison(FieldSet.EMPTY, FieldSet.EMPTY);

    static Comparison between(JsonNode before, JsonNode after, Schema schema) {
        return compare(before, after, schema);
    }

    boolean isEmpty() {
        return set.isEmpty() && removed.isEmpty();
    }

    Comparison without(Iterable<String> elements) {
        return new Comparison(set.without(elements), removed.without(elements));
    }

    @SuppressWarnings("ReferenceEquality")
    private static Comparison compare(JsonNode before, JsonNode after, Schema schema) {
        if (before == after) {
            return SAME;
        }
        if (before.isNull()) {
            return new Comparison(all(after, schema), FieldSet.EMPTY);
        }
        if (after.isNull()) {
            return new Comparison(FieldSet.EMPTY, all(before, schema));
        }
        if (Typed.leaf(before, schema) && Typed.leaf(after, schema)) {
            return SameJson.same(before, after) ? SAME : new Comparison(FieldSet.LEAF, FieldSet.EMPTY);
        }
        if (before.isObject() && after.isObject()) {
            return compareFields(before, after, schema);
        }
        if (before.isArray() && after.isArray()) {
            return compareItems(before, after, schema);
        }
        return new Comparison(all(after, schema), all(before, schema));
    }

    private static Comparison compareFields(JsonNode before, JsonNode after, Schema schema) {
        Differences found = new Differences();
        for (Map.Entry<String, JsonNode> field : before.properties()) {
            String name = field.getKey();
            found.add(
                    PathElement.field(name),
                    compare(field.getValue(), Typed.present(after, name, schema), schema.child(name)));
        }
        for (Map.Entry<String, JsonNode> field : after.properties()) {
            String name = field.getKey();
            if (!before.has(name)) {
                found.add(
                        PathElement.field(name),
                        compare(Typed.present(before, name, schema), field.getValue(), schema.child(name)));
            }
        }
        return found.all();
    }

    private static Comparison compareItems(JsonNode before, JsonNode after, Schema schema) {
        Map<String, JsonNode> old = Typed.items(before, schema);
        Map<String, JsonNode> now = Typed.items(after, schema);
        Differences found = new Differences();
        old.forEach((element, item) ->
                found.add(element, compare(item, now.getOrDefault(element, NullNode.getInstance()), schema.element())));
        now.forEach((element, item) -> {
            if (!old.containsKey(element)) {
                found.add(element, compare(NullNode.getInstance(), item, schema.element()));
            }
        });
        return found.all();
    }

    /** What differs among the children of one value; mostly nothing. */
    private static final class Differences {
        private final NavigableMap<String, FieldSet> set = new TreeMap<>();
        private final NavigableMap<String, FieldSet> removed = new TreeMap<>();

        void add(String element, Comparison below) {
            if (!below.set.isEmpty()) {
                set.put(element, below.set);
            }
            if (!below.removed.isEmpty()) {
                removed.put(element, below.removed);
            }
        }

        Comparison all() {
            return set.isEmpty() && removed.isEmpty()
                    ? SAME
                    : new Comparison(new FieldSet(false, set), new FieldSet(false, removed));
        }
    }

    /** Every path of a value that was not there before (or is not any more), each level included. */
    private static FieldSet all(JsonNode value, Schema schema) {
        if (Typed.leaf(value, schema)) {
            return FieldSet.LEAF;
        }
        NavigableMap<String, FieldSet> children = new TreeMap<>();
        if (value.isObject()) {
            value.properties()
                    .forEach(field -> children.put(
                            PathElement.field(field.getKey()), all(field.getValue(), schema.child(field.getKey()))));
        } else {
            Typed.items(value, schema).forEach((element, item) -> children.put(element, all(item, schema.element())));
        }
        return new FieldSet(true, children);
    }
}
