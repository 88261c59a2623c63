package dev.quorate.plan;

import dev.quorate.state.Admission;
import dev.quorate.state.Member;
import dev.quorate.state.MemberRole;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.OperationRecord;
import java.util.Comparator;
import java.util.Optional;

/** Members that cannot come back as they are, and so must be replaced. */
final class Losses {

    private Losses() {}

    /**
     * The one to replace first: a learner, since the engine admits no other beside it; then one that the cluster still lists,
     * since no member may join while a listed one is missing; then one that only has to join again.
     */
    static Optional<Admission> first(MemberSet members) {
        return members.admissions().stream()
                .filter(admission -> lost(members, admission))
                .min(Comparator.comparing(admission -> urgency(members.member(admission.ordinal()))));
    }

    private static int urgency(Optional<Member> member) {
        if (member.isEmpty()) {
            return 2;
        }
        return member.get().role() == MemberRole.LEARNER ? 0 : 1;
    }

    /** Another that the cluster still lists. */
    static boolean listedBesides(MemberSet members, int ordinal) {
        return members.admissions().stream()
                .filter(admission -> admission.ordinal() != ordinal && lost(members, admission))
                .anyMatch(admission -> members.member(admission.ordinal()).isPresent());
    }

    /** One that is not the concern of the running operation. */
    static Optional<Admission> besides(MemberSet members, int ordinal) {
        return members.admissions().stream()
                .filter(admission -> admission.ordinal() != ordinal)
                .filter(admission -> lost(members, admission))
                .findFirst();
    }

    /**
     * Whether the highest ordinal leaves before this one is mended: when it is this one; and, once the identity of this one has
     * left, while it is not wanted back or the voters are even in number, since then one less of them survives as many
     * failures, and what it frees may be what the other needs.
     */
    static boolean afterScaleIn(MemberSet members, int ordinal) {
        int last = members.size() - 1;
        boolean shrinks = members.component().units() <= last && !members.stops();
        boolean left = members.member(ordinal).isEmpty();
        boolean first = ordinal == last
                || (left && (!members.wants(ordinal) || members.view().voters() % 2 == 0));
        return shrinks && first && new Guards(members).leave(last).isEmpty();
    }

    static boolean blank(Optional<ObservedPod> pod) {
        return pod.map(ObservedPod::admission)
                .filter(ObservedPod.Turned.AWAY_BLANK_VOLUME::equals)
                .isPresent();
    }

    /** Who comes back by itself, with a blank volume too, is never lost. */
    static boolean lost(MemberSet members, Admission admission) {
        if (members.traits().comesBack()) {
            return false;
        }
        Optional<ObservedPod> pod = members.live().pod(admission.ordinal());
        Optional<Member> member = members.member(admission.ordinal());
        return blank(pod) || expelled(members, admission.ordinal()) || leftBehind(members, admission, member);
    }

    /** It is admitted, and the cluster does not list it any more: what its volume holds is of an identity that is gone. */
    static boolean expelled(MemberSet members, int ordinal) {
        return members.member(ordinal).isEmpty()
                && members.view().completeness().complete();
    }

    /** A founder that was not whole when the founding ended: it may not found any more, and joins as somebody new. */
    private static boolean leftBehind(MemberSet members, Admission admission, Optional<Member> member) {
        boolean founding = members.memory()
                .operation()
                .filter(record -> record.type() == OperationRecord.Type.BOOTSTRAP)
                .isPresent();
        return !founding
                && admission.state() == Admission.State.NEW
                && member.filter(found -> found.health() == Member.Health.DEAD).isPresent();
    }
}
