package dev.quorate.plan;

import dev.quorate.engine.FetchContainer;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.DesiredSet;
import dev.quorate.state.LiveSet;
import dev.quorate.state.Manifest;
import dev.quorate.state.Member;
import dev.quorate.state.MembershipView;
import dev.quorate.state.ObservedSet;
import dev.quorate.state.OperationRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * StatefulSets are created whole and applied without replicas and partition, which have steps of their own. An apply restarts
 * nothing: before it the partition is at rest, and what it brings to the pods comes later, pod by pod.
 */
final class SetPlan {

    private final Situation situation;
    private final DesiredComponent component;
    private final DesiredSet wanted;
    private final ObservedSet set;

    private SetPlan(Situation situation, DesiredComponent component, DesiredSet wanted) {
        this.situation = situation;
        this.component = component;
        this.wanted = wanted;
        this.set = situation.observed().set(wanted.name());
    }

    static Optional<Decision> missingOrDifferent(Situation situation) {
        return first(situation, SetPlan::missingOrDifferent);
    }

    /** Considered after a running operation has ended: a change that cannot be made is no reason to leave a member half-way. */
    static Optional<Decision> refused(Situation situation) {
        return first(situation, (plan, live) -> plan.refusal(live).map(Decision.Refuse::new));
    }

    /** What Git asks for anew and the applies would bring to the pods: {@code image nginx:1.28}. */
    static List<String> changes(Situation situation) {
        List<String> changes = new ArrayList<>();
        first(situation, (plan, live) -> {
            live.map(plan::words).stream()
                    .flatMap(List::stream)
                    .filter(words -> !words.isEmpty() && !changes.contains(words))
                    .forEach(changes::add);
            return Optional.empty();
        });
        return changes;
    }

    private List<String> words(Manifest live) {
        List<String> words = new ArrayList<>();
        if (!Differences.sameStamp(applied(), live)) {
            words.add(new SetChange(applied(), live).words());
        }
        words.addAll(Renewal.words(applied(), live));
        return words;
    }

