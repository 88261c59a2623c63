package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.quorate.simulator.store.Change;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import java.util.Optional;

/** What simulated containers write: that they start, get ready, stop being ready and end. */
final class SimulatedLogs {

    private final Cluster cluster;
    private final ContainerLogs logs;

    SimulatedLogs(Cluster cluster, ContainerLogs logs) {
        this.cluster = cluster;
        this.logs = logs;
    }

    void accept(Change change) {
        if (!change.key().kind().equals(Kinds.POD) || change.type() == Change.Type.DELETED) {
            return;
        }
        JsonNode statuses = change.object().path("status").path("containerStatuses");
        JsonNode before = change.before()
                .map(pod -> pod.path("status").path("containerStatuses"))
                .orElse(MissingNode.getInstance());
        for (int i = 0; i < statuses.size(); i++) {
            follow(change.key(), statuses.path(i), before.path(i));
        }
    }

    private void follow(Key pod, JsonNode now, JsonNode before) {
        String name = now.path("name").asText();
        boolean runs = now.path("state").has("running");
        Optional<ContainerLog> running = logs.log(pod, name, false).filter(log -> !log.hasEnded());
        if (running.isEmpty() && runs) {
            String image = now.path("image").asText();
            logs.begin(pod, name).add(cluster.now(), name + " started from " + image);
        } else if (running.isPresent() && !runs) {
            running.get().add(cluster.now(), "exited with code " + exitCode(now));
            running.get().end();
        }
        boolean ready = now.path("ready").asBoolean();
        if (runs && ready != before.path("ready").asBoolean()) {
            logs.log(pod, name, false).ifPresent(log -> log.add(cluster.now(), ready ? "ready" : "not ready"));
        }
    }

    private static int exitCode(JsonNode status) {
        JsonNode now = status.path("state").path("terminated");
        JsonNode last = status.path("lastState").path("terminated");
        return (now.isMissingNode() ? last : now).path("exitCode").asInt();
    }
}
