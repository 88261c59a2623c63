package dev.quorate.simulator.engine.rabbitmq;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a node keeps on its volume: what it knows of its cluster, and the messages of its replicas. */
final class DataDirectory {

    static final String PATH = "current/data";

    private final String node;
    private Optional<ClusterState> cluster = Optional.empty();
    private final Map<String, List<String>> replicas = new TreeMap<>();

    DataDirectory(String node) {
        this.node = node;
    }

    String node() {
        return node;
    }

    /** Empty until it has founded or joined one. */
    Optional<ClusterState> cluster() {
        return cluster;
    }

    /** Replicas that it is not to have go. */
    void cluster(ClusterState newest) {
        cluster = Optional.of(newest);
        replicas.keySet()
                .removeIf(key ->
                        newest.queue(key).filter(queue -> queue.isOn(node)).isEmpty());
    }

    /** All messages of a queue, the oldest first. */
    List<String> messages(Queue queue) {
        return replicas.getOrDefault(queue.key(), List.of());
    }

    void messages(Queue queue, List<String> all) {
        replicas.put(queue.key(), List.copyOf(all));
    }
}
