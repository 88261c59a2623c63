package dev.quorate.plan;

import dev.quorate.engine.ComponentTraits.Quorum;
import dev.quorate.state.Admission;
import dev.quorate.state.Member;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import java.util.Optional;
import java.util.function.IntPredicate;

/** The reasons to refuse a membership change, each with its name and its sentence. */
final class Guards {

    private final MemberSet members;
    private final MembershipView view;

    Guards(MemberSet members) {
        this.members = members;
        this.view = members.view();
    }

    /** A member joins only a whole cluster: with one member down, a joiner that fails would cost the quorum. */
    Optional<Refusal> join() {
        return view().or(this::alarm).or(this::openLearner).or(() -> othersWell(nobody -> false));
    }

    /**
     * Of V voters with H healthy, one healthy voter may leave if H−1 is still a majority of V−1. An ordinal whose identity has left already
     * counts for nothing in either.
     */
    Optional<Refusal> leave(int ordinal) {
        return view().or(this::alarm)
                .or(() -> openLearnerBut(ordinal))
                .or(() -> othersWell(other -> other == ordinal || Losses.expelled(members, other)))
                .or(() -> quorumWithout(ordinal))
                .or(() -> onlyThere(ordinal));
    }

    /** What no other member has goes with this one, and only a person can say whether it may. */
    private Optional<Refusal> onlyThere(int ordinal) {
        Optional<Member> leaving =
                members.member(ordinal).filter(member -> !member.alone().isEmpty());
        if (leaving.isEmpty()) {
            return Optional.empty();
        }
        Member member = leaving.get();
        Question question = new Question(Guard.DATA_ONLY_THERE, members.pod(ordinal), member.id());
        return question.answer(members.situation()).isPresent()
                ? Optional.empty()
                : Optional.of(Refusal.forPerson(
                        Guard.DATA_ONLY_THERE,
                        "Without " + members.pod(ordinal) + " this is lost, since no other member has it: "
                                + String.join(", ", member.alone())
                                + ". Move it or delete it; or, if it may go, write into the spec: " + question.line()));
    }

    /** A dead member is removed while the others are a majority of what then remains. */
    Optional<Refusal> replace(int ordinal) {
        return view().or(this::alarm).or(() -> quorumWithout(ordinal));
    }

    /** One that no commit asked for is removed like any other. */
    Optional<Refusal> remove(String name, Member stranger) {
        return view().or(this::alarm).or(() -> quorumWithout(name, Optional.of(stranger)));
    }

    /** A member that serves is away for a while: of V voters with H healthy, H−1 must still be a majority of V. */
    Optional<Refusal> restart(int ordinal) {
        return view().or(this::alarm)
                .or(() -> openLearnerBut(ordinal))
                .or(() -> othersWell(other -> other == ordinal))
                .or(() -> quorumWhileAway(ordinal));
    }

    /** A member that does not serve can be made anew while the others are a majority without it. */
    Optional<Refusal> restartUnwell(int ordinal) {
        return members.size() == 1 ? Optional.empty() : view().or(() -> quorumWhileAway(ordinal));
    }

    /** The only member has no majority to leave behind: its cluster is away while it restarts, and no order helps. */
    private Optional<Refusal> quorumWhileAway(int ordinal) {
        boolean healthy = members.member(ordinal).filter(MemberSet::full).isPresent();
        int left = view.healthyVoters() - (healthy ? 1 : 0);
        int needed = members.traits().quorum().neededWhileAway(view.voters(), healthy);
        if (!members.traits().founds() || view.voters() == 1 || left >= needed) {
            return Optional.empty();
        }
        return Optional.of(Refusal.passing(
                Guard.QUORUM_AT_RISK,
                "While " + members.pod(ordinal) + " restarts, " + left + " of " + view.voters() + " " + voters()
                        + " would be healthy, and " + needed(needed) + forWhat()));
    }

    private String voters() {
        return members.traits().title() + "s";
    }

    private static String needed(int count) {
        return count + (count == 1 ? " is" : " are") + " needed";
    }

    private String forWhat() {
        return members.traits().quorum() == Quorum.PRIMARY_AND_REPLICA ? " to keep the data." : " for a quorum.";
    }

    /** So many are proved dead that nothing can be done without a person. */
    boolean lost() {
        return view.quorumLost(members.traits().quorum().needed(view.voters()));
    }

