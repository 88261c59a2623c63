package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Which pods belong to an object that selects pods: it adopts those that nobody controls and releases those that left. */
final class OwnedPods {

    private static final Store.Writer WRITER = Store.Writer.of(Cluster.CONTROLLER_MANAGER);

    private final Cluster cluster;
    private final PodIndex index;

    OwnedPods(Cluster cluster, PodIndex index) {
        this.cluster = cluster;
        this.index = index;
    }

    /**
     * The pods of an owner after the claim.
     *
     * @param reference what an adopted pod gets; an owner that is terminating adopts nothing
     * @param adoptable which pods without a controller it takes
     */
    List<Pod> claim(Key owner, ObjectNode reference, Selector selector, boolean terminating, Predicate<Pod> adoptable) {
        String uid = reference.path("uid").asText();
        Map<String, Pod> mine = new LinkedHashMap<>();
        for (Pod pod : index.controlledBy(uid)) {
            if (selector.matches(pod.labels())) {
                mine.put(pod.name(), pod);
            } else if (!pod.terminating()) {
                cluster.edit(pod.key(), WRITER, copy -> Owners.remove(copy, uid));
            }
        }
        if (!terminating) {
            for (Pod pod : index.matching(owner.namespace(), selector)) {
                if (pod.controllerUid().isEmpty() && !pod.terminating() && adoptable.test(pod)) {
                    cluster.edit(pod.key(), WRITER, copy -> Owners.add(copy, reference));
                    index.get(pod.namespace(), pod.name()).ifPresent(adopted -> mine.put(adopted.name(), adopted));
                }
            }
        }
        return new ArrayList<>(mine.values());
    }
}
