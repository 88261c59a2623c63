package dev.quorate.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.schema.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code pod} block of a spec, laid over the pod template of an engine as a strategic merge: objects field by field, the
 * lists below item by item by their key, any other list as a whole. {@code affinity} is taken as a whole too, so that who
 * writes one is not bound by the engine's.
 */
public final class PodOverlay {

    private static final Map<String, String> KEYS = Map.of(
            "containers", "name",
            "initContainers", "name",
            "volumes", "name",
            "imagePullSecrets", "name",
            "hostAliases", "ip");

    private static final Set<String> WHOLE = Set.of("affinity");

    private PodOverlay() {}

    public static ObjectNode apply(ObjectNode template, JsonNode overlay) {
        return (ObjectNode) merge("", template, overlay);
    }

    /** An overlay may add containers and volumes, never change the engine's own. */
    public static List<FieldProblem> check(JsonNode overlay, Set<String> containers, Set<String> volumes) {
        List<FieldProblem> problems = new ArrayList<>();
        problems.addAll(taken(overlay, "containers", "container", containers));
        problems.addAll(taken(overlay, "initContainers", "container", containers));
        problems.addAll(taken(overlay, "volumes", "volume", volumes));
        return problems;
    }

    private static List<FieldProblem> taken(JsonNode overlay, String list, String what, Set<String> names) {
        List<FieldProblem> problems = new ArrayList<>();
        JsonNode items = overlay.path("spec").path(list);
        for (int i = 0; i < items.size(); i++) {
            String name = items.get(i).path("name").asText();
            if (names.contains(name)) {
                problems.add(new FieldProblem(
                        "/spec/pod/spec/" + list + "/" + i + "/name",
                        "name-taken",
                        "the engine's own " + what + " is named " + name + ", and the overlay cannot change it",
                        "give the " + what + " another name"));
            }
        }
        return problems;
    }

    private static JsonNode merge(String field, JsonNode base, JsonNode overlay) {
        if (base instanceof ObjectNode under && overlay.isObject() && !WHOLE.contains(field)) {
            return mergeFields(under, overlay);
        }
        String key = KEYS.get(field);
        if (base instanceof ArrayNode under && overlay instanceof ArrayNode over && key != null) {
            return mergeItems(key, under, over);
        }
        return overlay.deepCopy();
    }

    private static ObjectNode mergeFields(ObjectNode base, JsonNode overlay) {
        ObjectNode merged = base.deepCopy();
        for (Map.Entry<String, JsonNode> entry : overlay.properties()) {
            JsonNode under = base.get(entry.getKey());
            if (entry.getValue().isNull()) {
                merged.remove(entry.getKey());
            } else {
                merged.set(
                        entry.getKey(),
                        under == null ? entry.getValue().deepCopy() : merge(entry.getKey(), under, entry.getValue()));
            }
        }
        return merged;
    }

    private static ArrayNode mergeItems(String key, ArrayNode base, ArrayNode overlay) {
        ArrayNode merged = JsonNodeFactory.instance.arrayNode();
        for (JsonNode under : base) {
            Optional<JsonNode> over = item(overlay, key, under.path(key).asText());
            merged.add(over.map(item -> merge("", under, item)).orElse(under));
        }
        for (JsonNode over : overlay) {
            if (item(base, key, over.path(key).asText()).isEmpty()) {
                merged.add(over.deepCopy());
            }
        }
        return merged;
    }

    private static Optional<JsonNode> item(ArrayNode items, String key, String value) {
        for (JsonNode item : items) {
            if (item.path(key).asText().equals(value)) {
                return Optional.of(item);
            }
        }
        return Optional.empty();
    }
}
