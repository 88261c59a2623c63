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
import java.util.List;
import java.util.Optional;

/**
 * What happens to the pods of a node that is lost: after a grace time the node counts as unreachable and its pods as not
 * ready, later they are deleted and stay Terminating, until the Node is deleted or tainted out-of-service.
 */
final class NodeController {

    private static final String UNREACHABLE = "node.kubernetes.io/unreachable";
    private static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";
    private static final Store.Writer WRITER = Store.Writer.of(Cluster.CONTROLLER_MANAGER);

    private final Cluster cluster;
    private final PodIndex index;
    private final Disturbances disturbances;
    private final WorkQueue queue;

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

    /** Pods of a node that is gone for good are removed without waiting for anybody. */
    private void sync(Key key) {
        Optional<ObjectNode> node = cluster.store().get(key);
        boolean gone = node.isEmpty();
        boolean outOfService =
                node.filter(found -> tainted(found, OUT_OF_SERVICE)).isPresent();
        List<Pod> pods = gone || outOfService ? index.onNode(key.name()) : List.of();
        for (Pod pod : pods) {
            if (gone || pod.terminating()) {
                cluster.remove(pod.key());
            }
        }
    }

    void lost(String node) {
        Key key = new Key(Kinds.NODE, "", node);
        after(cluster.delays().nodeGrace(), key, "unreachable", () -> {
            writeReady(key, "Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status.");
            cluster.edit(
                    key,
                    WRITER,
                    copy -> ((ObjectNode) copy.path("spec"))
                            .withArray("taints")
                            .addObject()
                            .put("key", UNREACHABLE)
                            .put("effect", "NoExecute"));
            index.onNode(node).forEach(this::markNotReady);
            after(
                    cluster.delays().nodeEviction(),
                    key,
                    "eviction",
                    () -> index.onNode(node).stream()
                            .filter(pod -> !pod.terminating())
                            .forEach(pod -> cluster.delete(pod.key())));
        });
    }

    void back(String node) {
        Key key = new Key(Kinds.NODE, "", node);
        writeReady(key, "True", "KubeletReady", "kubelet is posting ready status");
        cluster.edit(key, WRITER, copy -> {
            ArrayNode kept = JsonNodeFactory.instance.arrayNode();
            for (JsonNode taint : copy.path("spec").path("taints")) {
                if (!taint.path("key").asText().equals(UNREACHABLE)) {
                    kept.add(taint);
                }
            }
            ((ObjectNode) copy.path("spec")).remove("taints");
            if (!kept.isEmpty()) {
                ((ObjectNode) copy.path("spec")).set("taints", kept);
            }
        });
    }

    private void after(Duration delay, Key node, String what, Runnable work) {
        cluster.schedule().after(delay, "node " + node.name() + " " + what, () -> {
            boolean stillLost = disturbances.lostNodes().contains(node.name());
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

    private void writeReady(Key key, String value, String reason, String message) {
        cluster.store().get(key).ifPresent(node -> {
            ObjectNode status = node.path("status").deepCopy();
            ObjectNode condition = JsonNodeFactory.instance.objectNode();
            condition.put("type", "Ready").put("status", value);
            condition.put("lastHeartbeatTime", cluster.timestamp()).put("lastTransitionTime", cluster.timestamp());
            condition.put("reason", reason).put("message", message);
            status.putArray("conditions").add(condition);
            cluster.writeStatus(key, Cluster.CONTROLLER_MANAGER, status);
        });
    }

    private static boolean tainted(ObjectNode node, String taint) {
        for (JsonNode each : node.path("spec").path("taints")) {
            if (each.path("key").asText().equals(taint)) {
                return true;
            }
        }
        return false;
    }

    /** A node as it stands from the start. */
    static ObjectNode node(String name, String address, String zone, String now) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("kind", "Node").put("apiVersion", "v1");
        node.putObject("metadata")
                .put("name", name)
                .putObject("labels")
                .put("kubernetes.io/hostname", name)
                .put("topology.kubernetes.io/region", "simulated")
                .put("topology.kubernetes.io/zone", zone);
        node.putObject("spec");
        ObjectNode status = node.putObject("status");
        status.putArray("addresses").addObject().put("type", "InternalIP").put("address", address);
        ObjectNode ready = status.putArray("conditions").addObject();
        ready.put("type", "Ready").put("status", "True");
        ready.put("lastHeartbeatTime", now).put("lastTransitionTime", now);
        ready.put("reason", "KubeletReady").put("message", "kubelet is posting ready status");
        status.putObject("nodeInfo").put("kubeletVersion", "v1.36.2").put("operatingSystem", "linux");
        return node;
    }
}
