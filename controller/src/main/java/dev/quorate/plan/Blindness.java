package dev.quorate.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Why our autoscaler computes nothing, and what would let it. */
final class Blindness {

    private Blindness() {}

    static Optional<Decision.Held> of(Scaled scaled) {
        return scaled.condition("AbleToScale", "False")
                .or(() -> scaled.condition("ScalingActive", "False"))
                .map(condition -> held(scaled, condition.path("reason")));
    }

    private static Decision.Held held(Scaled scaled, JsonNode said) {
        String reason = said.asText();
        String name = scaled.autoscaler().orElseThrow().ref().toString();
        boolean metrics = reason.startsWith("Failed") && reason.endsWith("Metric");
        return new Decision.Held(
                metrics ? ScalingVerdict.METRICS_MISSING : ScalingVerdict.AUTOSCALER_IDLE,
                name + " computes nothing (" + reason + "): " + cure(reason));
    }

    /** By the reasons that kube-controller-manager gives. */
    private static String cure(String reason) {
        return switch (reason) {
            case "FailedGetResourceMetric", "FailedGetContainerResourceMetric" ->
                "metrics-server must serve metrics.k8s.io, and the pods must run";
            case "FailedGetPodsMetric", "FailedGetObjectMetric" ->
                "an adapter must serve the metric by custom.metrics.k8s.io";
            case "FailedGetExternalMetric" -> "an adapter must serve the metric by external.metrics.k8s.io";
            case "AmbiguousSelector" -> "another autoscaler counts the same pods; one of the two must go";
            case "ScalingDisabled" -> "the request is 0, which switches it off; scale the ScaleTarget to 1 or more";
            default -> "kubectl describe hpa says why";
        };
    }
}
