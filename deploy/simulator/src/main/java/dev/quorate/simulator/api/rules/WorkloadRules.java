package dev.quorate.simulator.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.select.LabelSelector;
import java.util.ArrayList;
import java.util.List;

/** StatefulSets, Deployments and ReplicaSets: counts, and a selector that finds the template's pods. */
final class WorkloadRules {

    private WorkloadRules() {}

    static List<Violation> check(ObjectNode object) {
        List<Violation> found = new ArrayList<>();
        JsonNode spec = object.path("spec");
        for (String count : List.of("replicas", "minReadySeconds")) {
            NumberRules.notNegative("spec." + count, spec.path(count), found);
        }
        JsonNode selector = spec.path("selector");
        boolean empty = selector.path("matchLabels").isEmpty()
                && selector.path("matchExpressions").isEmpty();
        if (selector.isMissingNode()) {
            found.add(Violation.required("spec.selector", ""));
        } else if (empty) {
            found.add(Violation.invalid("spec.selector", selector, "empty selector is invalid for statefulset"));
        }
        template(spec.path("template"), selector, found);
        return found;
    }

    private static void template(JsonNode template, JsonNode selector, List<Violation> found) {
        JsonNode labels = template.path("metadata").path("labels");
        boolean selected = template instanceof ObjectNode object
                && !selector.isMissingNode()
                && LabelSelector.of(selector).matches(object);
        if (!selected) {
            found.add(Violation.invalid(
                    "spec.template.metadata.labels",
                    labels.isMissingNode() ? NullNode.getInstance() : labels,
                    "`selector` does not match template `labels`"));
        }
        found.addAll(PodRules.check(template.path("spec"), "spec.template.spec"));
    }
}
