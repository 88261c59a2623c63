package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Change;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Metadata;
import dev.quorate.simulator.store.Store;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What happens to the pods of a node that is lost: after a grace time the node counts as unreachable and its pods as not
 * ready, later they are deleted and stay Terminating, until the Node is deleted or tainted out-of-service.
 */
final class NodeController {

    private static final Store.Writer WRITER = Store.Writer.of(Cluster.CONTROLLER_MANAGER);
    private static final Events.Source SOURCE = Events.Source.of("node-controller");
    private static final Events.Source EVICTION = Events.Source.of("taint-eviction-controller");
    private static final long DEFAULT_TOLERATION = 300;

    private final Cluster cluster;
    private final PodIndex index;
    private final Disturbances disturbances;
    private final WorkQueue queue;
    private final Map<String, Integer> losses = new HashMap<>();

    NodeController(Cluster cluster, PodIndex index, Disturbances disturbances) {
        this.cluster = cluster;
        this.index = index;
        this.disturbances = disturbances;
        this.queue = new WorkQueue(cluster, "node", this::sync);
    }

    void accept(Change change) {
        if (change.key().kind().equals(Kinds.NODE)) {
            queue.add(change.key());
        } else if (change.key().kind().equals(Kinds.POD) && Metadata.terminating(change.object())) {
            new Pod(change.object()).node().ifPresent(node -> queue.add(new Key(Kinds.NODE, "", node)));
        }
    }

    private void sync(Key key) {
        cluster.store().get(key).ifPresentOrElse(this::outOfService, () -> removeAll(key.name()));
    }

    /** Nobody is left who could end the pods of a node that does not exist. */
    private void removeAll(String node) {
        for (Pod pod : index.onNode(node)) {
            disrupt(pod, "DeletionByPodGC", "PodGC: node no longer exists");
            cluster.remove(pod.key());
        }
    }

    /** Somebody vouches that the node is off: its pods are deleted, and once it is seen to be not ready they are removed. */
    private void outOfService(ObjectNode node) {
        boolean off = Taints.has(node, Taints.OUT_OF_SERVICE);
        for (Pod pod : off ? index.onNode(Metadata.name(node)) : List.<Pod>of()) {
            if (!pod.terminating() && Taints.evicts(node, Taints.OUT_OF_SERVICE, pod)) {
                evict(pod);
            } else if (pod.terminating() && !new Pod(node).ready()) {
                cluster.remove(pod.key());
            }
        }
    }

    void lost(String node) {
        Key key = new Key(Kinds.NODE, "", node);
        losses.merge(node, 1, Integer::sum);
        after(cluster.delays().nodeGrace(), key, "unreachable", () -> unreachable(key));
    }

    private void unreachable(Key key) {
        writeConditions(key, node -> NodeStatus.unknown(node, cluster.timestamp()));
        cluster.edit(key, WRITER, copy -> {
            Taints.add(copy, Taints.UNREACHABLE, "NoSchedule", cluster.timestamp());
            Taints.add(copy, Taints.UNREACHABLE, "NoExecute", cluster.timestamp());
        });
        cluster.store()
                .get(key)
                .ifPresent(node -> cluster.events()
                        .normal(SOURCE, node, "NodeNotReady", "Node " + key.name() + " status is now: NodeNotReady"));
        for (Pod pod : index.onNode(key.name())) {
            markNotReady(pod);
            toleratedFor(pod)
                    .ifPresent(time -> after(
                            time,
                            key,
                            "eviction of " + pod.path(),
                            () -> index.get(pod.namespace(), pod.name())
                                    .filter(found -> found.uid().equals(pod.uid()) && !found.terminating())
                                    .ifPresent(this::evict)));
        }
    }

    /** How long a pod stays on a node that is unreachable; absent for ever. */
    private Optional<Duration> toleratedFor(Pod pod) {
        ObjectNode taint = JsonNodeFactory.instance.objectNode();
        taint.put("key", Taints.UNREACHABLE).put("effect", "NoExecute");
        Optional<JsonNode> toleration = Taints.toleration(pod, taint);
        if (toleration.isEmpty()) {
            return Optional.of(Duration.ZERO);
        }
        JsonNode seconds = toleration.get().path("tolerationSeconds");
        if (seconds.isMissingNode()) {
            return Optional.empty();
        }
        return Optional.of(
                seconds.asLong() == DEFAULT_TOLERATION
                        ? cluster.delays().nodeEviction()
                        : Duration.ofSeconds(seconds.asLong()));
    }

    private void evict(Pod pod) {
        cluster.events().normal(EVICTION, pod.tree(), "TaintManagerEviction", "Marking for deletion Pod " + pod.path());
        disrupt(pod, "DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint");
        cluster.delete(pod.key());
    }

    private void disrupt(Pod pod, String reason, String message) {
        cluster.writeStatus(pod.key(), Cluster.CONTROLLER_MANAGER, pod.disrupted(reason, message, cluster.timestamp()));
    }

    void back(String node) {
        Key key = new Key(Kinds.NODE, "", node);
        writeConditions(key, any -> NodeStatus.well(cluster.timestamp()));
        cluster.edit(key, WRITER, copy -> Taints.remove(copy, Taints.UNREACHABLE));
    }

    private void after(Duration delay, Key node, String what, Runnable work) {
        int loss = losses.getOrDefault(node.name(), 0);
        cluster.schedule().after(delay, "node " + node.name() + " " + what, () -> {
            boolean stillLost =
                    disturbances.lostNodes().contains(node.name()) && loss == losses.getOrDefault(node.name(), 0);
            if (stillLost && cluster.store().get(node).isPresent()) {
                work.run();
            }
        });
    }

    private void markNotReady(Pod pod) {
        ObjectNode status = pod.status().deepCopy();
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText().equals("Ready") && condition instanceof ObjectNode ready) {
                ready.put("status", "False").put("lastTransitionTime", cluster.timestamp());
            }
        }
        cluster.writeStatus(pod.key(), Cluster.CONTROLLER_MANAGER, status);
    }

    private void writeConditions(Key key, Function<ObjectNode, ArrayNode> conditions) {
        cluster.store().get(key).ifPresent(node -> {
            ObjectNode status = node.path("status").deepCopy();
            status.set("conditions", conditions.apply(node));
            cluster.writeStatus(key, Cluster.CONTROLLER_MANAGER, status);
        });
    }
}
