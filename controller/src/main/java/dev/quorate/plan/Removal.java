package dev.quorate.plan;

import dev.quorate.schema.Lifecycle.Volumes;
import dev.quorate.state.AppMemory;
import dev.quorate.state.LiveSet;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObservedClaim;
import dev.quorate.state.ObservedObject;
import dev.quorate.state.ObservedObject.Ownership;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.ObservedSet;
import dev.quorate.state.ObservedState;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Takes an app away whose file is gone: pods, then StatefulSets, then what is around them, and volumes last, if the file said
 * so. What stays behind decides what is remembered: while there are volumes, who may start on them is not forgotten.
 */
final class Removal {

    private final Situation situation;
    private final ObservedState observed;

    Removal(Situation situation) {
        this.situation = situation;
        this.observed = situation.observed();
    }

    Decision next() {
        return new Stop(situation)
                .pods()
                .or(this::orphans)
                .or(() -> first(sets()))
                .or(() -> first(observed.objects()))
                .or(this::volumes)
                .orElseGet(Decision.Settled::new);
    }

    private List<ObservedObject> sets() {
        return each(ObservedSet::live).map(LiveSet::object).toList();
    }

    private <T> Stream<T> each(Function<ObservedSet, Optional<T>> part) {
        return observed.sets().values().stream()
                .sorted(Comparator.comparing(ObservedSet::name))
                .map(part)
                .flatMap(Optional::stream);
    }

    /** Pods whose StatefulSet is gone already: nobody else takes them away. */
    private Optional<Decision> orphans() {
        return each(set -> set.live().isPresent() ? Optional.empty() : last(set))
                .findFirst()
                .map(pod -> pod.terminating()
                        ? new Decision.Wait(pod.name() + " stops")
                        : new Decision.Do(new Step.DeletePod(
                                "",
                                set(pod),
                                pod.ordinal(),
                                pod.uid(),
                                pod.resourceVersion(),
                                "stop " + pod.name() + ", which has no set")));
    }

    private static Optional<ObservedPod> last(ObservedSet set) {
        return set.pods().stream().max(Comparator.comparingInt(ObservedPod::ordinal));
    }

    private static String set(ObservedPod pod) {
        return pod.name().substring(0, pod.name().lastIndexOf('-'));
    }

    private Optional<Decision> volumes() {
        if (situation.goal().app().lifecycle().volumes() == Volumes.RETAIN) {
            return Optional.empty();
        }
        List<ObservedObject> claims = observed.sets().values().stream()
                .flatMap(set -> set.claims().stream())
                .map(ObservedClaim::object)
                .toList();
        return first(claims).or(this::forget);
    }

    /** A member that comes back to a blank volume would count as lost: without volumes nobody is expected. */
    private Optional<Decision> forget() {
        AppMemory memory = situation.memory();
        AppMemory blank = memory.forgetMembers();
        return blank.equals(memory)
                ? Optional.empty()
                : Optional.of(MemberSet.rememberSurely(blank, "forget the members, whose volumes are gone"));
    }

    private static Optional<Decision> first(Collection<ObservedObject> objects) {
        return objects.stream()
                .filter(object -> object.ownership() == Ownership.OURS)
                .map(ObservedObject::live)
                .min(Comparator.comparing(live -> live.ref().toString()))
                .map(Removal::delete);
    }

    private static Decision delete(Manifest live) {
        return live.terminating()
                ? new Decision.Wait(live.ref() + " is being deleted")
                : new Decision.Do(
                        new Step.Delete(live.ref(), live.uid(), live.resourceVersion(), "delete " + live.ref()));
    }
}
