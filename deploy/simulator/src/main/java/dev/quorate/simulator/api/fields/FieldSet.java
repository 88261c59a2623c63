package dev.quorate.simulator.api.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * An immutable set of field paths, as a tree whose edges are written as in FieldsV1: {@code f:name}, {@code k:{"name":"a"}},
 * {@code v:"value"}.
 *
 * @param member whether the path that ends here is in the set itself
 */
record FieldSet(boolean member, NavigableMap<String, FieldSet> children) {

    static final FieldSet EMPTY = new FieldSet(false, new TreeMap<>());
    static final FieldSet LEAF = new FieldSet(true, new TreeMap<>());

    boolean isEmpty() {
        return !member && children.isEmpty();
    }

    /** Also whether anything below it is in the set. */
    boolean touches(String element) {
        return children.containsKey(element);
    }

    FieldSet child(String element) {
        return children.getOrDefault(element, EMPTY);
    }

    FieldSet union(FieldSet other) {
        NavigableMap<String, FieldSet> all = new TreeMap<>(children);
        other.children.forEach((element, below) -> all.merge(element, below, FieldSet::union));
        return new FieldSet(member || other.member, all);
    }

    FieldSet minus(FieldSet other) {
        NavigableMap<String, FieldSet> rest = new TreeMap<>();
        children.forEach((element, below) -> keep(rest, element, below.minus(other.child(element))));
        return new FieldSet(member && !other.member, rest);
    }

    FieldSet intersection(FieldSet other) {
        NavigableMap<String, FieldSet> common = new TreeMap<>();
        children.forEach((element, below) -> keep(common, element, below.intersection(other.child(element))));
        return new FieldSet(member && other.member, common);
    }

    /** Without these first elements, whatever is below them. */
    FieldSet without(Iterable<String> elements) {
        NavigableMap<String, FieldSet> rest = new TreeMap<>(children);
        elements.forEach(rest::remove);
        return new FieldSet(member, rest);
    }

    FieldSet withChild(String element, FieldSet below) {
        NavigableMap<String, FieldSet> all = new TreeMap<>(children);
        if (below.isEmpty()) {
            all.remove(element);
        } else {
            all.put(element, below);
        }
        return new FieldSet(member, all);
    }

    /** Visits the members with their paths as conflicts print them, for example {@code .spec.containers[name="a"].image}. */
    void forEachPath(BiConsumer<String, FieldSet> visitor) {
        visit("", visitor);
    }

    /** Whether the two have a path in common, told without reading all of the other. */
    boolean meets(JsonNode fieldsV1) {
        if (member && contains(fieldsV1)) {
            return true;
        }
        for (Map.Entry<String, FieldSet> child : children.entrySet()) {
            JsonNode below = fieldsV1.get(child.getKey());
            if (below != null && child.getValue().meets(below)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the other has every path of this one. */
    boolean within(JsonNode fieldsV1) {
        if (member && !contains(fieldsV1)) {
            return false;
        }
        for (Map.Entry<String, FieldSet> child : children.entrySet()) {
            JsonNode below = fieldsV1.get(child.getKey());
            if (below == null || !child.getValue().within(below)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the path that ends here is in the set; a set of more than one level says so by a dot. */
    private static boolean contains(JsonNode fieldsV1) {
        return fieldsV1.isEmpty() || fieldsV1.has(".");
    }

    static FieldSet fromJson(JsonNode fieldsV1) {
        NavigableMap<String, FieldSet> children = new TreeMap<>();
        boolean member = false;
        for (Map.Entry<String, JsonNode> each : fieldsV1.properties()) {
            if (each.getKey().equals(".")) {
                member = true;
            } else {
                FieldSet below = fromJson(each.getValue());
                children.put(each.getKey(), below.isEmpty() ? LEAF : below);
            }
        }
        return new FieldSet(member, children);
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (member && !children.isEmpty()) {
            json.putObject(".");
        }
        children.forEach((element, below) -> json.set(element, below.toJson()));
        return json;
    }

    private void visit(String path, BiConsumer<String, FieldSet> visitor) {
        if (member) {
            visitor.accept(path, this);
        }
        children.forEach((element, below) -> below.visit(path + PathElement.printed(element), visitor));
    }

    private static void keep(NavigableMap<String, FieldSet> into, String element, FieldSet below) {
        if (!below.isEmpty()) {
            into.put(element, below);
        }
    }
}
