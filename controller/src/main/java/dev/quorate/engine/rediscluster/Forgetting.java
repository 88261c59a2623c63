package dev.quorate.engine.rediscluster;

import dev.quorate.engine.CallResult;
import dev.quorate.engine.CallResult.Blocked;
import dev.quorate.engine.CallResult.Done;
import dev.quorate.engine.CallResult.InProgress;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.rediscluster.Servers.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes all forget a node that owns nothing. Each takes it up again from whoever still lists it, but for a minute after it was told
 * to forget it: so all are told at once, and looked at once more.
 */
final class Forgetting {

    private static final int TURNS = 10;
    private static final Duration TURN = Duration.ofMillis(200);

    private final Control control;
    private final Consumer<Duration> pause;

    Forgetting(Control control, Consumer<Duration> pause) {
        this.control = control;
        this.pause = pause;
    }

    CallResult node(Node gone) throws NoReply, Refused {
        Topology topology = control.look();
        Optional<CallResult> not = mustStay(topology, gone.id());
        if (not.isPresent()) {
            return not.get();
        }
        for (Node survivor : listing(topology, gone.id())) {
            control.call(survivor, "CLUSTER", "FORGET", gone.id());
        }
        List<Node> listing = listing(control.look(), gone.id());
        for (int turn = 0; turn < TURNS && !listing.isEmpty(); turn++) {
            pause.accept(TURN);
            listing = listing(control.look(), gone.id());
        }
        return listing.isEmpty() ? Done.DONE : new InProgress(listing.get(0).name() + " still lists " + gone.name());
    }

    private static Optional<CallResult> mustStay(Topology topology, String id) {
        if (!topology.confirmedBut(id)) {
            return Optional.of(new InProgress("no majority confirms who else belongs to the cluster: none is forgotten"));
        }
        Optional<Node> owner = topology.byId(id).filter(node -> !node.slots().isEmpty());
        if (owner.filter(node -> mayServe(topology, node)).isPresent()) {
            return Optional.of(new Blocked(
                    owner.get().name() + " owns the slots " + owner.get().slots()
                            + ": they go to others first, and it is not forgotten with them",
                    false));
        }
        if (owner.isPresent()) {
            return Optional.empty(); // nobody has what it had, and a person has been asked about that
        }
        Optional<Node> unsure = listing(topology, id).stream()
                .filter(node -> node.status().orElseThrow().line(id).stream()
                        .anyMatch(line -> !line.slots().isEmpty()))
                .findFirst();
        if (unsure.isPresent()) {
            return Optional.of(new InProgress(unsure.get().name() + " does not know yet that " + id + " owns nothing"));
        }
        return topology.nodes().stream()
                .filter(node -> node.answers() && node.master().equals(Optional.of(id)))
                .findFirst()
                .map(node -> new InProgress(node.name() + " still follows it"));
    }

    /** By itself, or by another of its shard that may yet take its place. */
    private static boolean mayServe(Topology topology, Node owner) {
        return owner.answers()
                || topology.shard(owner).stream()
                        .flatMap(shard -> shard.nodes().stream())
                        .anyMatch(Node::answers);
    }

    private static List<Node> listing(Topology topology, String id) {
        return topology.nodes().stream()
                .filter(node -> !node.id().equals(id))
                .filter(node -> node.status()
                        .filter(status -> status.line(id).isPresent())
                        .isPresent())
                .toList();
    }
}
