package dev.quorate.engine.rediscluster;

import dev.quorate.engine.CallResult;
import dev.quorate.engine.CallResult.Done;
import dev.quorate.engine.CallResult.Failed;
import dev.quorate.engine.CallResult.InProgress;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.rediscluster.NodeAnswer.Status;
import dev.quorate.engine.rediscluster.Servers.Refused;
import dev.quorate.state.MembershipView;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes the replica of a shard its master: the old one stops, the new one gets the rest, and a majority of the masters agrees. */
final class Failover {

    /** Together about as long as Redis tries. */
    private static final int TURNS = 25;

    private static final Duration TURN = Duration.ofMillis(200);

    private final Control control;
    private final Consumer<Duration> pause;

    Failover(Control control, Consumer<Duration> pause) {
        this.control = control;
        this.pause = pause;
    }

    CallResult to(String id) throws NoReply, Refused {
        Topology topology = control.look();
        Optional<Node> next = topology.byId(id);
        if (next.isEmpty()) {
            return new Failed("the nodes do not list " + id);
        }
        if (next.get().masters()) {
            return through(topology, next.get());
        }
        if (!topology.confirmed()) {
            return new InProgress("no majority confirms who belongs to the cluster: no master is changed");
        }
        Optional<Node> master = next.get().master().flatMap(topology::byId);
        if (master.isEmpty() || !next.get().whole()) {
            return new Failed(next.get().name() + " cannot be the master: it has not got what the master has");
        }
        if (master.get().slots().isEmpty()) {
            // Masters vote for none that would own nothing, and it claims nothing by this.
            control.call(next.get(), "CLUSTER", "FAILOVER", "TAKEOVER");
        } else {
            control.call(next.get(), "CLUSTER", "FAILOVER");
        }
        return await(id);
    }

    private CallResult await(String id) {
        CallResult last = new InProgress(id + " is to be the master");
        for (int turn = 0; turn < TURNS && !(last instanceof Done); turn++) {
            pause.accept(TURN);
            Topology topology = control.look();
            Optional<Node> next = topology.byId(id);
            if (next.isPresent()) {
                last = through(topology, next.get());
            }
        }
        return last;
    }

    /** By its own word, by that of the rest of its shard, and by that of most masters. */
    private static CallResult through(Topology topology, Node next) {
        Optional<Shard> shard = topology.shard(next);
        if (!next.masters() || shard.flatMap(Shard::master).filter(next::equals).isEmpty()) {
            return new InProgress(next.name() + " is not the master of its shard yet");
        }
        Optional<Node> other = shard.orElseThrow().nodes().stream()
                .filter(node -> node.answers() && !node.equals(next) && !node.follows(next))
                .filter(node -> !next.slots().isEmpty())
                .findFirst();
        if (other.isPresent()) {
            return new InProgress(other.get().name() + " does not follow " + next.name() + " yet");
        }
        long masters = topology.nodes().stream()
                .filter(node -> !node.slots().isEmpty())
                .count();
        long agree = topology.nodes().stream()
                .filter(node -> !node.slots().isEmpty())
                .filter(node ->
                        node.status().filter(status -> knows(status, next)).isPresent())
                .count();
        return agree >= MembershipView.majority((int) masters)
                ? Done.DONE
                : new InProgress("most masters do not know yet that " + next.name() + " is one");
    }

    private static boolean knows(Status status, Node next) {
        return status.line(next.id())
                .filter(line -> line.masters() && line.slots().equals(next.slots()))
                .isPresent();
    }
}
