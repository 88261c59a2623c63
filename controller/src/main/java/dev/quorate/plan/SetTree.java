package dev.quorate.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Manifest;
import dev.quorate.state.RollLimit;
import java.util.List;

/** The parts of a StatefulSet's tree that apply must not carry. */
final class SetTree {

    private SetTree() {}

    static Manifest withoutScale(Manifest statefulSet) {
        return statefulSet.with(tree -> {
            ObjectNode spec = (ObjectNode) tree.get("spec");
            spec.remove("replicas");
            JsonNode strategy = spec.path("updateStrategy");
            if (strategy instanceof ObjectNode update && update.path("rollingUpdate") instanceof ObjectNode rolling) {
                rolling.remove("partition");
                if (rolling.isEmpty()) {
                    update.remove("rollingUpdate");
                }
            }
        });
    }

    /** Without what only a new set can have otherwise. */
    static Manifest withoutFrozen(Manifest statefulSet) {
        ObjectNode spec = JsonNodeFactory.instance.objectNode().setAll((ObjectNode) statefulSet.at("/spec"));
        spec.remove(List.of("volumeClaimTemplates", "podManagementPolicy"));
        ObjectNode tree = JsonNodeFactory.instance.objectNode().setAll(statefulSet.tree());
        tree.set("spec", spec);
        return new Manifest(tree);
    }

    /** With the partition, where there is one, at rest: at the number of replicas nothing is updated by itself. */
    static Manifest withReplicas(Manifest statefulSet, int replicas) {
        return scaled(statefulSet, replicas, RollLimit.from(replicas));
    }

    static Manifest scaled(Manifest statefulSet, int replicas, RollLimit limit) {
        return statefulSet.with(tree -> {
            ObjectNode spec = (ObjectNode) tree.get("spec");
            spec.put("replicas", replicas);
            if (spec.path("updateStrategy").path("rollingUpdate") instanceof ObjectNode rolling
                    && rolling.has("partition")) {
                rolling.put("partition", limit.partition());
            }
        });
    }
}
