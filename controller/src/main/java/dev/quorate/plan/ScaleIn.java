package dev.quorate.plan;

import dev.quorate.engine.ComponentTraits.LeaverDuty;
import dev.quorate.engine.MemberAction;
import dev.quorate.state.Member;
import dev.quorate.state.OperationRecord;
import dev.quorate.state.OperationRecord.Phase;
import java.util.Optional;

/**
 * Removes one member, always the highest ordinal: leadership moved, identity removed by a survivor, and only then the pod.
 * Before the identity is removed the operation can be given up; afterwards it runs to its end.
 */
final class ScaleIn {

    private final MemberSet members;
    private final OperationRecord record;
    private final Guards guards;

    ScaleIn(MemberSet members, OperationRecord record) {
        this.members = members;
        this.record = record;
        this.guards = new Guards(members);
    }

    Decision goOn() {
        return switch (record.phase()) {
            case DRAINING -> drain();
            case LEAVING -> leave();
            case STOPPING -> stop();
            default -> throw new IllegalStateException("a scale-in has no phase " + record.phase());
        };
    }

    /** The very member that this operation means: an ordinal that joined anew has another identity. */
    private Optional<Member> leaver() {
        return record.memberId()
                .flatMap(members.view()::byId)
                .or(() -> record.memberId().isEmpty() ? members.member(record.ordinal()) : Optional.empty());
    }

    private Decision drain() {
        boolean stays = members.component().units() > record.ordinal() || members.stops();
        if (stays && members.cancels(record)) {
            return MemberSet.remember(
                    members.memory().end(), record.pod() + " stays: a newer commit wants it, and it has not left");
        }
        Optional<Refusal> no = guards.leave(record.ordinal());
        if (no.isPresent()) {
            return repairFirst().orElseGet(() -> new Decision.Refuse(no.get()));
        }
        if (leaver().filter(members::handsOver).isPresent()) {
            return members.handOver(leaver().orElseThrow(), record.ordinal());
        }
        return emptied()
                .orElseGet(() -> MemberSet.rememberSurely(
                        members.memory().with(record.in(Phase.LEAVING)),
                        record.pod() + " may leave: from here it must"));
    }

    /** One that does not answer can move nothing itself; what only it had is asked about before. */
    private Optional<Decision> emptied() {
        LeaverDuty duty = members.traits().leaverDuty();
        boolean moves = duty == LeaverDuty.DRAIN_PREFERRED || duty == LeaverDuty.MOVE_DATA;
        return leaver().filter(member -> moves && member.departure() != Member.Departure.EMPTIED)
                .filter(member -> duty == LeaverDuty.MOVE_DATA || !member.silent())
                .map(member -> members.call(
                        new MemberAction.PrepareLeave(record.pod(), member.id()),
                        "move what " + record.pod() + " holds to the others",
                        false));
    }

    /**
     * Another member is lost, and this one may not leave before that is mended: the cluster lists it still, so the operation
     * can be given up. A woken writer that removes it after all finds its identity lost, and it is replaced like others.
     */
    private Optional<Decision> repairFirst() {
        return Losses.besides(members, record.ordinal())
                .filter(lost -> leaver().isPresent())
                .map(lost -> MemberSet.remember(
                        members.memory().end(), record.pod() + " stays for now: " + lost.pod() + " is replaced first"));
    }

    private Decision leave() {
        Optional<Refusal> no = guards.view();
        if (no.isPresent()) {
            return new Decision.Refuse(no.get());
        }
        if (leaver().isEmpty()) {
            return MemberSet.remember(
                    members.memory().with(record.in(Phase.STOPPING)).dismiss(record.set(), record.ordinal()),
                    record.pod() + " has left the cluster");
        }
        if (leaver().filter(members::handsOver).isPresent()) {
            return members.handOver(leaver().orElseThrow(), record.ordinal());
        }
        return guards.quorumWithout(record.ordinal())
                .map(risk -> repairFirst().orElseGet(() -> new Decision.Refuse(risk)))
                .orElseGet(() -> remove(leaver().orElseThrow()));
    }

    /** Those who watch it forget nobody whom they still see: then the pod goes first. */
    private Decision remove(Member leaver) {
        return members.watched()
                ? MemberSet.rememberSurely(
                        members.memory().with(record.in(Phase.STOPPING)).dismiss(record.set(), record.ordinal()),
                        record.pod() + " is not needed any more, and stops")
                : members.call(
                        new MemberAction.Leave(record.pod(), leaver.id()),
                        "remove " + record.pod() + " from the cluster",
                        true);
    }

    private Decision stop() {
        if (members.live().replicas() > record.ordinal()) {
            return needed().orElseGet(() -> members.scale(record.ordinal()));
        }
        if (members.live().pod(record.ordinal()).isPresent()) {
            return new Decision.Wait(record.pod() + " stops");
        }
        return leaver().map(member -> guards.view()
                        .<Decision>map(Decision.Refuse::new)
                        .orElseGet(() -> members.forget(member, record.pod())))
                .orElseGet(() ->
                        MemberSet.remember(members.memory().end(), record.pod() + " is gone; its volume is kept"));
    }

    /** One that the others still watch may have become the leader since, without our doing. */
    private Optional<Decision> needed() {
        return leaver().flatMap(member -> guards.view()
                .or(() -> guards.quorumWithout(record.ordinal()))
                .<Decision>map(Decision.Refuse::new)
                .or(() -> Optional.of(member)
                        .filter(members::handsOver)
                        .map(leader -> members.handOver(leader, record.ordinal()))));
    }
}
