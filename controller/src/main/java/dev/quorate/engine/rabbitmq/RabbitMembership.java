package dev.quorate.engine.rabbitmq;

import dev.quorate.engine.CallResult;
import dev.quorate.engine.CallResult.Blocked;
import dev.quorate.engine.CallResult.Done;
import dev.quorate.engine.CallResult.Failed;
import dev.quorate.engine.CallResult.InProgress;
import dev.quorate.engine.MemberAction;
import dev.quorate.engine.Membership;
import dev.quorate.engine.Reach;
import dev.quorate.engine.Reach.Exit;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Roster;
import dev.quorate.engine.rabbitmq.RabbitAnswer.Mark;
import dev.quorate.state.Member;
import dev.quorate.state.Member.Departure;
import dev.quorate.state.Member.Health;
import dev.quorate.state.MembershipView;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Members of RabbitMQ. A member joins by itself, before it is asked anything; everything else is asked of a healthy member that
 * it does not concern, and believed when such members show it.
 */
final class RabbitMembership implements Membership {

    private final RabbitClient client;

    RabbitMembership(Reach reach) {
        this.client = new RabbitClient(reach);
    }

    @Override
    public MembershipView observe(Roster roster) {
        RabbitAnswers answers = new RabbitAnswers(client.askAll(roster));
        return RabbitView.of(roster, answers, queues(answers, roster));
    }

    private Optional<List<RabbitQueue>> queues(RabbitAnswers answers, Roster roster) {
        return answers.list().stream()
                .flatMap(listed -> answers.by(listed.name()).stream())
                .flatMap(status ->
                        answers.all().stream().filter(answer -> answer.status().equals(Optional.of(status))))
                .findFirst()
                .flatMap(answer -> client.queues(roster.app(), answer.pod()));
    }

    @Override
    public CallResult perform(MemberAction action, Roster roster) {
        try {
            if (action instanceof MemberAction.CompleteJoin join) {
                return completeJoin(join, roster);
            }
            if (action instanceof MemberAction.PrepareLeave leave) {
                return prepareLeave(leave, roster);
            }
            if (action instanceof MemberAction.Leave leave) {
                return leave(leave, roster);
            }
        } catch (NoReply silence) {
            return new Failed(RabbitClient.reason(silence)
                    + (silence.mayHaveArrived() ? "; looking again tells what came of it" : ""));
        }
        if (action instanceof MemberAction.FinalizeLeave || action instanceof MemberAction.PrepareJoin) {
            return Done.DONE; // a pod announces itself, and nothing is left to do after a leave
        }
        throw new IllegalArgumentException("RabbitMQ knows no " + action);
    }

    private CallResult completeJoin(MemberAction.CompleteJoin action, Roster roster) throws NoReply {
        MembershipView now = observe(roster);
        Optional<Member> joiner = action.memberId().isEmpty() ? now.byPod(action.pod()) : now.byId(action.memberId());
        if (joiner.isEmpty()) {
            return notListed(now, action);
        }
        Member member = joiner.get();
        if (member.voting() && member.departure() == Departure.STAYS) {
            return Done.meaning(member.id());
        }
        if (now.contradictory()) {
            return new Blocked(now.completeness().why(), false);
        }
        if (member.health() != Health.HEALTHY) {
            return new InProgress(action.pod() + " starts: " + member.detail());
        }
        Optional<Roster.Pod> via = healthy(now, roster, any -> true);
        return via.isEmpty() ? nobody(now) : settle(member, via.get(), now, roster);
    }

    private CallResult settle(Member joiner, Roster.Pod via, MembershipView now, Roster roster) throws NoReply {
        if (joiner.departure() != Departure.STAYS) {
            revive(joiner, roster);
        }
        Replicas replicas = new Replicas(client, roster.app(), via);
        Optional<CallResult> open = replicas.grow(joiner.id(), now.members().size());
        if (open.isPresent()) {
            return open.get();
        }
        client.rebalance(roster.app(), via);
        client.unmark(roster.app(), via, joiner.id());
        boolean whole = observe(roster)
                .byId(joiner.id())
                .filter(member -> member.voting() && member.departure() == Departure.STAYS)
                .isPresent();
        return whole
                ? Done.meaning(joiner.id())
                : new InProgress("the members do not count " + joiner.pod().orElse(joiner.id()) + " as whole yet");
    }

    /** Who was to leave may have been drained, and then no replica there answers until it is told to serve again. */
    private void revive(Member stays, Roster roster) throws NoReply {
        Optional<Roster.Pod> own = stays.pod().flatMap(roster::pod);
        if (own.isPresent()) {
            client.run(roster.app(), own.get(), "rabbitmq-upgrade", "--timeout", "60", "revive");
        }
    }

    private CallResult prepareLeave(MemberAction.PrepareLeave action, Roster roster) throws NoReply {
        MembershipView now = observe(roster);
        Optional<Member> leaver = now.byId(action.memberId());
        if (leaver.isEmpty()) {
            return now.members().isEmpty() ? nobody(now) : Done.DONE;
        }
        Optional<CallResult> wrong = mustStay(action.pod(), now, leaver.get());
        if (wrong.isPresent()) {
            return wrong.get();
        }
        Optional<Roster.Pod> survivor =
                healthy(now, roster, other -> !other.id().equals(action.memberId()));
        if (survivor.isEmpty()) {
            return nobody(now);
        }
        if (leaver.get().departure() == Departure.STAYS) {
            client.mark(roster.app(), survivor.get(), action.memberId(), Mark.LEAVING);
        }
        return new Replicas(client, roster.app(), survivor.get())
                .moveOff(action.memberId(), survivors(now, action.memberId()))
                .orElse(Done.DONE);
    }

