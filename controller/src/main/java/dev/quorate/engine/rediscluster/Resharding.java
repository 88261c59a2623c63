package dev.quorate.engine.rediscluster;

import dev.quorate.engine.CallResult;
import dev.quorate.engine.CallResult.Blocked;
import dev.quorate.engine.CallResult.Done;
import dev.quorate.engine.CallResult.InProgress;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Roster;
import dev.quorate.engine.rediscluster.Reshard.Move;
import dev.quorate.engine.rediscluster.Servers.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** One portion of what is to move: first what somebody has begun, then what is meant; done when every node knows the end of it. */
final class Resharding {

    private static final int TURNS = 20;
    private static final Duration TURN = Duration.ofMillis(100);

    private final ClusterClient client;
    private final Consumer<Duration> pause;
    private final Roster roster;

    Resharding(ClusterClient client, Consumer<Duration> pause, Roster roster) {
        this.client = client;
        this.pause = pause;
        this.roster = roster;
    }

    /** @param meant what is to move, as the nodes are at that time */
    CallResult run(Function<Topology, List<Move>> meant) throws NoReply, Refused {
        try (Control control = client.control(roster)) {
            Topology before = control.look();
            Reshard reshard = new Reshard(before);
            Optional<String> hindrance = reshard.hindrance();
            if (hindrance.isPresent()) {
                return new InProgress(hindrance.get());
            }
            if (reshard.tangled().isPresent()) {
                return new Blocked(
                        reshard.tangled().get() + ": find out which of them has its keys, and clear the other with"
                                + " CLUSTER SETSLOT STABLE",
                        true);
            }
            Mover mover = new Mover(control);
            mover.close(reshard.leftovers());
            mover.move(all(before, meant));
            Topology after = agreed(control);
            mover.close(new Reshard(after).leftovers());
            return result(after, all(after, meant).size());
        }
    }

    private static List<Move> all(Topology topology, Function<Topology, List<Move>> meant) {
        List<Move> begun = new Reshard(topology).begun();
        List<Move> all = new ArrayList<>(begun);
        meant.apply(topology).stream()
                .filter(move -> begun.stream().noneMatch(open -> open.slot() == move.slot()))
                .forEach(all::add);
        return all;
    }

    /** What most moves need is that the nodes hear of them, which takes a moment. */
    private Topology agreed(Control control) {
        Topology topology = control.look();
        for (int turn = 0; turn < TURNS && topology.uninformed().isPresent(); turn++) {
            pause.accept(TURN);
            topology = control.look();
        }
        return topology;
    }

    private static CallResult result(Topology after, int left) {
        if (left > 0) {
            return new InProgress(left == 1 ? "1 slot is still to move" : left + " slots are still to move");
        }
        Optional<String> hindrance =
                new Reshard(after).hindrance().or(() -> after.uninformed().map(who -> who + " does not know all yet"));
        return hindrance.<CallResult>map(InProgress::new).orElse(Done.DONE);
    }
}
