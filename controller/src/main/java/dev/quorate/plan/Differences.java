package dev.quorate.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether a live object is what is wanted. Two questions: was this very manifest applied last (its stamp, which also shows
 * fields that were dropped), and does the live object still hold every value of it (which shows what somebody edited).
 * Fields that only the live object has are the API server's defaults or somebody else's, and no difference.
 */
final class Differences {

    static final String STAMP = "quorate.dev/applied";
    /** Of the pod template alone: whether an apply makes a new revision. */
    static final String TEMPLATE_STAMP = "quorate.dev/applied-template";

    private Differences() {}

    static Manifest stamped(Manifest wanted) {
        return wanted.with(tree -> stamp(tree, Digest.of(wanted.tree())));
    }

    /** The stamp leaves out what no apply can change. */
    static Manifest stampedSet(Manifest wanted) {
        Manifest marked =
                wanted.with(tree -> annotations(tree).put(TEMPLATE_STAMP, Digest.of(wanted.at("/spec/template"))));
        return marked.with(
                tree -> stamp(tree, Digest.of(SetTree.withoutFrozen(marked).tree())));
    }

    /** The same set with one annotation more, and stamped so. */
    static Manifest annotatedSet(Manifest stamped, String annotation, String value) {
        return stampedSet(stamped.with(tree -> annotations(tree).put(annotation, value)));
    }

    /** With the stamps of what later applies will hold: a set is created with the replicas that those leave out. */
    static Manifest stampedAs(Manifest created, Manifest applied) {
        return created.with(tree -> annotations(tree)
                .setAll((ObjectNode) applied.at("/metadata/annotations").deepCopy()));
    }

    private static void stamp(ObjectNode tree, String digest) {
        annotations(tree).put(STAMP, digest);
    }

    private static ObjectNode annotations(ObjectNode tree) {
        return tree.withObjectProperty("metadata").withObjectProperty("annotations");
    }

    static boolean sameStamp(Manifest wanted, Manifest live) {
        return wanted.annotation(STAMP).equals(live.annotation(STAMP));
    }

    static boolean differs(Manifest wanted, Manifest live) {
        return !wanted.equals(live) && (!sameStamp(wanted, live) || !holds(wanted.tree(), live.tree(), ""));
    }

    /** The changed fields of a StatefulSet as dotted paths. */
    static List<String> changes(Manifest wanted, Manifest live) {
        List<String> changed = missing(wanted.tree(), live.tree());
        changed.addAll(added(wanted.at("/spec/template"), live.at("/spec/template"), "spec.template"));
        return changed.stream().distinct().toList();
    }

    /** Paths of values in {@code wanted} that {@code live} does not hold. */
    static List<String> missing(JsonNode wanted, JsonNode live) {
        List<String> paths = new ArrayList<>();
        collect(wanted, live, "", paths);
        return paths;
    }

    /** Containers, volumes and environment variables that only the live template has: applying would take them away. */
    private static List<String> added(JsonNode wanted, JsonNode live, String path) {
        List<String> paths = new ArrayList<>();
        if (wanted.isObject() && live.isObject()) {
            wanted.properties()
                    .forEach(field -> paths.addAll(
                            added(field.getValue(), live.path(field.getKey()), path + "." + field.getKey())));
        } else if (isNamedList(wanted) && live.isArray()) {
            for (JsonNode item : live) {
                JsonNode same = named(wanted, item.path("name").asText());
                String itemPath = path + "[" + item.path("name").asText() + "]";
                paths.addAll(same.isMissingNode() ? List.of(itemPath) : added(same, item, itemPath));
            }
        }
        return paths;
    }

    /** As {@link #missing}, for the many looks that find nothing: no path is put together. */
    private static boolean holds(JsonNode wanted, JsonNode live, String under) {
        if (wanted.isObject()) {
            for (Map.Entry<String, JsonNode> field : wanted.properties()) {
                String below = Quantity.under(field.getKey()) ? field.getKey() : under;
                if (!holds(field.getValue(), live.path(field.getKey()), below)) {
                    return false;
                }
            }
            return true;
        }
        if (!wanted.isArray()) {
            return sameValue(wanted, live, !under.isEmpty());
        }
        boolean named = isNamedList(wanted);
        for (int i = 0; i < wanted.size(); i++) {
            JsonNode item = wanted.get(i);
            JsonNode same = named ? named(live, item.path("name").asText()) : live.path(i);
            if (!holds(item, same, under)) {
                return false;
            }
        }
        return named || wanted.size() == live.size();
    }

    private static void collect(JsonNode wanted, JsonNode live, String path, List<String> paths) {
        if (wanted.isObject()) {
            collectFields((ObjectNode) wanted, live, path, paths);
        } else if (wanted.isArray()) {
            collectItems((ArrayNode) wanted, live, path, paths);
        } else if (!sameValue(wanted, live, Quantity.in(path))) {
            paths.add(path);
        }
    }

    private static void collectFields(ObjectNode wanted, JsonNode live, String path, List<String> paths) {
        for (Map.Entry<String, JsonNode> field : wanted.properties()) {
            String below = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            collect(field.getValue(), live.path(field.getKey()), below, paths);
        }
    }

    private static void collectItems(ArrayNode wanted, JsonNode live, String path, List<String> paths) {
        if (isNamedList(wanted)) {
            for (JsonNode item : wanted) {
                String name = item.path("name").asText();
                collect(item, named(live, name), path + "[" + name + "]", paths);
            }
        } else if (wanted.size() != live.size()) {
            paths.add(path);
        } else {
            for (int i = 0; i < wanted.size(); i++) {
                collect(wanted.get(i), live.get(i), path + "[" + i + "]", paths);
            }
        }
    }

    private static boolean isNamedList(JsonNode list) {
        return list.isArray() && !list.isEmpty() && list.get(0).path("name").isTextual();
    }

    static JsonNode named(JsonNode list, String name) {
        for (JsonNode item : list) {
            if (item.path("name").asText().equals(name)) {
                return item;
            }
        }
        return MissingNode.getInstance();
    }

    private static boolean sameValue(JsonNode wanted, JsonNode live, boolean quantity) {
        if (wanted.isNull() && live.isMissingNode()) {
            return true;
        }
        if (wanted.isNumber() && live.isNumber()) {
            return wanted.decimalValue().compareTo(live.decimalValue()) == 0;
        }
        boolean sameText =
                wanted.isTextual() == live.isTextual() && wanted.asText().equals(live.asText());
        return sameText || (quantity && Quantity.equal(wanted.asText(), live.asText()));
    }
}