    private CallResult leave(MemberAction.Leave action, Roster roster) throws NoReply {
        MembershipView now = observe(roster);
        Optional<Member> leaver = now.byId(action.memberId());
        if (leaver.isEmpty()) {
            return now.members().isEmpty() ? nobody(now) : absent(action, roster);
        }
        Optional<CallResult> wrong = mustStay(action.pod(), now, leaver.get());
        if (wrong.isPresent()) {
            return wrong.get();
        }
        Optional<Roster.Pod> survivor =
                healthy(now, roster, other -> !other.id().equals(action.memberId()));
        if (survivor.isEmpty()) {
            return nobody(now);
        }
        Optional<CallResult> held = new Replicas(client, roster.app(), survivor.get())
                .moveOff(action.memberId(), survivors(now, action.memberId()));
        if (held.isPresent()) {
            return held.get();
        }
        Optional<Roster.Pod> own = leaver.get().silent() ? Optional.empty() : roster.pod(action.pod());
        return own.isPresent() && leaver.get().health() == Health.HEALTHY
                ? stopThenForget(action, own.get(), survivor.get(), roster)
                : forget(action, survivor.get(), roster);
    }

    /** Clients are sent elsewhere before the broker ends under them. Stopped, it can be forgotten. */
    private CallResult stopThenForget(MemberAction.Leave action, Roster.Pod own, Roster.Pod survivor, Roster roster)
            throws NoReply {
        client.run(roster.app(), own, "rabbitmq-upgrade", "--timeout", "60", "drain");
        Exit stopped = client.run(roster.app(), own, "rabbitmqctl", "stop_app");
        return stopped.code() == 0
                ? forget(action, survivor, roster)
                : new Failed(action.pod() + " does not stop: " + RabbitCommand.sentence(stopped));
    }

    private CallResult forget(MemberAction.Leave action, Roster.Pod survivor, Roster roster) throws NoReply {
        Exit exit = client.run(roster.app(), survivor, "rabbitmqctl", "forget_cluster_node", action.memberId());
        return exit.code() == 0 || RabbitCommand.notAMember(exit)
                ? absent(action, roster)
                : new Failed("RabbitMQ does not forget " + action.pod() + ": " + RabbitCommand.sentence(exit));
    }

    private Optional<CallResult> mustStay(String pod, MembershipView now, Member leaver) {
        if (now.contradictory()) {
            return Optional.of(new Blocked(now.completeness().why(), false));
        }
        if (leaver.pod().filter(other -> !other.equals(pod)).isPresent()) {
            return Optional.of(new Blocked(
                    "member " + leaver.id() + " is " + leaver.pod().get() + " and not " + pod + ": it is not removed",
                    true));
        }
        if (!leaver.voting() && !leaver.alone().isEmpty()) {
            return Optional.of(new Blocked(
                    "somebody put on the newcomer " + pod + " what no other member has ("
                            + String.join(", ", leaver.alone()) + "): move it or delete it first",
                    true));
        }
        if (now.members().size() == 1) {
            return Optional.of(new Blocked(pod + " is the last member: with it the cluster would be gone", true));
        }
        return Optional.empty();
    }

    /** The leaver may live on for a moment with a list of its own, so only the others are asked. */
    private CallResult absent(MemberAction.Leave action, Roster roster) throws NoReply {
        Roster others = roster.without(action.pod());
        MembershipView now = observe(others);
        if (now.clusterId().isEmpty()) {
            return new InProgress("no majority confirms yet that " + action.pod() + " has left");
        }
        if (now.byId(action.memberId()).isPresent()) {
            return new InProgress("the members still list " + action.pod());
        }
        Optional<Roster.Pod> survivor = healthy(now, others, any -> true);
        if (survivor.isPresent()) {
            client.unmark(roster.app(), survivor.get(), action.memberId());
        }
        return Done.DONE;
    }

    private static List<String> survivors(MembershipView now, String leaver) {
        return now.members().stream()
                .filter(member -> member.health() == Health.HEALTHY && member.voting())
                .map(Member::id)
                .filter(id -> !id.equals(leaver))
                .toList();
    }

    private static Optional<Roster.Pod> healthy(MembershipView now, Roster roster, Predicate<Member> may) {
        return now.members().stream()
                .filter(member -> member.voting() && member.health() == Health.HEALTHY)
                .filter(may)
                .flatMap(member -> member.pod().stream())
                .flatMap(pod -> roster.pod(pod).stream())
                .findFirst();
    }

    private static CallResult notListed(MembershipView now, MemberAction.CompleteJoin action) {
        if (now.members().isEmpty()) {
            return nobody(now);
        }
        return action.memberId().isEmpty()
                ? new InProgress(action.pod() + " has not reached the cluster yet")
                : new Failed("the members do not list " + action.memberId() + " any more");
    }

    private static CallResult nobody(MembershipView now) {
        return new Failed("no healthy member can be asked"
                + (now.completeness().complete()
                        ? ""
                        : ": " + now.completeness().why()));
    }
}
