package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Change;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Store;
import dev.quorate.simulator.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps the ReplicaSets of Deployments: claims what belongs to each, and takes one pass over it when something changed. */
final class DeploymentController {

    private static final Store.Writer WRITER = Store.Writer.of(Cluster.CONTROLLER_MANAGER);

    private final Cluster cluster;
    private final PodIndex index;
    private final SelectorIndex selectors = new SelectorIndex();
    private final WorkQueue queue;
    private final Map<String, NavigableMap<String, Key>> setsByOwner = new HashMap<>();
    private final Map<String, NavigableMap<String, Key>> orphansByNamespace = new HashMap<>();
    private final Map<Key, Instant> looks = new HashMap<>();

    DeploymentController(Cluster cluster, PodIndex index) {
        this.cluster = cluster;
        this.index = index;
        this.queue = new WorkQueue(cluster, "deployment", this::sync);
    }

    void accept(Change change) {
        Kind kind = change.key().kind();
        if (kind.equals(Kinds.DEPLOYMENT) && change.type() == Change.Type.DELETED) {
            selectors.remove(change.key());
        } else if (kind.equals(Kinds.DEPLOYMENT)) {
            selectors.put(change.key(), new Deployment(change.object()).selector());
            queue.add(change.key());
        } else if (kind.equals(Kinds.REPLICA_SET)) {
            setChanged(change);
        }
    }

    private void setChanged(Change change) {
        change.before().ifPresent(before -> {
            remove(setsByOwner, controllerUid(before).orElse(""), change.key());
            remove(orphansByNamespace, change.key().namespace(), change.key());
            PodIndex.controller(before, Kinds.DEPLOYMENT).ifPresent(queue::add);
        });
        PodIndex.controller(change.object(), Kinds.DEPLOYMENT).ifPresent(queue::add);
        if (change.type() != Change.Type.DELETED) {
            Optional<String> uid = controllerUid(change.object());
            uid.ifPresentOrElse(
                    found -> put(setsByOwner, found, change.key()),
                    () -> put(orphansByNamespace, change.key().namespace(), change.key()));
            if (uid.isEmpty()) {
                selectors
                        .matching(
                                change.key().namespace(),
                                change.object().path("metadata").path("labels"))
                        .forEach(queue::add);
            }
        }
    }

    private static Optional<String> controllerUid(ObjectNode object) {
        return new Pod(object).controllerUid();
    }

    private static void put(Map<String, NavigableMap<String, Key>> index, String under, Key set) {
        index.computeIfAbsent(under, any -> new TreeMap<>()).put(set.name(), set);
    }

    private static void remove(Map<String, NavigableMap<String, Key>> index, String under, Key set) {
        index.computeIfPresent(under, (any, sets) -> {
            sets.remove(set.name());
            return sets.isEmpty() ? null : sets;
        });
    }

    private void sync(Key key) {
        Optional<Deployment> deployment = cluster.store().get(key).map(Deployment::new);
        if (deployment.isEmpty()) {
            return;
        }
        try {
            new DeploymentPass(cluster, index, deployment.get(), claim(deployment.get()))
                    .run()
                    .ifPresent(delay -> lookAgain(key, delay));
        } catch (StoreException e) {
            if (e.reason() == StoreException.Reason.NOT_FOUND) {
                throw e;
            }
            queue.add(key);
        }
    }

    /** Releases sets whose labels no longer match and adopts those that match and belong to nobody. */
    private List<ReplicaSet> claim(Deployment deployment) {
        Selector selector = deployment.selector();
        for (ReplicaSet set : sets(setsByOwner, deployment.uid())) {
            if (!selector.matches(set.metadata().path("labels")) && !set.terminating()) {
                cluster.edit(set.key(), WRITER, copy -> Owners.remove(copy, deployment.uid()));
            }
        }
        if (!deployment.terminating()) {
            for (ReplicaSet set : sets(orphansByNamespace, deployment.namespace())) {
                if (selector.matches(set.metadata().path("labels")) && !set.terminating()) {
                    cluster.edit(set.key(), WRITER, copy -> Owners.add(copy, deployment.ownerReference()));
                }
            }
        }
        return sets(setsByOwner, deployment.uid());
    }

    private List<ReplicaSet> sets(Map<String, NavigableMap<String, Key>> from, String under) {
        return List.copyOf(from.getOrDefault(under, new TreeMap<>()).values()).stream()
                .map(cluster.store()::get)
                .flatMap(Optional::stream)
                .map(ReplicaSet::new)
                .toList();
    }

    /** One timer for each Deployment is enough: it looks at everything when it is due. */
    private void lookAgain(Key key, Duration delay) {
        Instant at = cluster.now().plus(delay);
        Instant planned = looks.getOrDefault(key, Instant.MAX);
        if (at.isBefore(planned)) {
            looks.put(key, at);
            cluster.schedule().after(delay, "deployment again " + key.namespace() + "/" + key.name(), () -> {
                looks.remove(key, at);
                queue.add(key);
            });
        }
    }
}
