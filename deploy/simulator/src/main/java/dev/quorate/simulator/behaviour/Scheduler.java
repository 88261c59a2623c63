package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Change;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Metadata;
import dev.quorate.simulator.store.Store;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives each pod the node with the fewest pods of its controller, then the fewest at all, among those that it fits, after its
 * claims are bound. A pod that fits nowhere is told why, and looked at again when nodes, pods or classes change.
 */
final class Scheduler {

    private static final Events.Source SOURCE = Events.Source.of("default-scheduler");
    private static final List<String> TOPOLOGY =
            List.of("topology.kubernetes.io/region", "topology.kubernetes.io/zone");

    private final Cluster cluster;
    private final PodIndex index;
    private final ClaimUsers users;
    private final NodeFilter filter;
    private final WorkQueue queue;
    private final Set<Key> unschedulable = new LinkedHashSet<>();

    Scheduler(Cluster cluster, PodIndex index, ClaimUsers users, NodeRequests requests) {
        this.cluster = cluster;
        this.index = index;
        this.users = users;
        this.filter = new NodeFilter(requests);
        this.queue = new WorkQueue(cluster, "scheduler", this::sync);
    }

    void accept(Change change) {
        Kind kind = change.key().kind();
        if (kind.equals(Kinds.POD)) {
            podChanged(change);
        } else if (kind.equals(Kinds.CLAIM)) {
            users.of(change.key()).forEach(queue::add);
        } else if (kind.equals(Kinds.NODE) || kind.equals(Kinds.STORAGE_CLASS)) {
            retryAll();
        }
    }

    private void podChanged(Change change) {
        if (change.type() == Change.Type.DELETED) {
            unschedulable.remove(change.key());
            new Pod(change.object()).node().ifPresent(any -> retryAll());
        } else if (change.type() == Change.Type.ADDED && waiting(new Pod(change.object()))) {
            queue.add(change.key());
        }
    }

    private void retryAll() {
        unschedulable.forEach(queue::add);
        unschedulable.clear();
    }

    private static boolean waiting(Pod pod) {
        return pod.node().isEmpty() && !pod.terminating();
    }

    private void sync(Key key) {
        Optional<Pod> found = index.get(key.namespace(), key.name()).filter(Scheduler::waiting);
        if (found.isEmpty()) {
            return;
        }
        Pod pod = found.get();
        Unschedulable reasons = new Unschedulable();
        Optional<String> claim = unusableClaim(pod);
        Optional<ObjectNode> node = choose(pod, reasons);
        if (claim.isPresent() || node.isEmpty()) {
            unschedulable.add(key);
            reject(pod, claim.map(reasons::ofWholeCluster).orElseGet(reasons::message));
        } else if (claimsBound(pod, node.get())) {
            bind(pod, node.get());
        }
    }

    /** What is wrong with a claim that makes it useless to look for a node. */
    private Optional<String> unusableClaim(Pod pod) {
        for (Key key : ClaimUsers.claims(pod.tree())) {
            Optional<ObjectNode> claim = cluster.store().get(key);
            if (claim.isEmpty()) {
                return Optional.of("persistentvolumeclaim \"" + key.name() + "\" not found");
            }
            if (Metadata.terminating(claim.get())) {
                return Optional.of("persistentvolumeclaim \"" + key.name() + "\" is being deleted");
            }
            if (claim.get().path("spec").path("volumeName").asText().isEmpty() && !bindsLate(claim.get())) {
                return Optional.of("pod has unbound immediate PersistentVolumeClaims");
            }
        }
        return Optional.empty();
    }

    /** A claim without a class, or of one that is not there, counts as one that is bound before there is a pod. */
    private boolean bindsLate(ObjectNode claim) {
        String name = claim.path("spec").path("storageClassName").asText();
        return cluster.get(Kinds.STORAGE_CLASS, "", name)
                .filter(found -> found.path("volumeBindingMode").asText().equals("WaitForFirstConsumer"))
                .isPresent();
    }

