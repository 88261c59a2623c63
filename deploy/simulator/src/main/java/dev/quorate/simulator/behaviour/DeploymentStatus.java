package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Metadata;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The counters and conditions of a Deployment. */
final class DeploymentStatus {

    static final String PROGRESSING = "Progressing";
    static final String TIMED_OUT = "ProgressDeadlineExceeded";
    static final String PAUSED = "DeploymentPaused";

    private static final String DONE = "NewReplicaSetAvailable";

    private final Deployment deployment;
    private final Instant now;

    DeploymentStatus(Deployment deployment, Instant now) {
        this.deployment = deployment;
        this.now = now;
    }

    /** Counts what the sets report; the conditions stay but for Available. */
    ObjectNode counted(List<ReplicaSet> all, Optional<ReplicaSet> newest) {
        int available = ReplicaSet.sum(all, "availableReplicas");
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("observedGeneration", deployment.generation());
        put(status, "replicas", ReplicaSet.sum(all, "replicas"));
        put(
                status,
                "updatedReplicas",
                newest.map(set -> set.counted("replicas")).orElse(0));
        put(status, "readyReplicas", ReplicaSet.sum(all, "readyReplicas"));
        put(status, "availableReplicas", available);
        put(status, "unavailableReplicas", Math.max(0, ReplicaSet.wanted(all) - available));
        status.put("terminatingReplicas", ReplicaSet.sum(all, "terminatingReplicas"));
        ArrayNode conditions = status.putArray("conditions");
        conditions.addAll(deployment.status().path("conditions").valueStream().toList());
        boolean enough = available >= deployment.replicas() - deployment.maxUnavailable();
        set(
                status,
                enough
                        ? condition(
                                "Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.")
                        : condition(
                                "Available",
                                "False",
                                "MinimumReplicasUnavailable",
                                "Deployment does not have minimum availability."));
        return status;
    }

    private static void put(ObjectNode status, String counter, int count) {
        if (count != 0) {
            status.put(counter, count);
        }
    }

    /** Says how the rollout gets on, measured by the status before. */
    ObjectNode judged(ObjectNode status, Optional<ReplicaSet> newest) {
        JsonNode before = condition(deployment.status(), PROGRESSING);
        if (deployment.progressDeadline().isEmpty()) {
            remove(status, PROGRESSING);
            return status;
        }
        boolean stillDone = status.path("replicas").asInt()
                        == status.path("updatedReplicas").asInt()
                && before.path("reason").asText().equals(DONE);
        String which = newest.map(set -> "ReplicaSet \"" + set.name() + "\"")
                .orElse("Deployment \"" + deployment.name() + "\"");
        if (stillDone) {
            return status;
        }
        if (complete(status)) {
            set(status, condition(PROGRESSING, "True", DONE, which + " has successfully progressed."));
        } else if (moved(status)) {
            progressing(status, which, before);
        } else if (timedOut()) {
            set(status, condition(PROGRESSING, "False", TIMED_OUT, which + " has timed out progressing."));
        }
        return status;
    }

    private void progressing(ObjectNode status, String which, JsonNode before) {
        ObjectNode condition = condition(PROGRESSING, "True", "ReplicaSetUpdated", which + " is progressing.");
        if (before.path("status").asText().equals("True")) {
            condition.set("lastTransitionTime", before.path("lastTransitionTime"));
        }
        remove(status, PROGRESSING);
        set(status, condition);
    }

    boolean complete(JsonNode status) {
        int wanted = deployment.replicas();
        return status.path("updatedReplicas").asInt() == wanted
                && status.path("replicas").asInt() == wanted
                && status.path("availableReplicas").asInt() == wanted
                && status.path("observedGeneration").asLong() >= deployment.generation();
    }

    private boolean moved(JsonNode status) {
        JsonNode before = deployment.status();
        return status.path("updatedReplicas").asInt()
                        > before.path("updatedReplicas").asInt()
                || old(status) < old(before)
                || status.path("readyReplicas").asInt()
                        > before.path("readyReplicas").asInt()
                || status.path("availableReplicas").asInt()
                        > before.path("availableReplicas").asInt();
    }

    private static int old(JsonNode status) {
        return status.path("replicas").asInt() - status.path("updatedReplicas").asInt();
    }

    private boolean timedOut() {
        JsonNode condition = condition(deployment.status(), PROGRESSING);
        String reason = condition.path("reason").asText();
        if (reason.isEmpty() || reason.equals(DONE)) {
            return false;
        }
        return reason.equals(TIMED_OUT) || deadline(condition).isBefore(now);
    }

    private Instant deadline(JsonNode condition) {
        return Instant.parse(condition.path("lastUpdateTime").asText())
                .plus(deployment.progressDeadline().orElse(Duration.ZERO));
    }

    /** When to look again at a rollout that may get stuck without any further change. */
    Optional<Duration> untilDeadline(JsonNode status) {
        JsonNode condition = condition(deployment.status(), PROGRESSING);
        boolean over = condition.isMissingNode()
                || complete(status)
                || condition.path("reason").asText().equals(TIMED_OUT);
        return over || deployment.progressDeadline().isEmpty()
                ? Optional.empty()
                : Optional.of(Duration.between(now, deadline(condition)).plusSeconds(1));
    }

    ObjectNode condition(String type, String status, String reason, String message) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("status", status)
                .put("lastUpdateTime", Metadata.timestamp(now))
                .put("lastTransitionTime", Metadata.timestamp(now))
                .put("reason", reason)
                .put("message", message);
    }

    static JsonNode condition(JsonNode status, String type) {
        return status.path("conditions")
                .valueStream()
                .filter(each -> each.path("type").asText().equals(type))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    /** A condition of the same status and reason stays; another one goes to the end of the list. */
    static void set(ObjectNode status, ObjectNode condition) {
        String type = condition.path("type").asText();
        JsonNode before = condition(status, type);
        boolean sameStatus = before.path("status").equals(condition.path("status"));
        if (sameStatus && before.path("reason").equals(condition.path("reason"))) {
            return;
        }
        if (sameStatus) {
            condition.set("lastTransitionTime", before.path("lastTransitionTime"));
        }
        remove(status, type);
        status.withArray("conditions").add(condition);
    }

    private static void remove(ObjectNode status, String type) {
        List<JsonNode> kept = status.path("conditions")
                .valueStream()
                .filter(each -> !each.path("type").asText().equals(type))
                .toList();
        status.putArray("conditions").addAll(kept);
    }
}
