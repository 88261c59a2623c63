package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The taints of nodes and what pods tolerate of them. */
final class Taints {

    static final String UNREACHABLE = "node.kubernetes.io/unreachable";
    static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";

    private Taints() {}

    /** Whether the pod tolerates every taint of these effects. */
    static boolean tolerated(Pod pod, ObjectNode node, String... effects) {
        return node.path("spec")
                .path("taints")
                .valueStream()
                .filter(taint -> List.of(effects).contains(taint.path("effect").asText()))
                .allMatch(taint -> toleration(pod, taint).isPresent());
    }

    /** The toleration of a pod that fits the taint. */
    static Optional<JsonNode> toleration(Pod pod, JsonNode taint) {
        return pod.spec()
                .path("tolerations")
                .valueStream()
                .filter(each -> fits(each, taint))
                .findFirst();
    }

    private static boolean fits(JsonNode toleration, JsonNode taint) {
        String effect = toleration.path("effect").asText();
        String key = toleration.path("key").asText();
        boolean any = toleration.path("operator").asText().equals("Exists");
        boolean sameKey = key.isEmpty() ? any : key.equals(taint.path("key").asText());
        return sameKey
                && (effect.isEmpty() || effect.equals(taint.path("effect").asText()))
                && (any
                        || toleration
                                .path("value")
                                .asText()
                                .equals(taint.path("value").asText()));
    }

    static boolean has(ObjectNode node, String key) {
        return of(node, key).findAny().isPresent();
    }

    /** Whether the taint of that key drives the pod off the node. */
    static boolean evicts(ObjectNode node, String key, Pod pod) {
        return of(node, key)
                .filter(taint -> taint.path("effect").asText().equals("NoExecute"))
                .anyMatch(taint -> toleration(pod, taint).isEmpty());
    }

    private static Stream<JsonNode> of(ObjectNode node, String key) {
        return node.path("spec")
                .path("taints")
                .valueStream()
                .filter(taint -> taint.path("key").asText().equals(key));
    }

    static void add(ObjectNode node, String key, String effect, String since) {
        ((ObjectNode) node.path("spec"))
                .withArray("taints")
                .addObject()
                .put("key", key)
                .put("effect", effect)
                .put("timeAdded", since);
    }

    static void remove(ObjectNode node, String key) {
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        for (JsonNode taint : node.path("spec").path("taints")) {
            if (!taint.path("key").asText().equals(key)) {
                kept.add(taint);
            }
        }
        ObjectNode spec = (ObjectNode) node.path("spec");
        if (kept.isEmpty()) {
            spec.remove("taints");
        } else {
            spec.set("taints", kept);
        }
    }
}
