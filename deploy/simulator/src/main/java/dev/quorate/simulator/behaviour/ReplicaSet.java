package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import java.util.Comparator;
import java.util.List;

/** A ReplicaSet as its controller and that of its Deployment read it. */
record ReplicaSet(ObjectNode tree) implements PodSet {

    static final String HASH_LABEL = "pod-template-hash";

    /** Oldest first; by name where they came in the same second. */
    static final Comparator<ReplicaSet> BY_AGE = Comparator.comparing(
                    (ReplicaSet set) -> set.metadata().path("creationTimestamp").asText())
            .thenComparing(ReplicaSet::name);

    Key key() {
        return new Key(Kinds.REPLICA_SET, namespace(), name());
    }

    long minReadySeconds() {
        return spec().path("minReadySeconds").asLong(0);
    }

    int counted(String counter) {
        return status().path(counter).asInt(0);
    }

    String annotation(String name) {
        return metadata().path("annotations").path(name).asText();
    }

    static int sum(List<ReplicaSet> sets, String counter) {
        return sets.stream().mapToInt(set -> set.counted(counter)).sum();
    }

    static int wanted(List<ReplicaSet> sets) {
        return sets.stream().mapToInt(ReplicaSet::replicas).sum();
    }
}
