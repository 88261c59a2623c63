package dev.quorate.plan;

import dev.quorate.engine.Boundaries;
import dev.quorate.engine.ComponentTraits;
import dev.quorate.engine.MemberAction;
import dev.quorate.state.Admission;
import dev.quorate.state.AppMemory;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.DesiredSet;
import dev.quorate.state.LiveSet;
import dev.quorate.state.Member;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.ObservedSet;
import dev.quorate.state.OperationRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One component whose pods are members of a cluster: its set, its members, and who is admitted. */
record MemberSet(Situation situation, DesiredComponent component) {

    MemberSet(Situation situation, String component) {
        this(situation, situation.goal().desired().component(component));
    }

    ComponentTraits traits() {
        return situation.traits(component);
    }

    AppMemory memory() {
        return situation.memory();
    }

    DesiredSet wanted() {
        return Situation.onlySet(component);
    }

    ObservedSet live() {
        return situation.observed().set(wanted().name());
    }

    MembershipView view() {
        return situation
                .observed()
                .membership()
                .getOrDefault(component.name(), MembershipView.silent("no member runs yet"));
    }

    List<Admission> admissions() {
        return memory().admissions(wanted().name());
    }

    /** How many members there are meant to be right now; the units in Git are where this goes, one by one. */
    int size() {
        return admissions().size();
    }

    /**
     * The pods below this ordinal are members that nobody is taking away: if somebody lowered the replicas by hand they come
     * back before anything else is looked at.
     */
    int floor() {
        return memory().operation()
                .filter(record -> record.component().equals(component.name()))
                .filter(record -> record.type() == OperationRecord.Type.SCALE_OUT
                        || record.type() == OperationRecord.Type.SCALE_IN)
                .map(OperationRecord::ordinal)
                .orElse(size());
    }

    Optional<Decision> missingPods() {
        return live().replicas() < floor() ? Optional.of(scale(floor())) : Optional.empty();
    }

    /** Whether an operation that nobody wants any more is taken back where it stands. */
    boolean cancels(OperationRecord record) {
        return situation.goal().engine().boundaries().at(record).equals(Optional.of(Boundaries.Boundary.CANCEL));
    }

    /** Whether the member of this ordinal is to run, as Git says now. */
    boolean wants(int ordinal) {
        return ordinal < component.units() && !stops();
    }

    /** Whether all members are to stop as they are. */
    boolean stops() {
        return situation.goal().app().lifecycle().stopped();
    }

    String pod(int ordinal) {
        return wanted().podName(ordinal);
    }

    /** Whether its members only have to be forgotten by those who watch them, once their pods are gone. */
    boolean watched() {
        return traits().leave() == ComponentTraits.Leave.WATCHERS;
    }

    Optional<Member> member(int ordinal) {
        return view().byPod(pod(ordinal));
    }

    /** It has all that it joined for: its vote, or as an observer that it follows. */
    static boolean full(Member member) {
        return (member.voting() || member.role() == MemberRole.OBSERVER) && member.health() == Member.Health.HEALTHY;
    }

    /** As what it joins. */
    String joiner() {
        return traits().founds() ? "a learner" : "an observer";
    }

    /** The pods of all members in the order of their ordinals: what a joiner is told. */
    List<String> peers() {
        List<String> peers = new ArrayList<>();
        view().members().forEach(member -> member.pod().ifPresent(peers::add));
        peers.sort(Comparator.comparingInt((String pod) -> ordinal(pod)));
        return peers;
    }

    private static int ordinal(String pod) {
        return Integer.parseInt(pod.substring(pod.lastIndexOf('-') + 1));
    }

    OperationRecord operation(
            OperationRecord.Type type, int ordinal, OperationRecord.Phase phase, Optional<String> memberId) {
        return new OperationRecord(
                memory().operations() + 1,
                type,
                component.name(),
                wanted().name(),
                ordinal,
                phase,
                memberId,
                live().pod(ordinal).map(ObservedPod::uid),
                Optional.empty(),
                situation.goal().commit(),
                situation.now(),
                0);
    }

    Admission admission(OperationRecord record, Admission.State state, List<String> peers) {
        return new Admission(component.name(), wanted().name(), record.ordinal(), record.incarnation(), state, peers);
    }

    static Decision remember(AppMemory memory, String text) {
        return new Decision.Do(new Step.Remember(memory, text, false));
    }

    /** For what must be decided on consistent reads although the write itself takes nothing away. */
    static Decision rememberSurely(AppMemory memory, String text) {
        return new Decision.Do(new Step.Remember(memory, text, true));
    }

    /** Of a pod that is gone. */
    Decision forget(Member member, String pod) {
        return call(new MemberAction.Leave(pod, member.id()), "let the watchers forget " + pod, true);
    }

    Decision call(MemberAction action, String text, boolean destructive) {
        return new Decision.Do(new Step.Call(component.name(), action, text, destructive));
    }

    /** Whether this member leads and can give that to another; where no command moves the leadership, the others elect. */
    boolean handsOver(Member member) {
        return member.role() == MemberRole.LEADER
                && traits().leaverDuty() == ComponentTraits.LeaverDuty.HAND_OVER_LEADERSHIP;
    }

    /** To one that runs what Git asks for, if there is one: the leadership then need not move again. */
    Decision handOver(Member leader, int ordinal) {
        Roll roll = new Roll(situation, component);
        Optional<Member> successor = admissions().stream()
                .map(Admission::ordinal)
                .filter(other -> other != ordinal)
                .sorted(Comparator.comparing((Integer other) -> roll.stale(other))
                        .thenComparing(other -> other))
                .flatMap(other -> member(other).stream())
                .filter(MemberSet::full)
                .filter(Member::caughtUp)
                .findFirst();
        if (successor.isEmpty()) {
            return new Decision.Refuse(Refusal.passing(
                    Guard.NO_SUCCESSOR,
                    pod(ordinal) + " is the leader, and no other member is healthy and caught up to take over."));
        }
        return call(
                new MemberAction.Switchover(leader.id(), successor.get().id()),
                "move the leadership from " + pod(ordinal) + " to "
                        + successor.get().pod().orElse(successor.get().id()),
                false);
    }

    Decision scale(int to) {
        LiveSet set = live().live().orElseThrow(() -> new IllegalStateException("the set exists at this point"));
        String more = to > set.replicas() + 1 ? " to " + pod(to - 1) : "";
        String what = to > set.replicas()
                ? "start " + pod(set.replicas()) + more + ": replicas " + set.replicas() + " → " + to
                : "stop " + pod(set.replicas() - 1) + ": replicas " + set.replicas() + " → " + to;
        return new Decision.Do(new Step.Scale(
                component.name(), wanted().name(), set.uid(), set.resourceVersion(), set.replicas(), to, what));
    }
}