    private static Optional<Decision> first(
            Situation situation, BiFunction<SetPlan, Optional<Manifest>, Optional<Decision>> what) {
        for (DesiredComponent component : situation.goal().desired().components()) {
            for (DesiredSet wanted : component.sets()) {
                SetPlan plan = new SetPlan(situation, component, wanted);
                Optional<Manifest> live = plan.set.live().map(LiveSet::object).map(object -> object.live());
                Optional<Decision> decision = what.apply(plan, live);
                if (decision.isPresent()) {
                    return decision;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Decision> missingOrDifferent(Optional<Manifest> found) {
        Optional<OperationRecord> renewal = Renewal.of(situation.memory(), wanted.name());
        if (found.isEmpty()) {
            return renewal.flatMap(OperationRecord::whole)
                    .map(Renewal::make)
                    .or(() -> neverFounded() ? Optional.empty() : Optional.of(create()));
        }
        Manifest live = found.get();
        if (live.terminating()) {
            return Optional.of(new Decision.Wait(live.ref() + " is being deleted; it is made again when it is gone"));
        }
        if (renewal.isPresent()
                || !situation.goal().setDiffers(applied(), live)
                || refusal(found).isPresent()) {
            return Optional.empty();
        }
        return new Rolling(situation, component)
                .holdFirst(onDelete())
                .or(() -> Optional.of(apply(Renewal.until(applied(), live), live)));
    }

    private Decision apply(Manifest possible, Manifest live) {
        SetChange change = new SetChange(possible, live);
        String words = change.words();
        return new Decision.Do(new Step.Apply(
                change.applied(situation.goal().commit(), rolled()),
                "update " + applied().ref() + (words.isEmpty() ? "" : ": " + words)));
    }

    /** No pod runs anything but the template in force. */
    private boolean rolled() {
        return new Roll(situation, component).stale().isEmpty();
    }

    private boolean onDelete() {
        return wanted.statefulSet().at("/spec/updateStrategy/type").asText().equals("OnDelete");
    }

    private Optional<Refusal> refusal(Optional<Manifest> live) {
        return live.filter(object -> !object.terminating())
                .flatMap(object -> new VolumeChange(applied(), object)
                        .refusal(set.claims())
                        .or(() -> new Growth(situation, component).refusal())
                        .or(() -> change(object)));
    }

    private Optional<Refusal> change(Manifest live) {
        return Differences.sameStamp(applied(), live)
                ? Optional.empty()
                : Optional.of(new SetChange(applied(), live))
                        .flatMap(change ->
                                frozen(change).or(() -> restored(live)).or(() -> version(change)));
    }

    private Optional<Refusal> frozen(SetChange change) {
        List<String> frozen = change.frozen();
        return frozen.isEmpty()
                ? Optional.empty()
                : Optional.of(Refusal.forPerson(
                        Guard.CHANGE_NOT_SUPPORTED,
                        "Git now asks for another " + String.join(", ", frozen)
                                + " of " + applied().ref()
                                + ", which Kubernetes lets nobody change. Until that value is put back in Git, nothing of"
                                + " the app is changed, and its pods run on as they are."));
    }

    /** A snapshot in the place of what the members have would take from them all that came after it. */
    private Optional<Refusal> restored(Manifest live) {
        Optional<List<String>> snapshot = FetchContainer.snapshot(applied());
        boolean asked = situation.goal().app().recovery().restoreFrom().isPresent();
        boolean founded = situation.memory().initialised(component.name()).isPresent();
        if (!asked || !founded || snapshot.equals(FetchContainer.snapshot(live))) {
            return Optional.empty();
        }
        return Optional.of(Refusal.forPerson(
                Guard.CHANGE_NOT_SUPPORTED,
                "Git now asks " + situation.goal().app().name() + " to start from a snapshot ("
                        + String.join(" ", snapshot.orElse(List.of()))
                        + "), and its cluster is founded already: what it holds would"
                        + " be lost. Put this file back as it was, and write restoreFrom into that of a new app with another"
                        + " name."));
    }

    private Optional<Refusal> version(SetChange change) {
        return change.ofTemplate()
                ? situation
                        .goal()
                        .engine()
                        .upgradeRefusal(situation.goal().app(), running())
                        .map(why -> Refusal.forPerson(Guard.VERSION_PATH, why))
                : Optional.empty();
    }

    private Set<String> running() {
        Set<String> versions = new TreeSet<>();
        Optional.ofNullable(situation.observed().membership().get(component.name())).stream()
                .map(MembershipView::members)
                .flatMap(List::stream)
                .map(Member::version)
                .flatMap(Optional::stream)
                .forEach(versions::add);
        return versions;
    }

    /** A cluster that was never founded has no set yet: one beside no memory would forbid to found it. */
    private boolean neverFounded() {
        boolean stopped = situation.goal().app().lifecycle().stopped();
        return (stopped || situation.traits(component).founds())
                && situation.traits(component).hasMembers()
                && situation.memory().admissions(wanted.name()).isEmpty();
    }

    /** With members, the number that was admitted counts, and not what Git wants by now. */
    private Decision create() {
        int replicas = replicas();
        Manifest whole = SetTree.withReplicas(wanted.statefulSet(), replicas);
        Manifest manifest = Differences.stampedAs(whole, applied())
                .with(tree -> tree.withObjectProperty("metadata")
                        .withObjectProperty("annotations")
                        .put(SetChange.CAUSE, "commit " + situation.goal().commit()));
        return new Decision.Do(new Step.Create(
                manifest, "create " + manifest.ref() + " with " + Text.count(replicas, "replica"), false));
    }

    private int replicas() {
        Optional<OperationRecord> takeover = takeover();
        if (takeover.isPresent()) {
            return Math.max(takeover.get().ordinal(), running(set));
        }
        if (situation.goal().app().lifecycle().stopped()) {
            return 0;
        }
        return situation.traits(component).hasMembers()
                ? situation.memory().admissions(wanted.name()).size()
                : Math.max(wanted.replicas(), running(set));
    }

    /** With as many pods as it had, also when one was lost meanwhile: to become more or less, or to stop, has steps of its own. */
    private Optional<OperationRecord> takeover() {
        return situation.memory().operation().filter(operation -> operation.type() == OperationRecord.Type.ADOPT);
    }

    /** Pods that lost their set, or were taken over, are not stopped by its coming back: that has steps of its own. */
    static int running(ObservedSet set) {
        return set.pods().stream().mapToInt(pod -> pod.ordinal() + 1).max().orElse(0);
    }

    private Manifest applied() {
        return Objects.requireNonNull(situation.goal().sets().get(wanted.name()));
    }
}
