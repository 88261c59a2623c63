package dev.quorate.engine.rediscluster;

import dev.quorate.engine.CallResult;
import dev.quorate.engine.CallResult.Blocked;
import dev.quorate.engine.CallResult.Done;
import dev.quorate.engine.CallResult.Failed;
import dev.quorate.engine.CallResult.InProgress;
import dev.quorate.engine.MemberAction;
import dev.quorate.engine.Membership;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Roster;
import dev.quorate.engine.rediscluster.Servers.Refused;
import dev.quorate.state.MembershipView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Nodes of Redis Cluster. They meet by themselves, and replicas take over by themselves; slots move, masters change places and nodes
 * are forgotten only by this, and only by connections that nobody else has ({@link Control}).
 */
final class RedisClusterMembership implements Membership {

    private final ClusterClient client;
    private final Consumer<Duration> pause;

    RedisClusterMembership(Servers servers, Addresses addresses, Consumer<Duration> pause) {
        this.client = new ClusterClient(servers, addresses);
        this.pause = pause;
    }

    @Override
    public MembershipView observe(Roster roster) {
        return ClusterView.of(roster, client.look(roster));
    }

    @Override
    public CallResult perform(MemberAction action, Roster roster) {
        try {
            if (action instanceof MemberAction.CompleteJoin join) {
                return completeJoin(join, roster);
            }
            if (action instanceof MemberAction.Switchover switchover) {
                return switchover(switchover, roster);
            }
            if (action instanceof MemberAction.PrepareLeave leave) {
                return prepareLeave(leave, roster);
            }
            if (action instanceof MemberAction.Leave leave) {
                return leave(leave, roster);
            }
        } catch (Refused refusal) {
            return new Failed(refusal.sentence() + "; looking again tells what came of it");
        } catch (NoReply silence) {
            return new Failed(ClusterClient.reason(silence)
                    + (silence.mayHaveArrived() ? "; looking again tells what came of it" : ""));
        }
        return Done.DONE; // a node announces itself, and nothing is left to do when it is forgotten
    }

    private CallResult completeJoin(MemberAction.CompleteJoin action, Roster roster) throws NoReply, Refused {
        Topology now = client.look(roster);
        Optional<Node> joiner = action.memberId().isEmpty() ? now.byPod(action.pod()) : now.byId(action.memberId());
        if (joiner.isEmpty()) {
            return action.memberId().isEmpty() || now.nodes().isEmpty()
                    ? new InProgress(action.pod() + " has not reached the cluster yet")
                    : new Failed("the nodes do not list " + action.memberId() + " any more");
        }
        Node node = joiner.get();
        Optional<Shard> shard = now.shard(node);
        if (shard.isEmpty()) {
            return new Failed(node.id() + " is no pod of " + roster.app());
        }
        boolean placed = node.masters()
                ? node.serves() || shard.get().master().equals(joiner)
                : node.whole() && shard.get().master().filter(node::follows).isPresent();
        if (!node.answers() || !placed) {
            return new InProgress(
                    action.pod() + (node.answers() ? " has not got what its master has yet" : " " + node.trouble()));
        }
        int number = shard.get().number();
        CallResult result = new Resharding(client, pause, roster)
                .run(topology -> shardOf(topology, number)
                        .map(own -> new Reshard(topology).fill(own))
                        .orElse(List.of()));
        return result instanceof Done ? Done.meaning(node.id()) : result;
    }

    private static Optional<Shard> shardOf(Topology topology, int number) {
        return topology.shards().stream()
                .filter(shard -> shard.number() == number)
                .findFirst();
    }

    private CallResult switchover(MemberAction.Switchover action, Roster roster) throws NoReply, Refused {
        try (Control control = client.control(roster)) {
            return new Failover(control, pause).to(action.toId());
        }
    }

    private CallResult prepareLeave(MemberAction.PrepareLeave action, Roster roster) throws NoReply, Refused {
        Topology now = client.look(roster);
        Optional<Node> leaver = now.byId(action.memberId());
        if (leaver.isEmpty()) {
            return now.confirmed() ? Done.DONE : new InProgress("no majority confirms who belongs to the cluster");
        }
        Optional<CallResult> not = mustStay(action.pod(), action.memberId(), now);
        if (not.isPresent()) {
            return not.get();
        }
        Shard shard = now.shard(leaver.get()).orElseThrow();
        Optional<Node> successor = shard.successor(leaver.get());
        if (successor.isPresent()) {
            try (Control control = client.control(roster)) {
                CallResult moved =
                        new Failover(control, pause).to(successor.get().id());
                if (!(moved instanceof Done)) {
                    return moved;
                }
            }
        }
        Optional<CallResult> crowded = new Space(now).refusal(shard);
        return crowded.isPresent()
                ? crowded.get()
                : new Resharding(client, pause, roster)
                        .run(topology -> shardOf(topology, shard.number())
                                .map(own -> new Reshard(topology).empty(own))
                                .orElse(List.of()));
    }

    private static Optional<CallResult> mustStay(String pod, String id, Topology now) {
        Node leaver = now.byId(id).orElseThrow();
        if (leaver.pod().filter(other -> !other.equals(pod)).isPresent()) {
            return Optional.of(new Blocked(
                    "node " + id + " is " + leaver.name() + " and not " + pod + ": it is not forgotten", true));
        }
        Optional<Shard> shard = now.shard(leaver);
        long others = now.shards().stream()
                .filter(other -> !other.slots().isEmpty() && !Optional.of(other).equals(shard))
                .count();
        return shard.isPresent() && !shard.get().slots().isEmpty() && others < Shards.LEAST
                ? Optional.of(new Blocked(
                        "without the shard of " + pod + " there would be " + others + " masters, and " + Shards.LEAST
                                + " are needed",
                        true))
                : Optional.empty();
    }

    private CallResult leave(MemberAction.Leave action, Roster roster) throws NoReply, Refused {
        Topology now = client.look(roster);
        Optional<Node> leaver = now.byId(action.memberId());
        if (leaver.isPresent()
                && leaver.get().pod().filter(pod -> !pod.equals(action.pod())).isPresent()) {
            return new Blocked(
                    "node " + action.memberId() + " is " + leaver.get().name() + " and not " + action.pod()
                            + ": it is not forgotten",
                    true);
        }
        Roster others = roster.without(action.pod());
        if (leaver.isEmpty()) {
            return client.look(others).confirmed()
                    ? Done.DONE
                    : new InProgress("no majority confirms yet that " + action.pod() + " has left");
        }
        try (Control control = client.control(roster)) {
            return new Forgetting(control, pause).node(leaver.get());
        }
    }
}