    Optional<Refusal> view() {
        if (lost()) {
            return Optional.of(quorumLost());
        }
        return view.completeness().complete()
                ? Optional.empty()
                : Optional.of(Refusal.passing(
                        Guard.VIEW_INCOMPLETE,
                        "The members of " + members.wanted().name() + " are not all accounted for: "
                                + view.completeness().why()
                                + ". No member is added, removed or restarted on a partial view."));
    }

    Refusal quorumLost() {
        String troubles = MemberPlan.troubles(members);
        String byHand = members.situation().goal().engine().whenQuorumIsGone();
        return Refusal.forPerson(
                Guard.QUORUM_LOST,
                "Only " + view.healthyVoters() + " of "
                        + Text.count(view.voters(), members.traits().title()) + " of "
                        + members.wanted().name() + " answer, and "
                        + needed(members.traits().quorum().needed(view.voters()))
                        + (troubles.isEmpty() ? "" : " (" + troubles.substring(2) + ")")
                        + ". Nothing is added or removed: bring a member back, or restore a backup."
                        + (byHand.isEmpty() ? "" : " " + byHand));
    }

    Optional<Refusal> alarm() {
        if (!view.alarms().isEmpty()) {
            return Optional.of(Refusal.forPerson(
                    Guard.ENGINE_ALARM,
                    "The engine raises an alarm: " + String.join("; ", view.alarms())
                            + ". Clear it with the engine's own command first."));
        }
        return view.openOperations().isEmpty()
                ? Optional.empty()
                : Optional.of(Refusal.passing(
                        Guard.ENGINE_ALARM,
                        "The engine has not finished: " + String.join("; ", view.openOperations()) + "."));
    }

    /** H−1 ≥ majority of V−1, in the words of the person who reads it. */
    Optional<Refusal> quorumWithout(int ordinal) {
        return quorumWithout(members.pod(ordinal), members.member(ordinal));
    }

    private Optional<Refusal> quorumWithout(String name, Optional<Member> leaving) {
        boolean votes = leaving.filter(Member::voting).isPresent();
        boolean healthy = leaving.filter(MemberSet::full).isPresent();
        int voters = view.voters() - (votes ? 1 : 0);
        int left = view.healthyVoters() - (healthy ? 1 : 0);
        int needed = members.traits().quorum().neededAfter(voters, healthy);
        if (!members.traits().founds() || (voters > 0 && left >= needed)) {
            return Optional.empty();
        }
        return Optional.of(Refusal.passing(
                Guard.QUORUM_AT_RISK,
                "Without " + name + ", " + left + " of " + voters + " " + voters() + " would be healthy, and "
                        + needed(needed) + forWhat()));
    }

    private Optional<Refusal> openLearner() {
        return openLearnerBut(-1);
    }

    Optional<Refusal> openLearnerBut(int ordinal) {
        for (Member member : view.members()) {
            boolean joins = !member.voting() && member.role() != MemberRole.OBSERVER;
            if (joins && !member.pod().equals(Optional.of(members.pod(ordinal)))) {
                return Optional.of(Refusal.passing(
                        Guard.MEMBER_UNHEALTHY,
                        member.pod().orElse(member.id()) + " is still a learner; one membership change at a time."));
            }
        }
        return Optional.empty();
    }

    private Optional<Refusal> othersWell(IntPredicate excused) {
        for (Admission admission : members.admissions()) {
            if (excused.test(admission.ordinal())) {
                continue;
            }
            Optional<Member> member = members.member(admission.ordinal());
            if (member.filter(MemberSet::full).isEmpty()) {
                return Optional.of(Refusal.passing(
                        Guard.MEMBER_UNHEALTHY,
                        admission.pod() + " is not a healthy "
                                + members.traits().title() + " ("
                                + member.map(Member::detail)
                                        .filter(text -> !text.isEmpty())
                                        .orElse("no answer")
                                + "). Members join and leave only when all that stay are well."));
            }
            if (member.filter(Member::caughtUp).isEmpty()) {
                return Optional.of(Refusal.passing(
                        Guard.MEMBER_UNHEALTHY, admission.pod() + " is behind the leader; it must catch up first."));
            }
        }
        return Optional.empty();
    }
}
