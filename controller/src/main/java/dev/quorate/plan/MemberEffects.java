package dev.quorate.plan;

import dev.quorate.engine.ComponentTraits;
import dev.quorate.engine.MemberAction;
import dev.quorate.state.Admission;
import dev.quorate.state.AppMemory;
import dev.quorate.state.Member;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a successful engine call changes in the view of the members. */
final class MemberEffects {

    private MemberEffects() {}

    static MembershipView after(MemberAction action, MembershipView view, ComponentTraits traits) {
        if (action instanceof MemberAction.PrepareJoin join) {
            List<Member> members = new ArrayList<>(view.members());
            members.add(
                    traits.founds()
                            ? member("new-" + join.pod(), join.pod(), MemberRole.LEARNER, false)
                            : listed("new-" + join.pod(), join.pod()));
            return view.withMembers(members);
        }
        if (action instanceof MemberAction.CompleteJoin join) {
            return each(view, m -> is(m, join.pod()) ? member(m.id(), join.pod(), full(traits), true) : m);
        }
        if (action instanceof MemberAction.PrepareLeave leave) {
            return each(view, m -> m.id().equals(leave.memberId()) ? m.departing(Member.Departure.EMPTIED) : m);
        }
        if (action instanceof MemberAction.Leave leave) {
            return without(view, leave.memberId());
        }
        if (action instanceof MemberAction.FinalizeLeave leave) {
            return without(view, leave.memberId());
        }
        if (action instanceof MemberAction.Switchover move) {
            return each(view, m -> in(m, m.id().equals(move.toId()) ? MemberRole.LEADER : follower(m)));
        }
        return view;
    }

    /** Every admitted member is whole: what waiting leads to when nothing goes wrong. */
    static MembershipView settled(
            MembershipView view,
            List<Admission> admissions,
            Optional<AppMemory.Initialised> founded,
            ComponentTraits traits) {
        boolean allWereStopped = view.members().isEmpty();
        List<Member> members = new ArrayList<>();
        for (Admission admission : admissions) {
            view.byPod(admission.pod())
                    .map(member -> member.role() == MemberRole.LEARNER && !traits.completesJoin()
                            ? member(member.id(), admission.pod(), full(traits), true)
                            : healthy(member))
                    .or(() -> arriving(admission, allWereStopped, traits))
                    .ifPresent(members::add);
        }
        view.members().stream()
                .filter(member -> admissions.stream().noneMatch(a -> is(member, a.pod())))
                .forEach(members::add);
        return new MembershipView(
                MembershipView.Completeness.COMPLETE,
                view.clusterId()
                        .or(() -> founded.map(AppMemory.Initialised::clusterId))
                        .or(() -> Optional.of("new")),
                members,
                List.of(),
                view.alarms(),
                view.replication());
    }

    static MembershipView complete(MembershipView view) {
        return view.judged(MembershipView.Completeness.COMPLETE);
    }

    private static MembershipView without(MembershipView view, String id) {
        return view.withMembers(view.members().stream()
                .filter(member -> !member.id().equals(id))
                .toList());
    }

    private static boolean is(Member member, String pod) {
        return member.pod().equals(Optional.of(pod));
    }

    /** Where nobody leads all are alike. */
    private static MemberRole full(ComponentTraits traits) {
        if (!traits.founds()) {
            return MemberRole.OBSERVER;
        }
        return traits.roleSource() == ComponentTraits.RoleSource.NONE ? MemberRole.PEER : MemberRole.FOLLOWER;
    }

    /** Who appears in the cluster without having been announced; empty for a pod that waits to be. */
    private static Optional<Member> arriving(Admission admission, boolean allWereStopped, ComponentTraits traits) {
        boolean starts = admission.state() == Admission.State.NEW
                || (allWereStopped && admission.state() == Admission.State.STARTED);
        MemberRole role =
                admission.ordinal() == 0 && full(traits) == MemberRole.FOLLOWER ? MemberRole.LEADER : full(traits);
        if (starts) {
            return Optional.of(member("new-" + admission.pod(), admission.pod(), role, traits.founds()));
        }
        if (traits.join() != ComponentTraits.Join.BY_POD || admission.state() != Admission.State.EXISTING) {
            return Optional.empty();
        }
        return Optional.of(
                traits.completesJoin()
                        ? member("new-" + admission.pod(), admission.pod(), MemberRole.LEARNER, false)
                        : member("new-" + admission.pod(), admission.pod(), full(traits), true));
    }

    private static MemberRole follower(Member member) {
        return member.role() == MemberRole.LEADER ? MemberRole.FOLLOWER : member.role();
    }

    private static Member healthy(Member seen) {
        return new Member(
                seen.id(),
                seen.pod(),
                seen.role(),
                seen.voting(),
                true,
                Member.Health.HEALTHY,
                true,
                seen.version(),
                "",
                seen.departure(),
                seen.alone());
    }

    private static Member in(Member member, MemberRole role) {
        return new Member(
                member.id(),
                member.pod(),
                role,
                member.voting(),
                member.started(),
                member.health(),
                member.caughtUp(),
                member.version(),
                member.detail(),
                member.departure(),
                member.alone());
    }

    /** An observer that has not started yet. */
    private static Member listed(String id, String pod) {
        return new Member(
                id,
                Optional.of(pod),
                MemberRole.OBSERVER,
                false,
                false,
                Member.Health.UNHEALTHY,
                false,
                Optional.empty(),
                "");
    }

    private static Member member(String id, String pod, MemberRole role, boolean voting) {
        return new Member(id, Optional.of(pod), role, voting, true, Member.Health.HEALTHY, true, Optional.empty(), "");
    }

    private static MembershipView each(MembershipView view, UnaryOperator<Member> change) {
        return view.withMembers(view.members().stream().map(change).toList());
    }
}
