package dev.quorate.engine.etcd;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.CallResult;
import dev.quorate.engine.CallResult.Blocked;
import dev.quorate.engine.CallResult.Done;
import dev.quorate.engine.CallResult.Failed;
import dev.quorate.engine.CallResult.InProgress;
import dev.quorate.engine.MemberAction;
import dev.quorate.engine.Membership;
import dev.quorate.engine.Reach;
import dev.quorate.engine.Roster;
import dev.quorate.state.Member;
import dev.quorate.state.Member.Health;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import java.util.Optional;
import java.util.function.Predicate;

/** Members of etcd. Each change is asked of a healthy member that it does not concern, and believed when such members show it. */
final class EtcdMembership implements Membership {

    private final EtcdClient client;
    private final Addresses addresses;

    EtcdMembership(Reach reach, Addresses addresses) {
        this.client = new EtcdClient(reach);
        this.addresses = addresses;
    }

    @Override
    public MembershipView observe(Roster roster) {
        return EtcdView.of(roster, addresses, client.askAll(roster));
    }

    @Override
    public CallResult perform(MemberAction action, Roster roster) {
        if (action instanceof MemberAction.PrepareJoin join) {
            return prepareJoin(join, roster);
        }
        if (action instanceof MemberAction.CompleteJoin join) {
            return completeJoin(join, roster);
        }
        if (action instanceof MemberAction.Switchover switchover) {
            return switchover(switchover, roster);
        }
        if (action instanceof MemberAction.Leave leave) {
            return leave(leave, roster);
        }
        if (action instanceof MemberAction.PrepareLeave || action instanceof MemberAction.FinalizeLeave) {
            return Done.DONE; // no data is drained before a leave, and nothing is left to do after it
        }
        throw new IllegalArgumentException("etcd knows no " + action);
    }

    private CallResult prepareJoin(MemberAction.PrepareJoin action, Roster roster) {
        MembershipView now = observe(roster);
        Optional<Member> announced = now.byPod(action.pod());
        if (announced.isPresent()) {
            return Done.meaning(announced.get().id());
        }
        if (now.contradictory()) {
            return new Blocked(now.completeness().why(), false);
        }
        Optional<Member> learner =
                now.members().stream().filter(member -> !member.voting()).findFirst();
        if (learner.isPresent()) {
            return new Blocked(
                    learner.get().pod().orElse(learner.get().id())
                            + " is still a learner, and etcd admits one at a time",
                    false);
        }
        Optional<Roster.Pod> via = voter(now, roster, member -> true);
        if (via.isEmpty()) {
            return nobody(now);
        }
        ObjectNode body = EtcdReplies.body().put("isLearner", true);
        body.putArray("peerURLs").add(addresses.peerUrl(roster.app().namespace(), action.set(), action.pod()));
        return client.change(
                roster.app(),
                via.get(),
                "/v3/cluster/member/add",
                body,
                reply -> announced(action, roster),
                refusal -> refusal == EtcdRefusal.ALREADY_ADDED
                        ? Optional.of(announced(action, roster))
                        : Optional.empty());
    }

    private CallResult announced(MemberAction.PrepareJoin action, Roster roster) {
        return observe(roster)
                .byPod(action.pod())
                .<CallResult>map(member -> Done.meaning(member.id()))
                .orElseGet(() -> new InProgress("the members do not list " + action.pod() + " yet"));
    }

    private CallResult completeJoin(MemberAction.CompleteJoin action, Roster roster) {
        MembershipView now = observe(roster);
        Optional<Member> joiner = now.byId(action.memberId());
        if (joiner.isEmpty()) {
            return notListed(now, action.pod(), action.memberId());
        }
        if (joiner.get().voting()) {
            return Done.meaning(action.memberId());
        }
        if (!joiner.get().started() || joiner.get().health() != Health.HEALTHY) {
            return new InProgress(action.pod() + " starts: " + joiner.get().detail());
        }
        Optional<Roster.Pod> via = voter(now, roster, member -> true);
        if (via.isEmpty()) {
            return nobody(now);
        }
        return client.change(
                roster.app(),
                via.get(),
                "/v3/cluster/member/promote",
                EtcdReplies.body().put("ID", action.memberId()),
                reply -> promoted(action, roster),
                refusal -> refusal == EtcdRefusal.NOT_A_LEARNER
                        ? Optional.of(promoted(action, roster))
                        : Optional.empty());
    }

    private CallResult promoted(MemberAction.CompleteJoin action, Roster roster) {
        boolean voter =
                observe(roster).byId(action.memberId()).filter(Member::voting).isPresent();
        return voter
                ? Done.meaning(action.memberId())
                : new InProgress("the members do not count " + action.pod() + " as a voter yet");
    }