    private void reject(Pod pod, String message) {
        ObjectNode status = pod.status().deepCopy();
        ArrayNode conditions = JsonNodeFactory.instance.arrayNode();
        JsonNode before = pod.condition("PodScheduled");
        conditions
                .addObject()
                .put("type", "PodScheduled")
                .put(
                        "observedGeneration",
                        pod.tree().path("metadata").path("generation").asLong())
                .put("status", "False")
                .putNull("lastProbeTime")
                .put(
                        "lastTransitionTime",
                        before.isMissingNode()
                                ? cluster.timestamp()
                                : before.path("lastTransitionTime").asText())
                .put("reason", "Unschedulable")
                .put("message", message);
        status.path("conditions")
                .valueStream()
                .filter(each -> !each.path("type").asText().equals("PodScheduled"))
                .forEach(conditions::add);
        status.set("conditions", conditions);
        cluster.writeStatus(pod.key(), Cluster.SCHEDULER, status);
        cluster.events().warning(SOURCE, pod.tree(), "FailedScheduling", message);
    }

    private Optional<ObjectNode> choose(Pod pod, Unschedulable reasons) {
        String controller = pod.controllerUid().orElse("");
        Map<NodeRequests.Resource, BigDecimal> asked = NodeRequests.of(pod);
        boolean lost = ClaimUsers.claims(pod.tree()).stream().anyMatch(this::lost);
        return cluster.store().list(Kinds.NODE, Optional.empty()).stream()
                .filter(node -> reasons.fits(lost ? List.of(NodeFilter.NO_VOLUME) : filter.reasons(pod, asked, node)))
                .min(Comparator.<ObjectNode>comparingLong(node -> ofController(node, controller))
                        .thenComparingInt(node -> index.countOnNode(Metadata.name(node)))
                        .thenComparing(Metadata::name));
    }

    private boolean lost(Key claim) {
        return cluster.store()
                .get(claim)
                .filter(found -> found.path("status").path("phase").asText().equals(VolumeController.LOST))
                .isPresent();
    }

    private long ofController(ObjectNode node, String controller) {
        return index.controlledBy(controller).stream()
                .filter(pod -> pod.node().filter(Metadata.name(node)::equals).isPresent())
                .count();
    }

    /** Asks for the volumes of unbound claims; the answer comes with the change of the claim. */
    private boolean claimsBound(Pod pod, ObjectNode node) {
        boolean all = true;
        for (Key key : ClaimUsers.claims(pod.tree())) {
            Optional<ObjectNode> claim = cluster.store().get(key);
            if (claim.isEmpty()
                    || !claim.get().path("status").path("phase").asText().equals("Bound")) {
                all = false;
                claim.filter(each -> !each.path("metadata").path("annotations").has(VolumeController.SELECTED_NODE))
                        .ifPresent(each -> cluster.edit(
                                key,
                                Store.Writer.of(Cluster.SCHEDULER),
                                copy -> ((ObjectNode) copy.path("metadata"))
                                        .withObjectProperty("annotations")
                                        .put(VolumeController.SELECTED_NODE, Metadata.name(node))));
            }
        }
        return all;
    }

    private void bind(Pod pod, ObjectNode node) {
        cluster.edit(pod.key(), Store.Writer.of(Cluster.SCHEDULER), copy -> {
            ((ObjectNode) copy.path("spec")).put("nodeName", Metadata.name(node));
            ObjectNode labels = ((ObjectNode) copy.path("metadata")).withObjectProperty("labels");
            for (String label : TOPOLOGY) {
                JsonNode value = node.path("metadata").path("labels").path(label);
                if (!value.isMissingNode()) {
                    labels.set(label, value);
                }
            }
        });
        cluster.events()
                .normal(
                        SOURCE,
                        pod.tree(),
                        "Scheduled",
                        "Successfully assigned " + pod.path() + " to " + Metadata.name(node));
    }
}
