package dev.quorate.plan;

import dev.quorate.state.Admission;
import dev.quorate.state.Member;
import dev.quorate.state.ObservedPod;
import java.util.Optional;

/** Members that cannot come back as they are, and so must be replaced. */
final class Losses {

    static final String CRASHED = "CrashLoopBackOff";

    private Losses() {}

    static Optional<Admission> first(MemberSet members) {
        return members.admissions().stream().filter(a -> lost(members, a)).findFirst();
    }

    /** One that is not the concern of the running operation. */
    static Optional<Admission> besides(MemberSet members, int ordinal) {
        return members.admissions().stream()
                .filter(admission -> admission.ordinal() != ordinal)
                .filter(admission -> lost(members, admission))
                .findFirst();
    }

    static boolean blank(Optional<ObservedPod> pod) {
        return pod.map(ObservedPod::admission)
                .filter(ObservedPod.Turned.AWAY_BLANK_VOLUME::equals)
                .isPresent();
    }

    private static boolean lost(MemberSet members, Admission admission) {
        Optional<ObservedPod> pod = members.live().pod(admission.ordinal());
        Optional<Member> member = members.member(admission.ordinal());
        return blank(pod) || expelled(members, admission, member) || stillborn(admission, member, pod);
    }

    /** Its data is there, and the cluster does not list it any more. */
    private static boolean expelled(MemberSet members, Admission admission, Optional<Member> member) {
        return admission.state() == Admission.State.STARTED
                && member.isEmpty()
                && members.view().completeness().complete();
    }

    /** A founder whose volume was lost before it was ever whole: the others have it on their list, and it cannot start. */
    private static boolean stillborn(Admission admission, Optional<Member> member, Optional<ObservedPod> pod) {
        return admission.state() == Admission.State.NEW
                && member.filter(found -> found.health() == Member.Health.DEAD).isPresent()
                && pod.flatMap(ObservedPod::trouble).filter(CRASHED::equals).isPresent();
    }
}
