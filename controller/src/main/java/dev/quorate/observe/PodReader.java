package dev.quorate.observe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.state.Labels;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.ObservedPod.Turned;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A pod's manifest in the planner's words. Trouble is told by the kubelet's and the scheduler's own reasons and without
 * their changing details, so that an unchanged trouble is an unchanged report.
 */
final class PodReader {

    private static final Set<String> STARTING = Set.of("ContainerCreating", "PodInitializing");
    private static final String OUT_OF_MEMORY = "OOMKilled";
    private static final int BLANK_VOLUME = 3;
    private static final int LISTED_AND_BLANK = 103;
    private static final int NOT_ADMITTED = 4;

    private PodReader() {}

    static ObservedPod read(Manifest pod, int ordinal) {
        return new ObservedPod(
                pod.name(),
                ordinal,
                pod.uid(),
                pod.resourceVersion(),
                createdAt(pod),
                condition(pod, "Ready")
                        .flatMap(ready -> text(ready.path("lastTransitionTime")))
                        .map(Instant::parse)
                        .orElseGet(() -> createdAt(pod)),
                running(pod),
                conditionIs(pod, "Ready", "True"),
                pod.terminating(),
                pod.label("controller-revision-hash").orElse(""),
                text(pod.at("/status/podIP")),
                text(pod.at("/spec/nodeName")),
                pod.label(Labels.ROLE),
                trouble(pod),
                admission(pod));
    }

    private static Instant createdAt(Manifest pod) {
        return text(pod.at("/metadata/creationTimestamp")).map(Instant::parse).orElse(Instant.EPOCH);
    }

    private static boolean running(Manifest pod) {
        JsonNode containers = pod.at("/status/containerStatuses");
        if (!pod.at("/status/phase").asText().equals("Running") || containers.isEmpty()) {
            return false;
        }
        for (JsonNode container : containers) {
            if (!container.path("state").has("running")) {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> trouble(Manifest pod) {
        return unscheduled(pod)
                .or(() -> firstTrouble(pod.at("/status/initContainerStatuses"), true))
                .or(() -> firstTrouble(pod.at("/status/containerStatuses"), false))
                .or(() -> failed(pod));
    }

    private static Optional<String> unscheduled(Manifest pod) {
        return condition(pod, "PodScheduled")
                .filter(condition -> condition.path("status").asText().equals("False"))
                .flatMap(condition -> text(condition.path("reason")));
    }

    private static Optional<String> firstTrouble(JsonNode containers, boolean init) {
        for (JsonNode container : containers) {
            Optional<String> trouble = containerTrouble(container, init);
            if (trouble.isPresent()) {
                return trouble;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> containerTrouble(JsonNode container, boolean init) {
        JsonNode terminated = container.at("/state/terminated");
        if (terminated.isObject()) {
            return init && terminated.path("exitCode").asInt() == 0 ? Optional.empty() : ended(terminated);
        }
        if (container.at("/state/waiting").isObject()) {
            return waiting(container);
        }
        return Optional.empty();
    }

    private static Optional<String> ended(JsonNode terminated) {
        String reason = terminated.path("reason").asText("Error");
        return Optional.of(reason.equals("Error") ? "Error (exit code " + terminated.path("exitCode") + ")" : reason);
    }

    /** A container killed for its memory waits in a back-off loop, and the kill is what a person must know. */
    private static Optional<String> waiting(JsonNode container) {
        if (container.at("/lastState/terminated/reason").asText().equals(OUT_OF_MEMORY)) {
            return Optional.of(OUT_OF_MEMORY);
        }
        return text(container.at("/state/waiting/reason")).filter(reason -> !STARTING.contains(reason));
    }

    private static Optional<String> failed(Manifest pod) {
        if (!pod.at("/status/phase").asText().equals("Failed")) {
            return Optional.empty();
        }
        return text(pod.at("/status/reason")).or(() -> Optional.of("Failed"));
    }

    private static Turned admission(Manifest pod) {
        for (JsonNode container : pod.at("/status/initContainerStatuses")) {
            JsonNode now = container.at("/state/terminated");
            JsonNode ended = now.isObject() ? now : container.at("/lastState/terminated");
            int exitCode = ended.path("exitCode").asInt();
            if (exitCode == BLANK_VOLUME) {
                return Turned.AWAY_BLANK_VOLUME;
            }
            if (exitCode == NOT_ADMITTED) {
                return Turned.AWAY_NOT_ADMITTED;
            }
        }
        return listedAndBlank(pod) ? Turned.AWAY_BLANK_VOLUME : Turned.NOT_AWAY;
    }

    /** Only the member itself can find that the others know it, and that its volume does not. */
    private static boolean listedAndBlank(Manifest pod) {
        for (JsonNode container : pod.at("/status/containerStatuses")) {
            boolean now = container.at("/state/terminated/exitCode").asInt() == LISTED_AND_BLANK;
            if (now || container.at("/lastState/terminated/exitCode").asInt() == LISTED_AND_BLANK) {
                return true;
            }
        }
        return false;
    }

    private static boolean conditionIs(Manifest pod, String type, String status) {
        return condition(pod, type)
                .filter(condition -> condition.path("status").asText().equals(status))
                .isPresent();
    }

    private static Optional<JsonNode> condition(Manifest pod, String type) {
        for (JsonNode condition : pod.at("/status/conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return Optional.of(condition);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> text(JsonNode node) {
        return node.asText().isEmpty() ? Optional.empty() : Optional.of(node.asText());
    }
}
