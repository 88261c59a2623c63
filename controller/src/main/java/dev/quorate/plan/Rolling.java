package dev.quorate.plan;

import dev.quorate.engine.ComponentTraits.UpdateOrder;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.LiveSet;
import dev.quorate.state.Member;
import dev.quorate.state.MemberRole;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.RollLimit;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Brings a new template to the pods, one at a time. There is no record of it: what is to do follows from the revisions, so a
 * newer commit, a crash or a stop finds it between two pods, and a pod that was let go is waited for whoever asks.
 *
 * <ol>
 *   <li>Pods that do not serve come first: they have nothing to lose.
 *   <li>Then the highest ordinal; with an engine whose leader is last, the leader waits for all others, and its leadership
 *       moves before it restarts.
 *   <li>Every pod that was updated is back, ready for {@code minReadySeconds}, and as a member healthy and caught up, before
 *       the next.
 *   <li>Where the StatefulSet controller replaces pods, its partition is lowered by one ordinal; where it must not, the pod is
 *       deleted.
 *   <li>When all are updated the partition goes back to rest.
 * </ol>
 */
final class Rolling {

    /** A container that ends so was started. */
    private static final Set<String> ENDED = Set.of(CrashLoops.REASON, "OOMKilled", "Error", "Completed");

    private final Situation situation;
    private final Roll roll;
    private final Optional<MemberSet> members;

    Rolling(Situation situation, DesiredComponent component) {
        this.situation = situation;
        this.roll = new Roll(situation, component);
        this.members = situation.traits(component).hasMembers()
                ? Optional.of(new MemberSet(situation, component))
                : Optional.empty();
    }

    /**
     * A pod of a template that never ran and is not wanted any more: the StatefulSet controller waits for it to be Ready
     * before it does anything else, so a revert alone would wait for ever. One that runs nothing can be taken away whatever
     * becomes of the quorum.
     */
    Optional<Decision> stuck() {
        return stuckPods()
                .filter(pod -> members.isEmpty() || !pod.running())
                .findFirst()
                .map(this::startAnew);
    }

    /** A stale pod that does not serve goes before members join or leave: what is new may be what mends it. */
    Optional<Decision> mend() {
        return settled() ? candidate().filter(pod -> !pod.ready()).flatMap(this::update) : Optional.empty();
    }

    Optional<Decision> next() {
        if (roll.live().isEmpty()) {
            return Optional.empty();
        }
        if (!settled()) {
            return Optional.of(
                    new Decision.Wait("the StatefulSet controller has not taken up the change of " + roll.name()));
        }
        return stuckPods()
                .findFirst()
                .map(this::startUnwell)
                .or(() -> candidate().flatMap(this::update))
                .or(this::rest);
    }

    private boolean settled() {
        return roll.live().filter(LiveSet::settledGeneration).isPresent();
    }

    private LiveSet live() {
        return roll.live().orElseThrow(() -> new IllegalStateException("the set exists at this point"));
    }

    private Stream<ObservedPod> stuckPods() {
        if (!settled()) {
            return Stream.empty();
        }
        return roll.set().pods().stream()
                .filter(pod -> roll.stale(pod) && !pod.ready() && !pod.terminating())
                .filter(pod -> !roll.onDelete() || neverStarted(pod))
                .filter(pod -> !pod.revision().equals(live().revisionFor(pod.ordinal())))
                .filter(pod -> !Losses.blank(Optional.of(pod)) && neverRan(pod.revision()));
    }

    /** Under OnDelete nothing restarts by itself; what never started does not restart. */
    private static boolean neverStarted(ObservedPod pod) {
        return !pod.running()
                && pod.trouble().filter(trouble -> !ENDED.contains(trouble)).isPresent();
    }

    private boolean neverRan(String revision) {
        return roll.set().pods().stream()
                .noneMatch(pod -> pod.ready() && pod.revision().equals(revision));
    }

    /** A file system that grows only when a pod starts: its pod restarts as for an update, in the same order and as guarded. */
    Optional<Decision> makeRoom() {
        Growth growth = new Growth(situation, roll.component());
        return settled() ? first(roll.current().filter(growth::needsStart)).map(this::restart) : Optional.empty();
    }

