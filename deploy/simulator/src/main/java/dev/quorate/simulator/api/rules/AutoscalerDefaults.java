package dev.quorate.simulator.api.rules;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a HorizontalPodAutoscaler does not say. */
final class AutoscalerDefaults {

    private static final int FEWEST_AT_ONCE = 4;
    private static final int WHOLE = 100;
    private static final int PERIOD = 15;

    private AutoscalerDefaults() {}

    static void apply(ObjectNode autoscaler) {
        ObjectNode spec = Trees.child(autoscaler, "spec");
        Trees.put(spec, "minReplicas", 1);
        if (spec.path("metrics").isEmpty()) {
            ObjectNode cpu =
                    spec.putArray("metrics").addObject().put("type", "Resource").putObject("resource");
            cpu.put("name", "cpu")
                    .putObject("target")
                    .put("type", "Utilization")
                    .put("averageUtilization", 80);
        }
        if (spec.path("behavior") instanceof ObjectNode behavior) {
            behavior(behavior);
        }
        Trees.put(Trees.child(autoscaler, "status"), "desiredReplicas", 0);
        if (!autoscaler.path("status").has("currentMetrics")) {
            Trees.child(autoscaler, "status").putNull("currentMetrics");
        }
    }

    /** Who says anything about one direction gets the defaults of both. */
    private static void behavior(ObjectNode behavior) {
        ObjectNode up = Trees.child(behavior, "scaleUp");
        Trees.put(up, "stabilizationWindowSeconds", 0);
        Trees.put(up, "selectPolicy", "Max");
        if (!up.has("policies")) {
            ArrayNode policies = up.putArray("policies");
            policy(policies, "Pods", FEWEST_AT_ONCE);
            policy(policies, "Percent", WHOLE);
        }
        ObjectNode down = Trees.child(behavior, "scaleDown");
        Trees.put(down, "selectPolicy", "Max");
        if (!down.has("policies")) {
            policy(down.putArray("policies"), "Percent", WHOLE);
        }
    }

    private static void policy(ArrayNode policies, String type, int value) {
        policies.addObject().put("type", type).put("value", value).put("periodSeconds", PERIOD);
    }
}
