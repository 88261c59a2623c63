package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Change;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Store;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keeps as many pods as each ReplicaSet wants, and counts them in its status. */
final class ReplicaSetController {

    private static final Events.Source SOURCE = Events.Source.of("replicaset-controller");
    private static final Store.Writer WRITER = Store.Writer.of(Cluster.CONTROLLER_MANAGER);
    private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

    private final Cluster cluster;
    private final OwnedPods owned;
    private final SelectorIndex selectors = new SelectorIndex();
    private final WorkQueue queue;

    ReplicaSetController(Cluster cluster, PodIndex index) {
        this.cluster = cluster;
        this.owned = new OwnedPods(cluster, index);
        this.queue = new WorkQueue(cluster, "replicaset", this::sync);
    }

    void accept(Change change) {
        Kind kind = change.key().kind();
        if (kind.equals(Kinds.REPLICA_SET) && change.type() == Change.Type.DELETED) {
            selectors.remove(change.key());
        } else if (kind.equals(Kinds.REPLICA_SET)) {
            selectors.put(change.key(), new ReplicaSet(change.object()).selector());
            queue.add(change.key());
        } else if (kind.equals(Kinds.POD)) {
            podChanged(change);
        }
    }

    private void podChanged(Change change) {
        Optional<Key> owner = PodIndex.controller(change.object(), Kinds.REPLICA_SET);
        change.before()
                .flatMap(before -> PodIndex.controller(before, Kinds.REPLICA_SET))
                .ifPresent(queue::add);
        owner.ifPresent(queue::add);
        Pod pod = new Pod(change.object());
        if (pod.controllerUid().isEmpty()) {
            selectors.matching(pod.namespace(), pod.labels()).forEach(queue::add);
        }
    }

    private void sync(Key key) {
        Optional<ReplicaSet> found = cluster.store().get(key).map(ReplicaSet::new);
        if (found.isEmpty()) {
            return;
        }
        ReplicaSet set = found.get();
        List<Pod> mine =
                owned.claim(key, reference(set), set.selector(), set.terminating(), pod -> !pod.ended()).stream()
                        .filter(pod -> !pod.ended())
                        .toList();
        List<Pod> active = mine.stream().filter(pod -> !pod.terminating()).toList();
        if (!set.terminating()) {
            keepCount(set, active);
        }
        ObjectNode status = status(set, active, mine.size() - active.size());
        if (!status.equals(set.status())) {
            cluster.writeStatus(key, Cluster.CONTROLLER_MANAGER, status);
        }
        lookAgainWhenAvailable(set, active);
    }

    private static ObjectNode reference(ReplicaSet set) {
        return Owners.reference("apps/v1", "ReplicaSet", set.tree());
    }

    private void keepCount(ReplicaSet set, List<Pod> active) {
        int missing = cluster.takes(set.namespace()) ? set.replicas() - active.size() : 0;
        for (; missing > 0; missing--) {
            create(set);
        }
        dispensableFirst(active).stream()
                .limit(Math.max(0, active.size() - set.replicas()))
                .forEach(pod -> delete(set, pod));
    }

    private void create(ReplicaSet set) {
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        pod.put("kind", "Pod").put("apiVersion", "v1");
        ObjectNode metadata = pod.putObject("metadata");
        String name = set.name() + "-" + cluster.nameSuffix();
        metadata.put("name", name).put("generateName", set.name() + "-").put("namespace", set.namespace());
        for (String field : List.of("labels", "annotations", "finalizers")) {
            JsonNode value = set.template().path("metadata").path(field);
            if (!value.isMissingNode()) {
                metadata.set(field, value.deepCopy());
            }
        }
        metadata.putArray("ownerReferences").add(reference(set));
        pod.set("spec", set.template().path("spec").deepCopy());
        cluster.create(Kinds.POD, pod, WRITER);
        cluster.events().normal(SOURCE, set.tree(), "SuccessfulCreate", "Created pod: " + name);
    }

    private void delete(ReplicaSet set, Pod pod) {
        cluster.delete(pod.key());
        cluster.events().normal(SOURCE, set.tree(), "SuccessfulDelete", "Deleted pod: " + pod.name());
    }

    /**
     * Without a node before those with one, not ready before ready, the cheaper before the dearer, on the fullest node, ready
     * for the shortest time, restarted most often, youngest.
     */
    private static List<Pod> dispensableFirst(List<Pod> pods) {
        Map<String, Long> perNode =
                pods.stream().collect(Collectors.groupingBy(pod -> pod.node().orElse(""), Collectors.counting()));
        Function<Pod, Boolean> ready = Pod::ready;
        Comparator<Pod> order = Comparator.<Pod, Boolean>comparing(
                        pod -> pod.node().isPresent())
                .thenComparing(pod -> !pod.pending())
                .thenComparing(ready)
                .thenComparing(pod -> pod.tree()
                        .path("metadata")
                        .path("annotations")
                        .path(DELETION_COST)
                        .asInt(0))
                .thenComparing(pod -> -perNode.getOrDefault(pod.node().orElse(""), 0L))
                .thenComparing(
                        pod -> pod.condition("Ready").path("lastTransitionTime").asText(), Comparator.reverseOrder())
                .thenComparing(pod -> -pod.status()
                        .path("containerStatuses")
                        .path(0)
                        .path("restartCount")
                        .asInt(0))
                .thenComparing(
                        pod -> pod.tree()
                                .path("metadata")
                                .path("creationTimestamp")
                                .asText(),
                        Comparator.reverseOrder())
                .thenComparing(Pod::name);
        return pods.stream().sorted(order).toList();
    }

    /** Counts the pods as they were at the start; what was created or deleted meanwhile brings the next look. */
    private ObjectNode status(ReplicaSet set, List<Pod> active, int terminating) {
        Selector labelled = Selector.ofMap(set.template().path("metadata").path("labels"));
        ObjectNode status = JsonNodeFactory.instance.objectNode().put("replicas", active.size());
        put(status, "fullyLabeledReplicas", active.stream().filter(pod -> labelled.matches(pod.labels())));
        put(status, "readyReplicas", active.stream().filter(Pod::ready));
        put(
                status,
                "availableReplicas",
                active.stream().filter(pod -> pod.available(set.minReadySeconds(), cluster.now())));
        status.put("terminatingReplicas", terminating);
        return status.put("observedGeneration", set.generation());
    }

    private static void put(ObjectNode status, String counter, Stream<Pod> pods) {
        long count = pods.count();
        if (count > 0) {
            status.put(counter, (int) count);
        }
    }

    private void lookAgainWhenAvailable(ReplicaSet set, List<Pod> active) {
        active.stream()
                .flatMap(pod -> pod.untilAvailable(set.minReadySeconds(), cluster.now()).stream())
                .filter(left -> !left.isZero())
                .min(Duration::compareTo)
                .ifPresent(left -> queue.addAfter(set.key(), left));
    }
}
