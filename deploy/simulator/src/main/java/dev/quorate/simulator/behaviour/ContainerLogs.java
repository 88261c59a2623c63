package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.quorate.simulator.store.Change;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The logs of all containers: simulated programs write when they start, get ready, stop being ready and end. */
final class ContainerLogs {

    /** @param previous of the container before the last restart */
    private record Logs(ContainerLog current, Optional<ContainerLog> previous) {}

    private final Cluster cluster;
    private final Map<Key, Map<String, Logs>> byPod = new HashMap<>();

    ContainerLogs(Cluster cluster) {
        this.cluster = cluster;
    }

    Optional<ContainerLog> log(Key pod, String container, boolean previous) {
        return Optional.ofNullable(byPod.getOrDefault(pod, Map.of()).get(container))
                .flatMap(logs -> previous ? logs.previous() : Optional.of(logs.current()));
    }

    void accept(Change change) {
        if (!change.key().kind().equals(Kinds.POD)) {
            return;
        }
        if (change.type() == Change.Type.DELETED) {
            Optional.ofNullable(byPod.remove(change.key()))
                    .ifPresent(
                            logs -> logs.values().forEach(each -> each.current().end()));
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
        Optional<Logs> known =
                Optional.ofNullable(byPod.getOrDefault(pod, Map.of()).get(name));
        boolean runs = now.path("state").has("running");
        Optional<ContainerLog> running =
                known.filter(logs -> !logs.current().hasEnded()).map(Logs::current);
        if (running.isEmpty() && runs) {
            begin(pod, now, known);
        } else if (running.isPresent() && !runs) {
            running.get().add(cluster.now(), "exited with code " + exitCode(now));
            running.get().end();
        }
        boolean ready = now.path("ready").asBoolean();
        if (runs && ready != before.path("ready").asBoolean()) {
            log(pod, name, false).ifPresent(log -> log.add(cluster.now(), ready ? "ready" : "not ready"));
        }
    }

    private void begin(Key pod, JsonNode status, Optional<Logs> known) {
        String name = status.path("name").asText();
        ContainerLog log = new ContainerLog();
        log.add(cluster.now(), name + " started from " + status.path("image").asText());
        Logs logs = new Logs(log, known.map(Logs::current));
        byPod.computeIfAbsent(pod, any -> new HashMap<>()).put(name, logs);
    }

    private static int exitCode(JsonNode status) {
        JsonNode now = status.path("state").path("terminated");
        JsonNode last = status.path("lastState").path("terminated");
        return (now.isMissingNode() ? last : now).path("exitCode").asInt();
    }
}
