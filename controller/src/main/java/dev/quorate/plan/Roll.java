package dev.quorate.plan;

import dev.quorate.schema.Condition;
import dev.quorate.schema.UpdateStrategy;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.LiveSet;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.ObservedSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How far a component's pods run the template that Git asks for, and which of the others its spec lets be updated. */
record Roll(Situation situation, DesiredComponent component) {

    String name() {
        return Situation.onlySet(component).name();
    }

    ObservedSet set() {
        return situation.observed().set(name());
    }

    Optional<LiveSet> live() {
        return set().live();
    }

    UpdateStrategy policy() {
        return situation.policy(component);
    }

    boolean onDelete() {
        return policy().type() == UpdateStrategy.Type.ON_DELETE;
    }

    /** At this partition no new template reaches a pod that runs, and none that the spec holds back. */
    int rest() {
        return Math.max(set().replicas(), policy().partition());
    }

    List<ObservedPod> stale() {
        return set().pods().stream().filter(this::stale).toList();
    }

    /** Those that run the template in force. */
    Stream<ObservedPod> current() {
        return set().pods().stream()
                .filter(pod -> pod.ordinal() < set().replicas() && !stale(pod) && !pod.terminating());
    }

    boolean stale(int ordinal) {
        return set().pod(ordinal).filter(this::stale).isPresent();
    }

    boolean stale(ObservedPod pod) {
        return pod.ordinal() < set().replicas()
                && live().filter(set -> !set.updateRevision().equals(pod.revision()))
                        .isPresent();
    }

    /** Stale pods that the spec lets be updated. */
    List<ObservedPod> due() {
        return onDelete() || paused()
                ? List.of()
                : stale().stream().filter(this::reached).toList();
    }

    boolean reached(ObservedPod pod) {
        return pod.ordinal() >= policy().partition();
    }

    /** After the first member; but what goes back to the template that rests is no update. */
    private boolean paused() {
        boolean begun = set().pods().stream().anyMatch(pod -> pod.ordinal() < set().replicas() && !stale(pod));
        boolean back = live().filter(
                        set -> !set.limit().onDelete() && set.currentRevision().equals(set.updateRevision()))
                .isPresent();
        return policy().paused() && begun && !back;
    }

    /** What stays as it is because the spec says so, in words; empty when every pod runs what Git asks for. */
    Optional<Decision.Held> held() {
        List<ObservedPod> stale = stale();
        if (stale.isEmpty()) {
            return Optional.empty();
        }
        String waiting = names(stale) + (stale.size() == 1 ? " runs" : " run") + " the template of before";
        List<ObservedPod> updated =
                set().pods().stream().filter(pod -> !stale(pod)).toList();
        String what = updated.isEmpty() ? waiting : names(updated) + " updated, " + waiting;
        if (onDelete()) {
            return Optional.of(
                    new Decision.Held(
                            Condition.ON_DELETE,
                            what
                                    + " until deleted: updateStrategy.type is OnDelete. A pod that is deleted comes back updated."));
        }
        return Optional.of(
                paused()
                        ? new Decision.Held(Condition.PAUSED, what + " until a commit takes spec.paused away.")
                        : new Decision.Held(
                                Condition.PARTITION_REACHED,
                                what + ": updateStrategy.rollingUpdate.partition is " + policy().partition() + "."));
    }

    private static String names(List<ObservedPod> pods) {
        return pods.stream().map(ObservedPod::name).collect(Collectors.joining(", "));
    }
}