    private Decision restart(ObservedPod next) {
        return prepared(next)
                .orElseGet(() -> delete(
                        next,
                        "restart " + next.name() + ": its volume has grown, and the file system"
                                + " on it grows when it starts"));
    }

    private Optional<ObservedPod> candidate() {
        return first(roll.due().stream());
    }

    private Optional<ObservedPod> first(Stream<ObservedPod> pods) {
        boolean leaderLast = situation.traits(roll.component()).updateOrder() == UpdateOrder.LEADER_LAST;
        return pods.filter(pod -> !Losses.blank(Optional.of(pod)))
                .min(Comparator.comparing((ObservedPod pod) -> serves(pod) || !mayGoFirst())
                        .thenComparing(pod -> leaderLast && leads(pod))
                        .thenComparing(pod -> !serves(pod) && mayGoFirst() ? pod.ordinal() : -pod.ordinal()));
    }

    /** A controller that takes pods in their order stands still at the lowest that is not Ready; others pass it by. */
    private boolean mayGoFirst() {
        return live().limit().onDelete() || live().ordered();
    }

    private boolean serves(ObservedPod pod) {
        return pod.ready()
                && members.map(set -> set.member(pod.ordinal())
                                .filter(MemberSet::full)
                                .isPresent())
                        .orElse(true);
    }

    private boolean leads(ObservedPod pod) {
        return member(pod).filter(found -> found.role() == MemberRole.LEADER).isPresent();
    }

    private Optional<Member> member(ObservedPod pod) {
        return members.flatMap(set -> set.member(pod.ordinal()));
    }

    private Optional<Decision> update(ObservedPod next) {
        return Optional.of(prepared(next).orElseGet(() -> replace(next)));
    }

    /** What must be so, or be done, before a pod may go; empty when it may. */
    private Optional<Decision> prepared(ObservedPod next) {
        return othersAway(next)
                .<Decision>map(Decision.Wait::new)
                .or(() -> refused(next).map(Decision.Refuse::new))
                .or(() -> moved(next));
    }

