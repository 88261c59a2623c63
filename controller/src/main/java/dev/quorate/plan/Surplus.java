package dev.quorate.plan;

import dev.quorate.state.LiveSet;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.ObservedSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Pods above the size of their set. The StatefulSet controller stops them from the top; of a set that has an order it stops none
 * while a lower one is not Ready (its {@code processReplica} and {@code processCondemned}), and so may wait for ever.
 */
final class Surplus {

    private final ObservedSet set;
    private final LiveSet live;
    private final List<ObservedPod> pods;

    private Surplus(ObservedSet set, LiveSet live) {
        this.set = set;
        this.live = live;
        this.pods = set.pods().stream()
                .filter(pod -> pod.ordinal() >= live.replicas())
                .toList();
    }

    static Surplus of(ObservedSet set, LiveSet live) {
        return new Surplus(set, live);
    }

    /** They go by themselves, or when who holds them up is Ready. */
    Optional<Decision> waits() {
        String when = heldUpBy().map(lower -> " when " + lower + " is Ready").orElse("");
        return pods.stream().findFirst().map(pod -> new Decision.Wait(pod.name() + " stops" + when));
    }

    /** Where all of the app is to stop, nobody gets Ready for one to go: it is taken away as the controller would. */
    Optional<Decision> goes(String component) {
        return heldUpBy()
                .flatMap(lower -> top().filter(pod -> !pod.terminating()).map(pod -> delete(component, pod, lower)))
                .or(this::waits);
    }

    private Decision delete(String component, ObservedPod pod, String lower) {
        return new Decision.Do(new Step.DeletePod(
                component,
                set.name(),
                pod.ordinal(),
                pod.uid(),
                pod.resourceVersion(),
                "stop " + pod.name() + " and keep its volume: its set waits for " + lower + " to be Ready"));
    }

    private Optional<ObservedPod> top() {
        return pods.stream().max(Comparator.comparingInt(ObservedPod::ordinal));
    }

    /** The lowest pod that is not Ready, if it is below the highest surplus pod. */
    private Optional<String> heldUpBy() {
        return top().filter(pod -> live.ordered() && live.settledGeneration())
                .flatMap(pod -> IntStream.range(0, pod.ordinal())
                        .filter(this::unready)
                        .mapToObj(ordinal -> set.name() + "-" + ordinal)
                        .findFirst());
    }

    private boolean unready(int ordinal) {
        return set.pod(ordinal).map(pod -> !pod.ready()).orElse(ordinal < live.replicas());
    }
}
