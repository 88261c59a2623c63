package dev.quorate.simulator.behaviour;

import dev.quorate.simulator.store.Key;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** The keys a controller still has to look at; a key that is marked many times is looked at once. */
final class WorkQueue {

    private final Cluster cluster;
    private final String controller;
    private final Consumer<Key> work;
    private final Set<Key> waiting = new HashSet<>();

    WorkQueue(Cluster cluster, String controller, Consumer<Key> work) {
        this.cluster = cluster;
        this.controller = controller;
        this.work = work;
    }

    void add(Key key) {
        if (waiting.add(key)) {
            cluster.schedule()
                    .after(cluster.delays().reaction(), controller + " " + key.namespace() + "/" + key.name(), () -> {
                        waiting.remove(key);
                        work.accept(key);
                    });
        }
    }

    void addAfter(Key key, Duration delay) {
        cluster.schedule().after(delay, controller + " again " + key.namespace() + "/" + key.name(), () -> add(key));
    }
}