    private CallResult switchover(MemberAction.Switchover action, Roster roster) {
        MembershipView now = observe(roster);
        Optional<Member> leader = now.leader();
        if (leader.isEmpty()) {
            return new InProgress("no leader is known; the members elect one");
        }
        if (!leader.get().id().equals(action.fromId())) {
            return Done.DONE;
        }
        Optional<Roster.Pod> via = leader.flatMap(Member::pod).flatMap(roster::pod);
        if (via.isEmpty()) {
            return new Blocked("the leader " + action.fromId() + " is no pod of this app", true);
        }
        return client.change(
                roster.app(),
                via.get(),
                "/v3/maintenance/transfer-leadership",
                EtcdReplies.body().put("targetID", action.toId()),
                reply -> moved(action, roster),
                refusal -> Optional.empty());
    }

    private CallResult moved(MemberAction.Switchover action, Roster roster) {
        return observe(roster)
                .leader()
                .filter(member -> !member.id().equals(action.fromId()))
                .<CallResult>map(member -> Done.DONE)
                .orElseGet(() -> new InProgress("the other members do not name the new leader yet"));
    }

    private CallResult leave(MemberAction.Leave action, Roster roster) {
        MembershipView now = observe(roster);
        Optional<Member> leaver = now.byId(action.memberId());
        if (leaver.isEmpty()) {
            return now.members().isEmpty() ? nobody(now) : absent(action, roster);
        }
        Optional<CallResult> wrong = mustStay(action, now, leaver.get());
        if (wrong.isPresent()) {
            return wrong.get();
        }
        Optional<Roster.Pod> survivor =
                voter(now, roster, member -> !member.id().equals(action.memberId()));
        if (survivor.isEmpty()) {
            return nobody(now);
        }
        return client.change(
                roster.app(),
                survivor.get(),
                "/v3/cluster/member/remove",
                EtcdReplies.body().put("ID", action.memberId()),
                reply -> absent(action, roster),
                refusal -> refusal == EtcdRefusal.MEMBER_NOT_FOUND
                        ? Optional.of(absent(action, roster))
                        : Optional.empty());
    }

    private static Optional<CallResult> mustStay(MemberAction.Leave action, MembershipView now, Member leaver) {
        if (now.contradictory()) {
            return Optional.of(new Blocked(now.completeness().why(), false));
        }
        if (leaver.pod().filter(pod -> !pod.equals(action.pod())).isPresent()) {
            return Optional.of(new Blocked(
                    "member " + action.memberId() + " is " + leaver.pod().get() + " and not " + action.pod()
                            + ": it is not removed",
                    true));
        }
        if (leaver.voting() && now.voters() == 1) {
            return Optional.of(
                    new Blocked(action.pod() + " is the last voter: with it the cluster would be gone", true));
        }
        if (leaver.role() == MemberRole.LEADER) {
            return Optional.of(new Blocked(action.pod() + " leads; the leadership moves before it is removed", false));
        }
        return Optional.empty();
    }

    /** The leaver may live on for a moment with a list of its own, so only the others are asked. */
    private CallResult absent(MemberAction.Leave action, Roster roster) {
        Roster others = roster.without(action.pod());
        MembershipView now = observe(others);
        if (now.clusterId().isEmpty()) {
            return new InProgress("no majority confirms yet that " + action.pod() + " has left");
        }
        return now.byId(action.memberId()).isEmpty()
                ? Done.DONE
                : new InProgress("the members still list " + action.pod());
    }

    /** The leader before others: it is the first to know what it changed. */
    private static Optional<Roster.Pod> voter(MembershipView now, Roster roster, Predicate<Member> may) {
        return now.members().stream()
                .filter(member -> member.voting() && member.health() == Health.HEALTHY)
                .filter(may)
                .sorted((one, other) ->
                        Boolean.compare(other.role() == MemberRole.LEADER, one.role() == MemberRole.LEADER))
                .flatMap(member -> member.pod().stream())
                .flatMap(pod -> roster.pod(pod).stream())
                .findFirst();
    }

    private static CallResult notListed(MembershipView now, String pod, String memberId) {
        return now.members().isEmpty()
                ? nobody(now)
                : new Failed("the members do not list " + pod + " as member " + memberId + " any more");
    }

    private static CallResult nobody(MembershipView now) {
        return new Failed("no healthy voter can be asked"
                + (now.completeness().complete()
                        ? ""
                        : ": " + now.completeness().why()));
    }
}
