package dev.quorate.simulator.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.util.ArrayList;
import java.util.List;

/** Numbers with bounds: leases and autoscalers. */
final class NumberRules {

    private NumberRules() {}

    static List<Violation> lease(JsonNode spec) {
        List<Violation> found = new ArrayList<>();
        JsonNode duration = spec.path("leaseDurationSeconds");
        if (duration.isNumber() && duration.asLong() <= 0) {
            found.add(Violation.invalid("spec.leaseDurationSeconds", duration, "must be greater than 0"));
        }
        notNegative("spec.leaseTransitions", spec.path("leaseTransitions"), found);
        return found;
    }

    static List<Violation> autoscaler(JsonNode spec) {
        List<Violation> found = new ArrayList<>();
        JsonNode max = spec.path("maxReplicas");
        JsonNode min = spec.path("minReplicas");
        if (min.isNumber() && min.asLong() < 1) {
            found.add(Violation.invalid("spec.minReplicas", min, "must be greater than or equal to 1"));
            if (min.asLong() == 0 && !metricsFromOutside(spec)) {
                found.add(Violation.forbidden(
                        "spec.metrics",
                        "must specify at least one Object or External metric to support scaling to zero replicas"));
            }
        }
        if (max.asLong() < 1) {
            found.add(Violation.required("spec.maxReplicas", "must be set and greater than 0"));
        }
        if (min.asLong() > max.asLong()) {
            found.add(Violation.invalid(
                    "spec.maxReplicas",
                    max.isMissingNode() ? zero() : max,
                    "must be greater than or equal to `minReplicas`"));
        }
        return found;
    }

    private static boolean metricsFromOutside(JsonNode spec) {
        for (JsonNode metric : spec.path("metrics")) {
            if (metric.has("object") || metric.has("external")) {
                return true;
            }
        }
        return false;
    }

    static void notNegative(String field, JsonNode value, List<Violation> found) {
        if (value.isNumber() && value.asLong() < 0) {
            found.add(Violation.invalid(field, value, "must be greater than or equal to 0"));
        }
    }

    private static JsonNode zero() {
        return IntNode.valueOf(0);
    }
}
