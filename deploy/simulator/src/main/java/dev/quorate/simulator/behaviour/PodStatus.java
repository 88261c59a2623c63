package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Metadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes the status of a pod as its kubelet does. */
record PodStatus(
        String phase,
        boolean sandbox,
        boolean initialised,
        boolean ready,
        ContainerState state,
        Optional<ContainerState> lastState,
        Optional<ContainerState> initFailure,
        int restarts,
        Optional<String> address,
        String hostAddress,
        Instant startTime) {

    private static final Set<String> OWN =
            Set.of("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled");

    ObjectNode json(Pod pod, Instant now) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        long generation = pod.tree().path("metadata").path("generation").asLong();
        status.put("observedGeneration", generation).put("phase", phase);
        status.set("conditions", new Conditions(pod, generation, Metadata.timestamp(now)).list());
        status.put("hostIP", hostAddress);
        status.putArray("hostIPs").addObject().put("ip", hostAddress);
        address.ifPresent(ip -> {
            status.put("podIP", ip);
            status.putArray("podIPs").addObject().put("ip", ip);
        });
        status.put("startTime", Metadata.timestamp(startTime));
        ArrayNode initContainers = containers(pod, "initContainers", initState(), initialised && !ended());
        if (!initContainers.isEmpty()) {
            status.set("initContainerStatuses", initContainers);
        }
        status.set("containerStatuses", containers(pod, "containers", state, ready));
        status.put("qosClass", pod.status().path("qosClass").asText("BestEffort"));
        return status;
    }

    private boolean ended() {
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    private ContainerState initState() {
        if (initialised) {
            return new ContainerState.Terminated(0, ContainerState.reason(0), startTime, startTime);
        }
        if (initFailure.isPresent()) {
            return new ContainerState.Waiting("CrashLoopBackOff", "back-off restarting failed init container");
        }
        return sandbox ? new ContainerState.Running(startTime) : new ContainerState.Waiting("PodInitializing", "");
    }

    private ArrayNode containers(Pod pod, String field, ContainerState containerState, boolean containerReady) {
        ArrayNode statuses = JsonNodeFactory.instance.arrayNode();
        boolean main = field.equals("containers");
        for (JsonNode container : pod.spec().path(field)) {
            ObjectNode status = statuses.addObject();
            status.put("name", container.path("name").asText());
            status.set("state", containerState.json());
            status.set(
                    "lastState",
                    (main ? lastState : initFailure)
                            .map(ContainerState::json)
                            .orElseGet(JsonNodeFactory.instance::objectNode));
            status.put("ready", containerReady).put("restartCount", main ? restarts : 0);
            status.put("image", container.path("image").asText()).put("imageID", "");
            status.put("started", containerState instanceof ContainerState.Running);
        }
        return statuses;
    }

    /** The five conditions of a kubelet; those of others stay, in front. */
    private final class Conditions {

        private final Pod pod;
        private final long generation;
        private final String now;
        private final ArrayNode list = JsonNodeFactory.instance.arrayNode();

        Conditions(Pod pod, long generation, String now) {
            this.pod = pod;
            this.generation = generation;
            this.now = now;
        }

        ArrayNode list() {
            for (JsonNode condition : pod.status().path("conditions")) {
                if (!OWN.contains(condition.path("type").asText())) {
                    list.add(condition);
                }
            }
            boolean completed = phase.equals("Succeeded");
            add("PodReadyToStartContainers", sandbox && !ended(), "", "");
            add("Initialized", initialised, initReason(completed), "");
            String notReady = completed ? "PodCompleted" : "ContainersNotReady";
            String message = completed ? "" : "containers with unready status: " + names();
            add("Ready", ready, ready ? "" : notReady, ready ? "" : message);
            add("ContainersReady", ready, ready ? "" : notReady, ready ? "" : message);
            add("PodScheduled", true, "", "");
            return list;
        }

        private String initReason(boolean completed) {
            if (completed) {
                return "PodCompleted";
            }
            return initialised ? "" : "ContainersNotInitialized";
        }

        private String names() {
            List<String> names = new ArrayList<>();
            pod.spec()
                    .path("containers")
                    .forEach(each -> names.add(each.path("name").asText()));
            return "[" + String.join(" ", names) + "]";
        }

        private void add(String type, boolean holds, String reason, String message) {
            String value = holds ? "True" : "False";
            JsonNode before = pod.condition(type);
            String since = before.path("status").asText().equals(value)
                    ? before.path("lastTransitionTime").asText()
                    : now;
            ObjectNode condition = list.addObject().put("type", type).put("observedGeneration", generation);
            condition.put("status", value).putNull("lastProbeTime");
            condition.put("lastTransitionTime", since);
            if (!reason.isEmpty()) {
                condition.put("reason", reason);
            }
            if (!message.isEmpty()) {
                condition.put("message", message);
            }
        }
    }
}
