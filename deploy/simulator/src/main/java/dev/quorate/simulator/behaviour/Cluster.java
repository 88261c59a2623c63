package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.Schedule;
import dev.quorate.simulator.api.rules.Admission;
import dev.quorate.simulator.api.rules.Defaults;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Metadata;
import dev.quorate.simulator.store.Store;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** What every behaviour works with: the store, the time, the delays, seeded chance, and the events that people see. */
final class Cluster {

    static final String CONTROLLER_MANAGER = "kube-controller-manager";
    static final String KUBELET = "kubelet";
    static final String SCHEDULER = "kube-scheduler";
    static final String API_SERVER = "kube-apiserver";

    private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private final Store store;
    private final Schedule schedule;
    private final Delays delays;
    private final Random random;
    private final Events events;
    private final Admission admission;

    Cluster(Store store, Schedule schedule, Delays delays, Random random) {
        this.store = store;
        this.schedule = schedule;
        this.delays = delays;
        this.random = random;
        this.admission = new Admission(store);
        this.events = new Events(store, schedule, admission);
    }

    Store store() {
        return store;
    }

    Schedule schedule() {
        return schedule;
    }

    Instant now() {
        return schedule.now();
    }

    String timestamp() {
        return Metadata.timestamp(now());
    }

    Delays delays() {
        return delays;
    }

    Events events() {
        return events;
    }

    Optional<ObjectNode> get(Kind kind, String namespace, String name) {
        return store.get(new Key(kind, namespace, name));
    }

    /** Whether a namespace takes new objects: one that is to go does not, or it would never be empty. */
    boolean takes(String namespace) {
        return admission.terminating(namespace).isEmpty();
    }

    /** Creates as through the API server: with its defaults and what its admission adds. */
    ObjectNode create(Kind kind, ObjectNode object, Store.Writer writer) {
        Defaults.apply(kind, object);
        admission.create(kind, object, false);
        return store.create(kind, object, writer);
    }

    /** Changes the newest version of an object; nothing happens when it is gone. */
    void edit(Key key, Store.Writer writer, Consumer<ObjectNode> change) {
        store.get(key).ifPresent(found -> {
            ObjectNode copy = found.deepCopy();
            change.accept(copy);
            store.write(key.kind(), copy, writer);
        });
    }

    /** Writes the status of the newest version of an object; all the rest of it stays shared. */
    void writeStatus(Key key, String manager, ObjectNode status) {
        store.get(key).ifPresent(found -> {
            ObjectNode copy = Metadata.withOwnMetadata(found);
            copy.set("status", status);
            store.write(key.kind(), copy, Store.Writer.status(manager));
        });
    }

    void delete(Key key) {
        if (store.get(key).isPresent()) {
            store.delete(key, Store.Deletion.BACKGROUND);
        }
    }

    /** Removes a pod at once, without waiting for its processes. */
    void remove(Key pod) {
        if (store.get(pod).isPresent()) {
            store.delete(pod, new Store.Deletion(Store.Propagation.BACKGROUND, Optional.of(0L)));
        }
    }

    /** The five letters that generateName adds. */
    String nameSuffix() {
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            suffix.append(SUFFIX_LETTERS.charAt(random.nextInt(SUFFIX_LETTERS.length())));
        }
        return suffix.toString();
    }
}
