package dev.quorate.plan;

import dev.quorate.engine.ComponentTraits;
import dev.quorate.engine.MemberAction;
import dev.quorate.state.Admission;
import dev.quorate.state.Member;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.OperationRecord;
import dev.quorate.state.OperationRecord.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Adds one member: announced to the cluster, admitted, started, promoted. Until it is a full member it can be taken back,
 * which touches no quorum; from then on the operation is finished and undone by a scale-in.
 */
final class ScaleOut {

    private static final Optional<Admission.State> STARTED = Optional.of(Admission.State.STARTED);

    private final MemberSet members;
    private final OperationRecord record;
    private final Guards guards;

    ScaleOut(MemberSet members, OperationRecord record) {
        this.members = members;
        this.record = record;
        this.guards = new Guards(members);
    }

    Decision goOn() {
        return switch (record.phase()) {
            case JOINING -> announce();
            case STARTING -> start();
            case CANCELLING -> takeBack();
            default -> throw new IllegalStateException("a scale-out has no phase " + record.phase());
        };
    }

    private boolean wantedBack() {
        return members.component().units() <= record.ordinal() && members.cancels(record);
    }

    private Optional<Member> joiner() {
        return members.member(record.ordinal());
    }

    private Decision announce() {
        if (joiner().isPresent()) {
            return admit(joiner().orElseThrow());
        }
        if (wantedBack()) {
            return guards.view()
                    .<Decision>map(Decision.Refuse::new)
                    .orElseGet(() -> MemberSet.remember(
                            members.memory().end(), record.pod() + " is no longer wanted, and was not announced"));
        }
        if (members.traits().join() != ComponentTraits.Join.BEFORE_POD) {
            return admitUnannounced();
        }
        return guards.join()
                .map(this::refuseOrRepair)
                .orElseGet(() -> members.call(
                        new MemberAction.PrepareJoin(record.pod(), record.set()),
                        "add " + record.pod() + " to the cluster as a learner",
                        false));
    }

    private Decision refuseOrRepair(Refusal no) {
        return Losses.besides(members, record.ordinal())
                .map(lost -> MemberSet.remember(
                        members.memory().end(), record.pod() + " joins later: " + lost.pod() + " is replaced first"))
                .orElseGet(() -> new Decision.Refuse(no));
    }

    private Decision admit(Member joiner) {
        Admission admission = members.admission(record, Admission.State.EXISTING, members.peers());
        return MemberSet.remember(
                members.memory()
                        .with(record.in(Phase.STARTING).meaning(joiner.id()))
                        .admit(admission),
                "admit " + record.pod());
    }

    /** Engines whose pods join by themselves, or after they run, have no identity before that. */
    private Decision admitUnannounced() {
        List<String> peers = new ArrayList<>(members.peers());
        peers.add(record.pod());
        return MemberSet.remember(
                members.memory()
                        .with(record.in(Phase.STARTING))
                        .admit(members.admission(record, Admission.State.EXISTING, peers)),
                "admit " + record.pod());
    }

    private Decision start() {
        if (joiner().filter(MemberSet::full).isPresent()) {
            return MemberSet.remember(
                    members.memory()
                            .admit(members.admission(record, Admission.State.STARTED, admittedPeers()))
                            .end(),
                    record.pod() + " is a full member");
        }
        boolean blank = Losses.blank(pod());
        Optional<Admission> lost = Losses.besides(members, record.ordinal());
        if (blank && joiner().filter(Member::voting).isPresent()) {
            return MemberSet.remember(
                    members.memory().end(), record.pod() + " is a member and has lost its volume: it is replaced next");
        }
        boolean vanished = record.memberId().isPresent()
                && joiner().isEmpty()
                && members.view().completeness().complete();
        boolean takenBack = wantedBack() || vanished || blank || lost.isPresent();
        if (takenBack && joiner().filter(Member::voting).isEmpty()) {
            return MemberSet.remember(
                    members.memory().with(record.in(Phase.CANCELLING)), whyCancelled(vanished, blank, lost));
        }
        if (members.live().replicas() <= record.ordinal()) {
            return members.scale(record.ordinal() + 1);
        }
        Optional<Admission> admission = members.memory().admission(record.set(), record.ordinal());
        if (joiner().filter(Member::started).isPresent()
                && !admission.map(Admission::state).equals(STARTED)) {
            return MemberSet.remember(
                    members.memory().admit(members.admission(record, Admission.State.STARTED, admittedPeers())),
                    record.pod() + " has started: from now on its blank volume would mean lost data");
        }
        if (pod().isPresent() && CrashLoops.only(members, pod().get())) {
            return CrashLoops.startAnew(members, pod().get());
        }
        if (pod().filter(ObservedPod::running).isEmpty()) {
            return new Decision.Wait(record.pod() + " starts"
                    + pod().flatMap(ObservedPod::trouble).map(why -> ": " + why).orElse(""));
        }
        if (joiner().filter(member -> !member.started()).isPresent()) {
            return new Decision.Wait(record.pod() + " runs, and has not reached the cluster yet");
        }
        return members.call(
                new MemberAction.CompleteJoin(record.pod(), record.memberId().orElse("")),
                "promote " + record.pod() + " to a voter when it has caught up",
                false);
    }

    private String whyCancelled(boolean vanished, boolean blank, Optional<Admission> lost) {
        if (lost.isPresent()) {
            return record.pod() + " joins later: " + lost.get().pod() + " is replaced first";
        }
        if (blank) {
            return "the volume of " + record.pod() + " was lost before it was a full member";
        }
        return vanished
                ? record.pod() + " was removed from the cluster by somebody else"
                : record.pod() + " is no longer wanted, and is not a full member yet";
    }

    private Optional<ObservedPod> pod() {
        return members.live().pod(record.ordinal());
    }

    private List<String> admittedPeers() {
        return members.memory()
                .admission(record.set(), record.ordinal())
                .map(Admission::peers)
                .orElseGet(List::of);
    }

    /** Identity, admission, pod: in this order nothing can start that is no member. */
    private Decision takeBack() {
        if (joiner().filter(Member::voting).isPresent()) {
            return MemberSet.remember(
                    members.memory().with(record.in(Phase.STARTING)),
                    record.pod() + " has become a full member after all; that is finished first");
        }
        if (joiner().isPresent()) {
            return guards.view()
                    .<Decision>map(Decision.Refuse::new)
                    .orElseGet(() -> members.call(
                            new MemberAction.Leave(
                                    record.pod(), joiner().orElseThrow().id()),
                            "take back the learner " + record.pod(),
                            true));
        }
        return guards.view().<Decision>map(Decision.Refuse::new).orElseGet(this::dismiss);
    }

    private Decision dismiss() {
        if (members.memory().admission(record.set(), record.ordinal()).isPresent()) {
            return MemberSet.remember(
                    members.memory().dismiss(record.set(), record.ordinal()), record.pod() + " is admitted no more");
        }
        if (members.live().replicas() > record.ordinal()) {
            return members.scale(record.ordinal());
        }
        if (members.live().pod(record.ordinal()).isPresent()) {
            return new Decision.Wait(record.pod() + " stops");
        }
        return MemberSet.remember(members.memory().end(), "adding " + record.pod() + " is cancelled");
    }
}
