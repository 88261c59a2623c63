package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.simulator.autoscale.Amount;
import dev.quorate.simulator.autoscale.TargetPod;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pods as autoscalers look at them. */
final class TargetPods {

    private TargetPods() {}

    static TargetPod of(Pod pod) {
        JsonNode ready = pod.condition("Ready");
        Optional<TargetPod.Readiness> readiness = Optional.of(ready)
                .filter(JsonNode::isObject)
                .map(condition -> new TargetPod.Readiness(
                        !condition.path("status").asText().equals("False"),
                        Instant.parse(condition.path("lastTransitionTime").asText())));
        return new TargetPod(
                pod.name(),
                pod.terminating() || pod.phase().equals("Failed"),
                pod.pending(),
                pod.runningAndReady(),
                readiness,
                Optional.ofNullable(pod.status().get("startTime")).map(time -> Instant.parse(time.asText())),
                containers(pod));
    }

    private static List<TargetPod.Container> containers(Pod pod) {
        return pod.spec()
                .path("containers")
                .valueStream()
                .map(container -> new TargetPod.Container(
                        container.path("name").asText(),
                        requests(container.path("resources").path("requests"))))
                .toList();
    }

    private static Map<String, Long> requests(JsonNode requests) {
        Map<String, Long> milli = new LinkedHashMap<>();
        requests.properties()
                .forEach(each ->
                        milli.put(each.getKey(), Amount.milli(each.getValue().asText())));
        return milli;
    }
}
