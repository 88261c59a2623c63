package dev.quorate.plan;

import dev.quorate.engine.ComponentTraits;
import dev.quorate.engine.MemberAction;
import dev.quorate.state.Admission;
import dev.quorate.state.AppMemory;
import dev.quorate.state.Member;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import dev.quorate.state.Passwords;
import dev.quorate.state.Passwords.Next;
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
            return each(
                    beside(join.pod(), m -> m.departing(Member.Departure.STAYS), view, traits),
                    m -> is(m, join.pod()) ? member(m.id(), join.pod(), full(m, traits), true) : m);
        }
        if (action instanceof MemberAction.PrepareLeave leave) {
            return each(
                    beside(leave.pod(), m -> m.departing(Member.Departure.EMPTIED), view, traits),
                    m -> m.id().equals(leave.memberId()) ? m.departing(Member.Departure.EMPTIED) : m);
        }
        if (action instanceof MemberAction.Leave leave) {
            return without(beside(leave.pod(), MemberEffects::idle, view, traits), leave.memberId());
        }
        if (action instanceof MemberAction.FinalizeLeave leave) {
            return without(view, leave.memberId());
        }
        if (action instanceof MemberAction.Switchover move) {
            return each(view, m -> in(m, moved(m, move)));
        }
        if (action instanceof MemberAction.ChangePassword change) {
            return view.with(view.passwords().map(passwords -> changed(passwords, change)));
        }
        return view;
    }

    private static Passwords changed(Passwords passwords, MemberAction.ChangePassword change) {
        return switch (change.turn()) {
            case MAKE_UP -> passwords.of(change.generation());
            case TAKE ->
                passwords.after(
                        switch (passwords.next()) {
                            case TAKE -> Next.USE;
                            case TAKE_MADE_UP -> Next.TELL;
                            default -> Next.NOTHING;
                        });
            case TELL -> passwords.after(Next.USE);
            case USE -> passwords.former(Optional.of(change.at()));
            case FORGET -> passwords.former(Optional.empty());
        };
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
                    .or(() -> arriving(admission, allWereStopped, view, traits))
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
                view.replication(),
                view.passwords().map(passwords -> passwords.after(passwords.next())));
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

    /** Who leads its shard is no follower by getting back its share. */
    private static MemberRole full(Member member, ComponentTraits traits) {
        return member.role() == MemberRole.LEADER ? MemberRole.LEADER : full(traits);
    }

    /** Where nobody leads all are alike. */
    private static MemberRole full(ComponentTraits traits) {
        if (!traits.founds()) {
            return MemberRole.OBSERVER;
        }
        return traits.roleSource() == ComponentTraits.RoleSource.NONE ? MemberRole.PEER : MemberRole.FOLLOWER;
    }

    /** Who appears in the cluster without having been announced; empty for a pod that waits to be. */
    private static Optional<Member> arriving(
            Admission admission, boolean allWereStopped, MembershipView view, ComponentTraits traits) {
        boolean starts = admission.state() == Admission.State.NEW
                || (allWereStopped && admission.state() == Admission.State.STARTED);
        boolean first = traits.sharded() ? admission.ordinal() % traits.sizes().step() == 0 : admission.ordinal() == 0;
        MemberRole role = first && full(traits) == MemberRole.FOLLOWER ? MemberRole.LEADER : full(traits);
        if (starts) {
            return Optional.of(member("new-" + admission.pod(), admission.pod(), role, traits.founds()));
        }
        if (traits.join() != ComponentTraits.Join.BY_POD || admission.state() != Admission.State.EXISTING) {
            return Optional.empty();
        }
        if (traits.sharded()) {
            return Optional.of(sharing(admission, view, traits));
        }
        return Optional.of(
                traits.completesJoin()
                        ? member("new-" + admission.pod(), admission.pod(), MemberRole.LEARNER, false)
                        : member("new-" + admission.pod(), admission.pod(), full(traits), true));
    }

    /** The first of a shard waits for the second, with which it gets its share; one that comes back finds it there. */
    private static Member sharing(Admission admission, MembershipView view, ComponentTraits traits) {
        String id = "new-" + admission.pod();
        Optional<Member> other = view.members().stream()
                .filter(member -> member.pod()
                        .filter(pod -> shares(pod, admission.pod(), traits))
                        .isPresent())
                .findFirst();
        if (other.isEmpty()) {
            return member(id, admission.pod(), MemberRole.LEADER, true).departing(Member.Departure.IDLE);
        }
        return other.get().departure() == Member.Departure.IDLE
                ? member(id, admission.pod(), MemberRole.LEARNER, false)
                : member(id, admission.pod(), MemberRole.FOLLOWER, true);
    }

    private static MemberRole moved(Member member, MemberAction.Switchover move) {
        if (member.id().equals(move.toId())) {
            return MemberRole.LEADER;
        }
        return member.id().equals(move.fromId()) ? MemberRole.FOLLOWER : member.role();
    }

    /** Those that share with a pod what it has get it and give it away with it. */
    private static MembershipView beside(
            String pod, UnaryOperator<Member> change, MembershipView view, ComponentTraits traits) {
        return each(
                view, m -> m.pod().filter(other -> shares(other, pod, traits)).isPresent() ? change.apply(m) : m);
    }

    private static Member idle(Member member) {
        return member.departure() == Member.Departure.EMPTIED ? member.departing(Member.Departure.IDLE) : member;
    }

    private static boolean shares(String one, String other, ComponentTraits traits) {
        return traits.sharded()
                && !one.equals(other)
                && traits.shard(MemberSet.ordinal(one)) == traits.shard(MemberSet.ordinal(other));
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
