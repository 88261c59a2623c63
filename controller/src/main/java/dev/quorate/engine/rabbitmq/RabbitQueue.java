package dev.quorate.engine.rabbitmq;

import dev.quorate.state.MembershipView;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One queue or stream, and where its messages are.
 *
 * @param members the nodes that have a replica; of a classic queue the one it is on and its mirrors that are in step
 * @param online those of them that answer
 * @param meant on how many nodes it is meant to be, as who declared it or a policy says; 0 where neither does
 */
record RabbitQueue(String vhost, String name, Type type, Set<String> members, Set<String> online, int meant) {

    enum Type {
        QUORUM,
        STREAM,
        /** On one node, whatever becomes of it. */
        CLASSIC,
        /** It goes with its connection or its node, as whoever declared it asked for. */
        PASSING
    }

    RabbitQueue {
        members = Set.copyOf(members);
        online = Set.copyOf(online);
    }

    boolean replicated() {
        return type == Type.QUORUM || type == Type.STREAM;
    }

    boolean onlyOn(String node) {
        return type != Type.PASSING && members.equals(Set.of(node));
    }

    /** Whether a replica is there that the others would have to do without. */
    boolean holdsOn(String node) {
        return replicated() && members.contains(node) && !onlyOn(node);
    }

    /** Without most of its replicas neither its messages nor its members can be changed. */
    boolean agrees() {
        return !replicated() || online.size() >= MembershipView.majority(members.size());
    }

    /** Whether those that are left can still agree when this replica is taken away. */
    boolean sparesReplica(String node) {
        Set<String> left = new HashSet<>(members);
        left.remove(node);
        Set<String> answering = new HashSet<>(online);
        answering.retainAll(left);
        return answering.size() >= MembershipView.majority(left.size());
    }

    /** As many as it should have of so many nodes: three survive the loss of one. */
    boolean thinWithout(String node, List<String> survivors) {
        Set<String> left = new HashSet<>(members);
        left.remove(node);
        return left.size() < Math.min(3, survivors.size());
    }

    /** Before this replica goes: one that is to come makes up for it, or for one that does not answer. */
    boolean needsAnotherFor(String node, List<String> survivors) {
        return thinWithout(node, survivors) || !sparesReplica(node);
    }

    @Override
    public String toString() {
        return (type == Type.STREAM ? "stream " : "queue ") + name + " in " + vhost;
    }
}
