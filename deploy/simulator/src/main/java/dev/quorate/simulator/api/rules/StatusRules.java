package dev.quorate.simulator.api.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import java.util.ArrayList;
import java.util.List;

/** The counters in the status of a StatefulSet. */
final class StatusRules {

    private static final List<String> COUNTED =
            List.of("replicas", "readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas");

    private StatusRules() {}

    static List<Violation> check(Kind kind, ObjectNode before, ObjectNode after) {
        if (!kind.equals(Kinds.STATEFUL_SET)) {
            return List.of();
        }
        List<Violation> found = new ArrayList<>();
        JsonNode status = after.path("status");
        for (String counter : COUNTED) {
            NumberRules.notNegative("status." + counter, status.path(counter), found);
        }
        JsonNode collisions = status.path("collisionCount");
        NumberRules.notNegative("status.observedGeneration", status.path("observedGeneration"), found);
        NumberRules.notNegative("status.collisionCount", collisions, found);
        long replicas = status.path("replicas").asLong();
        for (String counter : List.of("readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas")) {
            long value = status.path(counter).asLong();
            if (value > replicas) {
                found.add(Violation.invalid(
                        "status." + counter, IntNode.valueOf((int) value), "cannot be greater than status.replicas"));
            }
        }
        if (status.path("availableReplicas").asLong()
                > status.path("readyReplicas").asLong()) {
            found.add(Violation.invalid(
                    "status.availableReplicas",
                    status.path("availableReplicas"),
                    "cannot be greater than status.readyReplicas"));
        }
        if (collisions.asLong() < before.path("status").path("collisionCount").asLong()) {
            found.add(Violation.invalid("status.collisionCount", collisions, "cannot be decremented"));
        }
        return found;
    }
}
