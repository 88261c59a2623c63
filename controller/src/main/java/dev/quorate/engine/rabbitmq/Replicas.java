package dev.quorate.engine.rabbitmq;

import dev.quorate.engine.CallResult;
import dev.quorate.engine.CallResult.Blocked;
import dev.quorate.engine.CallResult.Failed;
import dev.quorate.engine.CallResult.InProgress;
import dev.quorate.engine.Reach.Exit;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Roster;
import dev.quorate.schema.AppName;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Brings replicas of queues and streams to a member, and away from one. Each call does some of it and says what is open; done is
 * what a new listing shows. Up to five replicas of a quorum queue are made, and three of a stream: more make it slower, not safer.
 */
final class Replicas {

    private static final int QUORUM = 5;
    private static final int STREAM = 3;

    /** So many one call brings about, one by one; then it is looked at again whether that is still wanted. */
    private static final int AT_ONCE = 20;

    private final RabbitClient client;
    private final AppName app;
    private final Roster.Pod via;

    Replicas(RabbitClient client, AppName app, Roster.Pod via) {
        this.client = client;
        this.app = app;
        this.via = via;
    }

    /** @return what is open; empty when the member has its share */
    Optional<CallResult> grow(String node, int members) throws NoReply {
        if (listed().stream()
                .anyMatch(queue -> queue.type() == RabbitQueue.Type.QUORUM && wants(queue, node, members))) {
            String strategy = members <= QUORUM ? "all" : "even";
            Exit exit = client.run(app, via, "rabbitmq-queues", "grow", node, strategy, "--formatter", "json");
            if (exit.code() != 0) {
                return Optional.of(new Failed("queues do not grow: " + RabbitCommand.sentence(exit)));
            }
        }
        for (RabbitQueue stream :
                some(queue -> queue.type() == RabbitQueue.Type.STREAM && wants(queue, node, members))) {
            Optional<CallResult> failed = add(stream, node);
            if (failed.isPresent()) {
                return failed;
            }
        }
        List<RabbitQueue> open = listed().stream()
                .filter(queue -> wants(queue, node, members)
                        || (queue.holdsOn(node) && !queue.online().contains(node)))
                .toList();
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of(new InProgress(open.get(0) + " has no replica in step there yet"
                        + (open.size() > 1 ? ", and " + (open.size() - 1) + " more" : "")));
    }

    private static boolean wants(RabbitQueue queue, String node, int members) {
        int most = switch (queue.type()) {
            case QUORUM -> members <= QUORUM ? members : evenly(queue);
            case STREAM -> Math.min(STREAM, members);
            case CLASSIC, PASSING -> 0;
        };
        return !queue.members().contains(node) && queue.members().size() < most;
    }

    /** In a larger cluster only those grow that have an even number, and so gain by one more. */
    private static int evenly(RabbitQueue queue) {
        int size = queue.members().size();
        return size % 2 == 0 ? size + 1 : size;
    }

    /** @return what is open; empty when no replica that matters is left there */
    Optional<CallResult> moveOff(String node, List<String> survivors) throws NoReply {
        Optional<RabbitQueue> stuck = listed().stream()
                .filter(queue -> queue.holdsOn(node) && !queue.agrees())
                .findFirst();
        if (stuck.isPresent()) {
            return Optional.of(new Blocked(withoutMajority(stuck.get()), true));
        }
        for (RabbitQueue queue : some(all -> all.holdsOn(node) && all.needsAnotherFor(node, survivors))) {
            Optional<String> next = survivors.stream()
                    .filter(other -> !queue.members().contains(other))
                    .findFirst();
            Optional<CallResult> failed = next.isPresent() ? add(queue, next.get()) : Optional.empty();
            if (failed.isPresent()) {
                return failed;
            }
        }
        List<RabbitQueue> there =
                listed().stream().filter(queue -> queue.holdsOn(node)).toList();
        Optional<RabbitQueue> thin = there.stream()
                .filter(queue -> queue.thinWithout(node, survivors))
                .findFirst();
        if (thin.isPresent()) {
            return Optional.of(new InProgress(thin.get() + " gets a replica elsewhere first"));
        }
        Optional<RabbitQueue> critical =
                there.stream().filter(queue -> !queue.sparesReplica(node)).findFirst();
        if (critical.isPresent()) {
            return Optional.of(new Blocked(
                    critical.get() + " would lose its majority without the replica on " + node
                            + ": others of it do not answer",
                    false));
        }
        return there.isEmpty() ? Optional.empty() : shrink(node, there);
    }

    private static String withoutMajority(RabbitQueue queue) {
        return "of the " + queue.members().size() + " replicas of " + queue + " only "
                + queue.online().size()
                + (queue.online().size() == 1 ? " answers" : " answer")
                + ", too few to agree on anything: bring the others back; or, when they are gone for good, delete it";
    }

    private Optional<CallResult> shrink(String node, List<RabbitQueue> there) throws NoReply {
        if (there.stream().anyMatch(queue -> queue.type() == RabbitQueue.Type.QUORUM)) {
            Exit exit = client.run(app, via, "rabbitmq-queues", "shrink", node, "--errors-only");
            if (exit.code() != 0) {
                return Optional.of(new Failed("queues do not shrink: " + RabbitCommand.sentence(exit)));
            }
        }
        for (RabbitQueue stream : some(queue -> queue.type() == RabbitQueue.Type.STREAM && queue.holdsOn(node))) {
            client.run(app, via, "rabbitmq-streams", "delete_replica", "--vhost", stream.vhost(), stream.name(), node);
        }
        List<RabbitQueue> left =
                listed().stream().filter(queue -> queue.holdsOn(node)).toList();
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of(new InProgress(left.get(0) + " still has a replica there"
                        + (left.size() > 1 ? ", and " + (left.size() - 1) + " more" : "")));
    }

    private Optional<CallResult> add(RabbitQueue queue, String node) throws NoReply {
        Exit exit = queue.type() == RabbitQueue.Type.STREAM
                ? client.run(app, via, "rabbitmq-streams", "add_replica", "--vhost", queue.vhost(), queue.name(), node)
                : client.run(app, via, "rabbitmq-queues", "add_member", "--vhost", queue.vhost(), queue.name(), node);
        return exit.code() == 0 || RabbitCommand.alreadyDone(exit)
                ? Optional.empty()
                : Optional.of(new Failed(queue + " gets no replica on " + node + ": " + RabbitCommand.sentence(exit)));
    }

    private List<RabbitQueue> some(Predicate<RabbitQueue> which) throws NoReply {
        return listed().stream().filter(which).limit(AT_ONCE).toList();
    }

    private List<RabbitQueue> listed() throws NoReply {
        return client.queues(app, via).orElseThrow(() -> new NoReply(via.name() + " does not list the queues", true));
    }
}
