package dev.quorate.simulator.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/** Which kinds count their spec changes in metadata.generation, and what counts as one. */
public final class GenerationRules {

    private static final Set<String> WITHOUT = Set.of(
            "apps/controllerrevisions",
            "autoscaling/horizontalpodautoscalers",
            "coordination.k8s.io/leases",
            "events.k8s.io/events",
            "storage.k8s.io/storageclasses");

    private GenerationRules() {}

    public static boolean counts(Kind kind) {
        return kind.group().isEmpty()
                ? kind.plural().equals("pods")
                : !WITHOUT.contains(kind.group() + "/" + kind.plural());
    }

    static boolean changed(Kind kind, ObjectNode before, ObjectNode after) {
        if (kind.statusSubresource() && before.has("spec")) {
            return !SameJson.same(field(before, "spec"), field(after, "spec"));
        }
        return !sameButMetadata(kind, before, after);
    }

    private static boolean sameButMetadata(Kind kind, ObjectNode before, ObjectNode after) {
        return contains(kind, before, after) && contains(kind, after, before);
    }

    private static boolean contains(Kind kind, ObjectNode all, ObjectNode part) {
        for (Map.Entry<String, JsonNode> field : part.properties()) {
            boolean ignored =
                    field.getKey().equals("metadata") || (field.getKey().equals("status") && kind.statusSubresource());
            if (!ignored && !SameJson.same(field(all, field.getKey()), field.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static JsonNode field(ObjectNode object, String name) {
        JsonNode value = object.get(name);
        return value == null ? MissingNode.getInstance() : value;
    }
}
