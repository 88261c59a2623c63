package dev.quorate.simulator.behaviour;

import dev.quorate.simulator.store.Change;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The logs of all containers, as long as their pods are there. */
final class ContainerLogs {

    /** @param previous of the container before the last restart */
    private record Logs(ContainerLog current, Optional<ContainerLog> previous) {}

    private final Map<Key, Map<String, Logs>> byPod = new HashMap<>();

    Optional<ContainerLog> log(Key pod, String container, boolean previous) {
        return Optional.ofNullable(byPod.getOrDefault(pod, Map.of()).get(container))
                .flatMap(logs -> previous ? logs.previous() : Optional.of(logs.current()));
    }

    ContainerLog begin(Key pod, String container) {
        ContainerLog log = new ContainerLog();
        byPod.computeIfAbsent(pod, any -> new HashMap<>())
                .merge(
                        container,
                        new Logs(log, Optional.empty()),
                        (before, now) -> new Logs(log, Optional.of(before.current())));
        return log;
    }

    void accept(Change change) {
        if (change.key().kind().equals(Kinds.POD) && change.type() == Change.Type.DELETED) {
            Optional.ofNullable(byPod.remove(change.key()))
                    .ifPresent(
                            logs -> logs.values().forEach(each -> each.current().end()));
        }
    }
}
