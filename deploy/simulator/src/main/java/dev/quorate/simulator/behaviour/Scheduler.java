package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Change;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Metadata;
import dev.quorate.simulator.store.Store;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gives each pod the usable node with the fewest pods of its controller, then the fewest at all, after its claims are bound. */
final class Scheduler {

    private static final Events.Source SOURCE = Events.Source.of("default-scheduler");
    private static final List<String> TOPOLOGY =
            List.of("topology.kubernetes.io/region", "topology.kubernetes.io/zone");

    private final Cluster cluster;
    private final PodIndex index;
    private final ClaimUsers users;
    private final WorkQueue queue;
    private final Set<Key> unschedulable = new LinkedHashSet<>();

    Scheduler(Cluster cluster, PodIndex index, ClaimUsers users) {
        this.cluster = cluster;
        this.index = index;
        this.users = users;
        this.queue = new WorkQueue(cluster, "scheduler", this::sync);
    }

    void accept(Change change) {
        if (change.key().kind().equals(Kinds.POD)) {
            if (change.type() == Change.Type.ADDED && waiting(new Pod(change.object()))) {
                queue.add(change.key());
            }
        } else if (change.key().kind().equals(Kinds.CLAIM)) {
            users.of(change.key()).forEach(queue::add);
        } else if (change.key().kind().equals(Kinds.NODE)) {
            unschedulable.forEach(queue::add);
            unschedulable.clear();
        }
    }

    private static boolean waiting(Pod pod) {
        return pod.node().isEmpty() && !pod.terminating();
    }

    private void sync(Key key) {
        Optional<Pod> pod = index.get(key.namespace(), key.name()).filter(Scheduler::waiting);
        if (pod.isEmpty()) {
            return;
        }
        Optional<ObjectNode> node = choose(pod.get());
        if (node.isEmpty()) {
            unschedulable.add(key);
            cluster.events().warning(SOURCE, pod.get().tree(), "FailedScheduling", "no node is ready and schedulable");
        } else if (claimsBound(pod.get(), node.get())) {
            bind(pod.get(), node.get());
        }
    }

    private Optional<ObjectNode> choose(Pod pod) {
        List<ObjectNode> usable = cluster.store().list(Kinds.NODE, Optional.empty()).stream()
                .filter(Scheduler::usable)
                .toList();
        String controller = pod.controllerUid().orElse("");
        return usable.stream()
                .min(Comparator.<ObjectNode>comparingLong(node -> ofController(node, controller))
                        .thenComparingInt(node -> index.countOnNode(Metadata.name(node)))
                        .thenComparing(Metadata::name));
    }

    private long ofController(ObjectNode node, String controller) {
        return index.controlledBy(controller).stream()
                .filter(pod -> pod.node().filter(Metadata.name(node)::equals).isPresent())
                .count();
    }

    private static boolean usable(ObjectNode node) {
        boolean repels = false;
        for (JsonNode taint : node.path("spec").path("taints")) {
            String effect = taint.path("effect").asText();
            repels |= effect.equals("NoSchedule") || effect.equals("NoExecute");
        }
        return !repels
                && !node.path("spec").path("unschedulable").asBoolean()
                && !Metadata.terminating(node)
                && new Pod(node).ready();
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