    /** What else is on its way; a stale pod that does not serve is not waited for where it could only wait for this. */
    private Optional<String> othersAway(ObservedPod next) {
        boolean besideOthers = !serves(next) || !mayGoFirst();
        for (int ordinal = 0; ordinal < roll.set().replicas(); ordinal++) {
            Optional<ObservedPod> pod = roll.set().pod(ordinal);
            boolean waitsToo = pod.filter(found -> roll.stale(found) && roll.reached(found) && !found.terminating())
                    .isPresent();
            // In order, a missing pod above one that is not Ready is not made before that one is.
            boolean behind = pod.isEmpty() && live().ordered() && !next.ready() && ordinal > next.ordinal();
            if (ordinal != next.ordinal() && !behind && !(besideOthers && waitsToo)) {
                Optional<String> why = away(ordinal, pod);
                if (why.isPresent()) {
                    return why;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> away(int ordinal, Optional<ObservedPod> pod) {
        String name = roll.name() + "-" + ordinal;
        if (pod.isEmpty()) {
            return Optional.of(name + " is made");
        }
        if (pod.get().terminating()) {
            return Optional.of(name + " stops");
        }
        if (!pod.get().ready()) {
            return Optional.of(name + " is not Ready"
                    + pod.get().trouble().map(why -> ": " + why).orElse(""));
        }
        Optional<String> unsteady = unsteady(pod.get());
        if (unsteady.isPresent()) {
            return unsteady;
        }
        boolean whole = members.isEmpty()
                || member(pod.get())
                        .filter(found -> MemberSet.full(found) && found.caughtUp())
                        .isPresent();
        return whole || roll.stale(pod.get())
                ? Optional.empty()
                : Optional.of(name + " is no healthy "
                        + situation.traits(roll.component()).title() + " that has caught up yet");
    }

    /** Whether a pod waits for the template in force. */
    boolean waits() {
        return candidate().isPresent();
    }

    /** Those that have the template in force must be back with it. */
    Optional<Decision> back() {
        return IntStream.range(0, roll.set().replicas())
                .filter(ordinal -> !roll.stale(ordinal))
                .mapToObj(ordinal -> away(ordinal, roll.set().pod(ordinal)))
                .flatMap(Optional::stream)
                .findFirst()
                .map(Decision.Wait::new);
    }

    private Optional<String> unsteady(ObservedPod pod) {
        Duration steady = Duration.ofSeconds(
                live().object().live().at("/spec/minReadySeconds").asLong(0));
        boolean settles =
                !steady.isZero() && pod.ready() && pod.since().plus(steady).isAfter(situation.now());
        return settles
                ? Optional.of(pod.name() + " is Ready and must stay so for " + steady.toSeconds() + " s")
                : Optional.empty();
    }

    /** What was started or updated last has to prove itself too, before its app is as Git says. */
    Optional<Decision> steady() {
        return roll.live().stream()
                .flatMap(live -> roll.set().pods().stream())
                .flatMap(pod -> unsteady(pod).stream())
                .findFirst()
                .map(Decision.Wait::new);
    }

    private Optional<Refusal> refused(ObservedPod next) {
        return members.map(Guards::new)
                .flatMap(
                        guards -> serves(next) ? guards.restart(next.ordinal()) : guards.restartUnwell(next.ordinal()));
    }

    /** One without others to lead has nobody to move the leadership to. */
    private Optional<Decision> moved(ObservedPod next) {
        return members.filter(set -> set.view().voters() > 1)
                .flatMap(
                        set -> member(next).filter(set::handsOver).map(leader -> set.handOver(leader, next.ordinal())));
    }

    private Decision replace(ObservedPod next) {
        RollLimit limit = live().limit();
        if (next.terminating()) {
            return new Decision.Wait(next.name() + " stops");
        }
        if (limit.onDelete()) {
            return delete(next, "restart " + next.name() + " with the new template");
        }
        if (next.ordinal() >= limit.partition()) {
            return next.ready() || !live().ordered()
                    ? new Decision.Wait(next.name() + " restarts with the new template")
                    : startAnew(next);
        }
        return limit(
                RollLimit.from(next.ordinal()),
                "restart " + next.name() + " with the new template: partition " + limit.partition() + " → "
                        + next.ordinal());
    }

    private Decision startUnwell(ObservedPod pod) {
        return members.map(Guards::new)
                .flatMap(guards -> guards.restartUnwell(pod.ordinal()))
                .<Decision>map(Decision.Refuse::new)
                .orElseGet(() -> startAnew(pod));
    }

    private Decision startAnew(ObservedPod pod) {
        return delete(pod, "start " + pod.name() + " anew: it never ran what it has, and Git asks for something else");
    }

    private Decision delete(ObservedPod pod, String text) {
        return new Decision.Do(new Step.DeletePod(
                roll.component().name(), roll.name(), pod.ordinal(), pod.uid(), pod.resourceVersion(), text));
    }

    /** Not before the controller counts the update as done: until then it would make lower ordinals anew as they were. */
    private Optional<Decision> rest() {
        LiveSet live = live();
        if (live.limit().onDelete() || !roll.stale().isEmpty() || live.limit().partition() >= roll.rest()) {
            return Optional.empty();
        }
        if (!live.currentRevision().equals(live.updateRevision())) {
            return roll.set().readyPods() < live.replicas()
                    ? Optional.empty()
                    : Optional.of(new Decision.Wait("the update of " + roll.name() + " is counted as done"));
        }
        return Optional.of(hold("hold " + roll.name() + " again"));
    }

    /** Makes sure that what is applied next restarts nothing by itself. */
    Optional<Decision> holdFirst(boolean onDelete) {
        RollLimit limit = live().limit();
        if (onDelete) {
            return limit.onDelete()
                    ? Optional.empty()
                    : Optional.of(limit(RollLimit.ON_DELETE, "let " + roll.name() + " restart on deletion only"));
        }
        boolean held = !limit.onDelete() && limit.partition() >= roll.rest();
        return held ? Optional.empty() : Optional.of(hold("hold " + roll.name() + " before its template changes"));
    }

    private Decision hold(String why) {
        RollLimit limit = live().limit();
        return limit(RollLimit.from(roll.rest()), why + ": " + limit + " → " + roll.rest());
    }

    private Decision limit(RollLimit to, String text) {
        LiveSet live = live();
        return new Decision.Do(new Step.Limit(
                roll.component().name(),
                roll.name(),
                live.uid(),
                live.resourceVersion(),
                live.limit(),
                Objects.requireNonNull(to),
                text));
    }
}
