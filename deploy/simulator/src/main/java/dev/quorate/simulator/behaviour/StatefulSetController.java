package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Change;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Keeps the pods of StatefulSets: claims what belongs to a set, takes one pass over it, and writes its status. */
final class StatefulSetController {

    private final Cluster cluster;
    private final OwnedPods owned;
    private final SelectorIndex selectors = new SelectorIndex();
    private final WorkQueue queue;
    private final Revisions revisions;
    private final StatefulPods pods;
    private final ClaimRetention retention;

    StatefulSetController(Cluster cluster, PodIndex index) {
        this.cluster = cluster;
        this.owned = new OwnedPods(cluster, index);
        this.queue = new WorkQueue(cluster, "statefulset", this::sync);
        this.revisions = new Revisions(cluster);
        this.pods = new StatefulPods(cluster);
        this.retention = new ClaimRetention(cluster, pods);
    }

    void accept(Change change) {
        revisions.accept(change);
        Kind kind = change.key().kind();
        if (kind.equals(Kinds.STATEFUL_SET)) {
            setChanged(change);
        } else if (kind.equals(Kinds.POD)) {
            podChanged(change);
        } else if (kind.equals(Kinds.CLAIM) && change.type() == Change.Type.DELETED) {
            claimGone(change.object());
        }
    }

    private void setChanged(Change change) {
        if (change.type() == Change.Type.DELETED) {
            selectors.remove(change.key());
        } else {
            selectors.put(change.key(), new StatefulSet(change.object()).selector());
            queue.add(change.key());
        }
    }

    private void podChanged(Change change) {
        Optional<Key> owner = PodIndex.controller(change.object(), Kinds.STATEFUL_SET);
        change.before()
                .flatMap(before -> PodIndex.controller(before, Kinds.STATEFUL_SET))
                .ifPresent(queue::add);
        owner.ifPresent(queue::add);
        if (owner.isEmpty()) {
            Pod pod = new Pod(change.object());
            selectors.matching(pod.namespace(), pod.labels()).forEach(queue::add);
        }
        if (change.type() == Change.Type.DELETED) {
            parent(change.key()).ifPresent(queue::add);
        }
    }

    /** A stranger that held the name of a pod of a set is gone. */
    private static Optional<Key> parent(Key pod) {
        return StatefulSet.parentName(pod.name()).map(name -> new Key(Kinds.STATEFUL_SET, pod.namespace(), name));
    }

    private void claimGone(ObjectNode claim) {
        selectors
                .matching(
                        claim.path("metadata").path("namespace").asText(),
                        claim.path("metadata").path("labels"))
                .forEach(queue::add);
    }

    private void sync(Key key) {
        Optional<StatefulSet> found = cluster.store().get(key).map(StatefulSet::new);
        if (found.isEmpty()) {
            return;
        }
        StatefulSet set = found.get();
        List<Pod> mine = claim(set);
        Revisions.Pair pair = revisions.sync(set);
        StatefulSetPass pass = new StatefulSetPass(set, pair, mine, cluster.now(), pods, retention);
        ObjectNode status = pass.run();
        if (!status.equals(set.status())) {
            cluster.writeStatus(key, Cluster.CONTROLLER_MANAGER, status);
        }
        revisions.truncate(set, pair, mine);
        lookAgainWhenAvailable(set, mine);
    }

    private List<Pod> claim(StatefulSet set) {
        return owned
                .claim(
                        set.key(),
                        set.ownerReference(),
                        set.selector(),
                        set.terminating(),
                        pod -> set.ordinal(pod.name()).isPresent())
                .stream()
                .filter(pod -> set.ordinal(pod.name()).isPresent())
                .toList();
    }

    private void lookAgainWhenAvailable(StatefulSet set, List<Pod> mine) {
        mine.stream()
                .flatMap(pod -> pod.untilAvailable(set.minReadySeconds(), cluster.now()).stream())
                .filter(left -> !left.isZero())
                .min(Duration::compareTo)
                .ifPresent(left -> queue.addAfter(set.key(), left));
    }
}
