package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.rules.Quantity;
import dev.quorate.simulator.store.Metadata;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Why a pod cannot go to a node, in the words and the order of a scheduler's plugins. */
final class NodeFilter {

    /** @param helpedByPreemption whether it could become possible by ending other pods */
    record Reason(String text, boolean helpedByPreemption) {}

    /** Of a claim that has lost its volume, on whatever node. */
    static final Reason NO_VOLUME =
            new Reason("node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)", false);

    private static final Reason CORDONED = new Reason("node(s) were unschedulable", false);
    private static final Reason TAINTED = new Reason("node(s) had untolerated taint(s)", false);
    private static final Reason AFFINITY = new Reason("node(s) didn't match Pod's node affinity/selector", false);

    private final NodeRequests requests;

    NodeFilter(NodeRequests requests) {
        this.requests = requests;
    }

    /**
     * Empty when the pod fits; all reasons of the first plugin that objects otherwise.
     *
     * @param asked what the pod asks for
     */
    List<Reason> reasons(Pod pod, Map<NodeRequests.Resource, BigDecimal> asked, ObjectNode node) {
        if (node.path("spec").path("unschedulable").asBoolean()) {
            return List.of(CORDONED);
        }
        if (!Taints.tolerated(pod, node, "NoSchedule", "NoExecute") || !new Pod(node).ready()) {
            return List.of(TAINTED);
        }
        if (!selected(pod, node)) {
            return List.of(AFFINITY);
        }
        return shortages(asked, node);
    }

    private static boolean selected(Pod pod, ObjectNode node) {
        JsonNode labels = node.path("metadata").path("labels");
        if (!Selector.ofMap(pod.spec().path("nodeSelector")).matches(labels)) {
            return false;
        }
        JsonNode terms = pod.spec()
                .at("/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms");
        if (terms.isMissingNode()) {
            return true;
        }
        for (JsonNode term : terms) {
            if (term.path("matchFields").isEmpty()
                    ? Selector.of(term).matches(labels)
                    : Selector.of(term).matches(labels) && named(term, Metadata.name(node))) {
                return true;
            }
        }
        return false;
    }

    /** The only field there is for nodes is metadata.name, with the operators In and NotIn. */
    private static boolean named(JsonNode term, String name) {
        for (JsonNode field : term.path("matchFields")) {
            boolean listed = field.path("values")
                    .valueStream()
                    .anyMatch(value -> value.asText().equals(name));
            if (listed != field.path("operator").asText().equals("In")) {
                return false;
            }
        }
        return true;
    }

    private List<Reason> shortages(Map<NodeRequests.Resource, BigDecimal> asked, ObjectNode node) {
        List<Reason> shortages = new ArrayList<>();
        asked.forEach((resource, amount) -> {
            BigDecimal there = Quantity.of(
                    node.path("status").path("allocatable").path(resource.key()).asText());
            BigDecimal left = there.subtract(requests.on(Metadata.name(node), resource));
            if (amount.compareTo(left) > 0) {
                shortages.add(new Reason("Insufficient " + resource.key(), amount.compareTo(there) <= 0));
            }
        });
        return shortages;
    }
}
