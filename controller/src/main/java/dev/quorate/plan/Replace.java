package dev.quorate.plan;

import dev.quorate.engine.ComponentTraits;
import dev.quorate.engine.MemberAction;
import dev.quorate.state.Admission;
import dev.quorate.state.AppMemory;
import dev.quorate.state.Member;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.OperationRecord;
import dev.quorate.state.OperationRecord.Phase;
import java.util.Optional;

/**
 * Replaces a member whose data is lost: the dead identity leaves, then the same ordinal joins again as somebody new. The
 * other way round the cluster would count one voter more than can answer.
 */
final class Replace {

    private final MemberSet members;
    private final OperationRecord record;
    private final Guards guards;
    private final Joiner joiner;

    Replace(MemberSet members, OperationRecord record) {
        this.members = members;
        this.record = record;
        this.guards = new Guards(members);
        this.joiner = new Joiner(members, record);
    }

    Decision goOn() {
        return switch (record.phase()) {
            case LEAVING -> leave();
            case JOINING -> join();
            case STARTING -> start();
            default -> throw new IllegalStateException("a replacement has no phase " + record.phase());
        };
    }

    private Decision leave() {
        Optional<Refusal> no = guards.view();
        if (no.isPresent()) {
            return new Decision.Refuse(no.get());
        }
        if (isBack() && record.attempt() == 0) {
            return stays("nothing was removed yet");
        }
        String dead = record.memberId().orElse("");
        if (members.watched()
                && members.view().byId(dead).filter(member -> !member.silent()).isPresent()) {
            return foundAgain();
        }
        if (members.view().byId(dead).isEmpty()) {
            return laterThanScaleIn()
                    .orElseGet(() -> MemberSet.remember(
                            members.memory().with(record.in(Phase.JOINING)), "the dead member " + dead + " has left"));
        }
        return guards.quorumWithout(record.ordinal())
                .map(risk -> repairFirst().orElseGet(() -> new Decision.Refuse(risk)))
                .orElseGet(() -> members.call(
                        new MemberAction.Leave(record.pod(), dead),
                        "remove the dead member " + record.pod() + " from the cluster",
                        true));
    }

    /** Who answers those that watch is found by them again, whether or not they had forgotten it. */
    private Decision foundAgain() {
        return MemberSet.remember(
                members.memory().with(record.in(Phase.STARTING).keepingPod()),
                record.pod() + " answers after all, and is no more to be forgotten");
    }

    private Decision join() {
        Optional<Refusal> no = guards.view();
        if (no.isPresent()) {
            return new Decision.Refuse(no.get());
        }
        Optional<Member> announced = joiner.member();
        if (announced.isPresent() || members.traits().join() != ComponentTraits.Join.BEFORE_POD) {
            OperationRecord next = record.in(Phase.STARTING);
            return MemberSet.remember(
                    members.memory()
                            .with(announced
                                    .map(member -> next.meaning(member.id()))
                                    .orElse(next.meaningNobody()))
                            .admit(members.admission(record, Admission.State.EXISTING, members.peers())),
                    "admit " + record.pod() + " anew");
        }
        Optional<Decision> later = laterThanScaleIn();
        if (later.isPresent()) {
            return later.get();
        }
        boolean learner = guards.openLearnerBut(record.ordinal()).isPresent();
        if (learner || Losses.listedBesides(members, record.ordinal())) {
            return MemberSet.remember(
                    members.memory().end(),
                    record.pod() + " joins later: another member must be brought in order first");
        }
        return members.call(
                new MemberAction.PrepareJoin(record.pod(), record.set()),
                "add " + record.pod() + " to the cluster as " + members.joiner(),
                false);
    }

    private boolean isBack() {
        return joiner.whole() && !joiner.lostVolume();
    }

    /**
     * Nobody has raised the fence for the call that removes it, and nobody can any more when this record is gone. Once one has,
     * only a loss that keeps the removal from its end is a reason: a woken writer that removes it after all finds its identity
     * lost, and it is replaced like others.
     */
    private Decision stays(String why) {
        AppMemory memory = joiner.admission()
                .map(admission -> members.memory().admit(admission.started()))
                .orElse(members.memory());
        return MemberSet.remember(memory.end(), record.pod() + " is a full member again and stays: " + why);
    }

    private Optional<Decision> repairFirst() {
        return Losses.besides(members, record.ordinal())
                .filter(lost -> isBack())
                .map(lost -> stays(lost.pod() + " is replaced first"));
    }

    private Optional<Decision> laterThanScaleIn() {
        return Losses.afterScaleIn(members, record.ordinal())
                ? Optional.of(MemberSet.remember(
                        members.memory().end(),
                        "the dead member " + record.pod() + " has left; " + members.pod(members.size() - 1)
                                + " leaves before it could join again"))
                : Optional.empty();
    }

    private Decision start() {
        if (joiner.whole()) {
            Admission admission = joiner.admission()
                    .orElseGet(() -> members.admission(record, Admission.State.STARTED, members.peers()));
            return MemberSet.remember(
                    members.memory().admit(admission.started()).end(), record.pod() + " is replaced");
        }
        if (joiner.vanished()) {
            return MemberSet.remember(
                    members.memory().end(), record.pod() + " was removed by somebody else; it joins anew, as another");
        }
        Optional<ObservedPod> old =
                joiner.pod().filter(pod -> Optional.of(pod.uid()).equals(record.podUid()));
        if (old.isPresent()) {
            return makeAnew(old.get());
        }
        if (joiner.lostVolume()) {
            return MemberSet.remember(
                    members.memory().end(), "the volume of " + record.pod() + " was lost again before it was replaced");
        }
        return joiner.goOn();
    }

    private Decision makeAnew(ObservedPod old) {
        if (old.terminating()) {
            return new Decision.Wait(record.pod() + " stops, to start anew");
        }
        return new Decision.Do(new Step.DeletePod(
                members.component().name(),
                record.set(),
                record.ordinal(),
                old.uid(),
                old.resourceVersion(),
                "start " + record.pod() + " anew"));
    }
}
