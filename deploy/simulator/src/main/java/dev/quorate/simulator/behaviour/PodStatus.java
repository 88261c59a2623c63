package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Metadata;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the status of a pod as its kubelet does.
 *
 * @param sandbox whether its network stands
 */
public record PodStatus(
        String phase,
        boolean sandbox,
        boolean initialised,
        boolean ready,
        List<ContainerStatus> initContainers,
        List<ContainerStatus> containers,
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
        if (!initContainers.isEmpty()) {
            status.set("initContainerStatuses", json(initContainers));
        }
        status.set("containerStatuses", json(containers));
        status.put("qosClass", pod.status().path("qosClass").asText("BestEffort"));
        return status;
    }

    private boolean ended() {
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    private static ArrayNode json(List<ContainerStatus> statuses) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        statuses.forEach(each -> array.add(each.json()));
        return array;
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
            List<String> names = containers.stream()
                    .filter(each -> !each.ready())
                    .map(ContainerStatus::name)
                    .toList();
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
