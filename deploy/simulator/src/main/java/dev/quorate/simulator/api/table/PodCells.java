package dev.quorate.simulator.api.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** The state of a pod in few words, as {@code kubectl get pods} tells it. */
final class PodCells {

    private PodCells() {}

    static JsonNode ready(ObjectNode pod, Instant now) {
        int ready = 0;
        for (JsonNode container : pod.path("status").path("containerStatuses")) {
            ready += container.path("ready").asBoolean() ? 1 : 0;
        }
        return Cells.text(ready + "/" + pod.path("spec").path("containers").size());
    }

    static JsonNode status(ObjectNode pod, Instant now) {
        String reason = Cells.at(pod, Cells.at(pod, "Unknown", "status", "phase"), "status", "reason");
        String starting = starting(pod.path("status").path("initContainerStatuses"), pod);
        if (!starting.isEmpty()) {
            reason = starting;
        } else {
            for (JsonNode container : pod.path("status").path("containerStatuses")) {
                reason = containerReason(container.path("state"), reason);
            }
        }
        if (pod.path("metadata").hasNonNull("deletionTimestamp")) {
            return Cells.text(reason.equals("NodeLost") ? "Unknown" : "Terminating");
        }
        return Cells.text(reason);
    }

    static JsonNode restarts(ObjectNode pod, Instant now) {
        long restarts = 0;
        String last = "";
        for (JsonNode container : pod.path("status").path("containerStatuses")) {
            restarts += container.path("restartCount").asLong();
            String finished = Cells.at(container, "", "lastState", "terminated", "finishedAt");
            last = finished.compareTo(last) > 0 ? finished : last;
        }
        boolean dated = restarts > 0 && !last.isEmpty();
        return Cells.text(dated ? restarts + " (" + Cells.since(last, now) + " ago)" : Long.toString(restarts));
    }

    private static String starting(JsonNode containers, ObjectNode pod) {
        int done = 0;
        for (JsonNode container : containers) {
            JsonNode state = container.path("state");
            if (state.path("terminated").has("exitCode")
                    && state.path("terminated").path("exitCode").asInt() == 0) {
                done++;
                continue;
            }
            String waiting = Cells.at(state, "", "waiting", "reason");
            if (!waiting.isEmpty() && !waiting.equals("PodInitializing")) {
                return "Init:" + waiting;
            }
            return "Init:" + done + "/"
                    + pod.path("spec").path("initContainers").size();
        }
        return "";
    }

    private static String containerReason(JsonNode state, String otherwise) {
        String waiting = Cells.at(state, "", "waiting", "reason");
        if (!waiting.isEmpty()) {
            return waiting;
        }
        JsonNode terminated = state.path("terminated");
        if (terminated.isMissingNode()) {
            return otherwise;
        }
        return Cells.at(terminated, "ExitCode:" + terminated.path("exitCode").asInt(), "reason");
    }
}
