package dev.quorate.plan;

import dev.quorate.state.DesiredComponent;
import dev.quorate.state.DesiredSet;
import dev.quorate.state.LiveSet;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObservedSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** StatefulSets are created whole and applied without replicas and partition, which have steps of their own. */
final class SetPlan {

    private SetPlan() {}

    static Optional<Decision> missingOrDifferent(Situation situation) {
        for (DesiredComponent component : situation.goal().desired().components()) {
            for (DesiredSet wanted : component.sets()) {
                Optional<Decision> decision = one(situation, component, wanted);
                if (decision.isPresent()) {
                    return decision;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Decision> one(Situation situation, DesiredComponent component, DesiredSet wanted) {
        ObservedSet set = situation.observed().set(wanted.name());
        if (set.live().isEmpty()) {
            return neverFounded(situation, component, wanted)
                    ? Optional.empty()
                    : Optional.of(create(situation, component, wanted));
        }
        Manifest live = set.live().map(LiveSet::object).orElseThrow().live();
        if (live.terminating()) {
            return Optional.of(new Decision.Wait(live.ref() + " is being deleted; it is made again when it is gone"));
        }
        Manifest applied = applied(situation, wanted);
        if (!Differences.differs(applied, live)) {
            return Optional.empty();
        }
        List<String> restarts = Differences.restarts(applied, live);
        if (Differences.sameStamp(applied, live) || restarts.isEmpty()) {
            return Optional.of(new Decision.Do(new Step.Apply(applied, "update " + applied.ref())));
        }
        return Optional.of(new Decision.Refuse(Refusal.forPerson(
                Guard.CHANGE_NOT_SUPPORTED,
                "Git now asks for another " + String.join(", ", restarts) + " of " + applied.ref()
                        + ", which would restart its pods or cannot be changed at all. This version of Quorate changes how"
                        + " many members a running app has, not what they run; until that value is put back in Git,"
                        + " nothing of the app is changed, and its pods run on as they are.")));
    }

    /** A cluster that is stopped before it was ever founded has no set yet: one beside no memory would forbid to found it. */
    private static boolean neverFounded(Situation situation, DesiredComponent component, DesiredSet wanted) {
        return situation.goal().app().lifecycle().stopped()
                && situation.traits(component).hasMembers()
                && situation.memory().admissions(wanted.name()).isEmpty();
    }

    /** With members, the number that was admitted counts, and not what Git wants by now. */
    private static Decision create(Situation situation, DesiredComponent component, DesiredSet wanted) {
        int replicas = replicas(situation, component, wanted);
        Manifest manifest =
                Differences.stampedAs(SetTree.withReplicas(wanted.statefulSet(), replicas), applied(situation, wanted));
        return new Decision.Do(new Step.Create(
                manifest, "create " + manifest.ref() + " with " + Text.count(replicas, "replica"), false));
    }

    private static int replicas(Situation situation, DesiredComponent component, DesiredSet wanted) {
        if (situation.goal().app().lifecycle().stopped()) {
            return 0;
        }
        return situation.traits(component).hasMembers()
                ? situation.memory().admissions(wanted.name()).size()
                : Math.max(wanted.replicas(), running(situation.observed().set(wanted.name())));
    }

    /** Pods that lost their set, or were taken over, are not stopped by its coming back: that has steps of its own. */
    private static int running(ObservedSet set) {
        return set.pods().stream().mapToInt(pod -> pod.ordinal() + 1).max().orElse(0);
    }

    private static Manifest applied(Situation situation, DesiredSet wanted) {
        return Objects.requireNonNull(situation.goal().sets().get(wanted.name()));
    }
}
