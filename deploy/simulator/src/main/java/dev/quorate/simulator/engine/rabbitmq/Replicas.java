package dev.quorate.simulator.engine.rabbitmq;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The messages of queues, where they are and who has acknowledged them. The replica with most messages leads while most replicas
 * answer, and a message counts when most of them have it; so has each change of who they are.
 */
final class Replicas {

    private final RabbitNetwork network;
    private final Map<String, Map<String, List<String>>> acknowledged = new TreeMap<>();
    private final Set<String> catchingUp = new HashSet<>();

    Replicas(RabbitNetwork network) {
        this.network = network;
    }

    /** The members of a queue that answer, as one that serves sees it. */
    List<Broker> online(Broker seenBy, Queue queue) {
        return network.together(seenBy).stream()
                .filter(broker -> queue.isOn(broker.node()))
                .filter(broker -> !queue.replicated() || !broker.draining())
                .toList();
    }

    Optional<Broker> leader(Broker seenBy, Queue queue) {
        List<Broker> online = online(seenBy, queue);
        return online.size() < queue.majority()
                ? Optional.empty()
                : online.stream()
                        .max(Comparator.comparingInt((Broker broker) ->
                                        broker.data().messages(queue).size())
                                .thenComparing(
                                        Comparator.comparing(Broker::node).reversed()));
    }

    /** Those that have all that the leader has. */
    private List<Broker> inStep(Broker leader, Queue queue) {
        List<String> all = leader.data().messages(queue);
        return online(leader, queue).stream()
                .filter(broker -> broker.data().messages(queue).equals(all))
                .toList();
    }

    /** @return whether it was acknowledged */
    boolean publish(Broker via, Queue queue, String message) {
        boolean alarmed = network.together(via).stream().anyMatch(Broker::alarmed);
        Optional<Broker> leader = leader(via, queue).filter(found -> !alarmed);
        List<Broker> taking = leader.map(found -> inStep(found, queue)).orElse(List.of());
        if (leader.isEmpty() || taking.size() < queue.majority()) {
            return false;
        }
        List<String> all = new ArrayList<>(leader.get().data().messages(queue));
        all.add(message);
        taking.forEach(broker -> broker.data().messages(queue, all));
        acknowledged
                .computeIfAbsent(via.cluster().orElseThrow().id(), any -> new TreeMap<>())
                .computeIfAbsent(queue.key(), any -> new ArrayList<>())
                .add(message);
        return true;
    }

    /** Acknowledged messages of replicated queues that are with no leader any more. */
    List<String> lost(Broker seenBy) {
        ClusterState known = seenBy.cluster().orElseThrow();
        List<String> lost = new ArrayList<>();
        acknowledged
                .getOrDefault(known.id(), Map.of())
                .forEach((key, messages) -> known.queue(key)
                        .filter(Queue::replicated)
                        .flatMap(queue -> leader(seenBy, queue)
                                .map(leader -> leader.data().messages(queue)))
                        .ifPresent(there -> lost.addAll(messages.stream()
                                .filter(message -> !there.contains(message))
                                .toList())));
        return lost;
    }

    /** A queue that somebody deletes takes its messages along. */
    void deleted(ClusterState cluster, String key) {
        acknowledged.getOrDefault(cluster.id(), new TreeMap<>()).remove(key);
    }

    // ---- who has one

    /** @return why not; empty when the node has a replica now */
    Optional<String> add(Broker via, Queue queue, String node) {
        Optional<Broker> leader = leader(via, queue);
        Optional<Broker> target = network.together(via).stream()
                .filter(broker -> broker.node().equals(node))
                .findFirst();
        if (target.isEmpty()) {
            return Optional.of("node_not_running");
        }
        Queue changed = queue.with(node);
        if (leader.isEmpty() || inStep(leader.get(), queue).size() + 1 < changed.majority()) {
            return Optional.of("cluster_change_not_permitted");
        }
        List<String> all = leader.get().data().messages(queue);
        network.change(via, known -> known.with(changed));
        target.get().data().messages(changed, all);
        return Optional.empty();
    }

    /** @return why not; empty when the node has no replica now */
    Optional<String> remove(Broker via, Queue queue, String node) {
        if (queue.members().size() == 1) {
            return Optional.of("last_node");
        }
        Queue changed = queue.without(node);
        Optional<Broker> leader = leader(via, queue);
        long left = leader.stream()
                .flatMap(found -> inStep(found, queue).stream())
                .filter(broker -> changed.isOn(broker.node()))
                .count();
        if (left < changed.majority()) {
            return Optional.of("cluster_change_not_permitted");
        }
        network.change(via, known -> known.with(changed));
        return Optional.empty();
    }

    // ---- who comes back

    void catchUp(Collection<Broker> brokers) {
        brokers.stream()
                .filter(broker -> behind(broker) && catchingUp.add(broker.node()))
                .forEach(broker -> network.schedule()
                        .after(network.delays().catchUp(), "RabbitMQ catch-up of " + broker.podPath(), () -> {
                            catchingUp.remove(broker.node());
                            if (network.runs(broker)) {
                                copy(broker);
                            }
                        }));
    }

    private boolean behind(Broker broker) {
        return queues(broker).stream()
                .anyMatch(queue -> leader(broker, queue)
                        .filter(leader -> !leader.data()
                                .messages(queue)
                                .equals(broker.data().messages(queue)))
                        .isPresent());
    }

    private void copy(Broker broker) {
        queues(broker)
                .forEach(queue -> leader(broker, queue)
                        .ifPresent(leader ->
                                broker.data().messages(queue, leader.data().messages(queue))));
    }

    /** The replicated ones that it has a replica of which answers. */
    private List<Queue> queues(Broker broker) {
        return broker.serving() && !broker.draining()
                ? broker.cluster().stream()
                        .flatMap(known -> known.queues().values().stream())
                        .filter(queue -> queue.replicated() && queue.isOn(broker.node()))
                        .toList()
                : List.of();
    }
}
