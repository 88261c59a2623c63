package dev.quorate.simulator.engine.rabbitmq;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What all members of a cluster know alike; each keeps a copy of it on its volume.
 *
 * @param revision how many changes it has seen
 * @param members the names of their nodes
 * @param parameters the global ones, by name, with their values as JSON
 * @param queues by vhost and name
 * @param flags the feature flags that are on
 */
record ClusterState(
        String id,
        long revision,
        Set<String> members,
        Map<String, String> parameters,
        Map<String, Queue> queues,
        Set<String> flags) {

    ClusterState {
        members = Collections.unmodifiableSet(new TreeSet<>(members));
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
        queues = Collections.unmodifiableMap(new TreeMap<>(queues));
        flags = Collections.unmodifiableSet(new TreeSet<>(flags));
    }

    static ClusterState founded(String id, String node, Set<String> flags) {
        return new ClusterState(id, 1, Set.of(node), Map.of("internal_cluster_id", "\"" + id + "\""), Map.of(), flags);
    }

    int majority() {
        return members.size() / 2 + 1;
    }

    Optional<Queue> queue(String key) {
        return Optional.ofNullable(queues.get(key));
    }

    ClusterState with(String node) {
        Set<String> more = new TreeSet<>(members);
        more.add(node);
        return new ClusterState(id, revision + 1, more, parameters, queues, flags);
    }

    /** With the member go its replicas, and the queues that nobody else has. */
    ClusterState without(String node) {
        Set<String> others = new TreeSet<>(members);
        others.remove(node);
        Map<String, Queue> left = new TreeMap<>();
        queues.values().stream()
                .map(queue -> queue.without(node))
                .filter(queue -> !queue.members().isEmpty())
                .forEach(queue -> left.put(queue.key(), queue));
        return new ClusterState(id, revision + 1, others, parameters, left, flags);
    }

    ClusterState with(Queue queue) {
        Map<String, Queue> more = new TreeMap<>(queues);
        more.put(queue.key(), queue);
        return new ClusterState(id, revision + 1, members, parameters, more, flags);
    }

    ClusterState withoutQueue(String key) {
        Map<String, Queue> others = new TreeMap<>(queues);
        others.remove(key);
        return new ClusterState(id, revision + 1, members, parameters, others, flags);
    }

    ClusterState withParameter(String name, String value) {
        Map<String, String> more = new TreeMap<>(parameters);
        more.put(name, value);
        return new ClusterState(id, revision + 1, members, more, queues, flags);
    }

    ClusterState withoutParameter(String name) {
        Map<String, String> others = new TreeMap<>(parameters);
        others.remove(name);
        return new ClusterState(id, revision + 1, members, others, queues, flags);
    }

    ClusterState withFlags(Set<String> on) {
        return new ClusterState(id, revision + 1, members, parameters, queues, on);
    }
}
