package dev.quorate.engine.rediscluster;

import dev.quorate.engine.rediscluster.NodeLine.Way;
import dev.quorate.engine.rediscluster.Topology.Opened;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which slots are to move from where to where; what somebody has begun comes first. */
final class Reshard {

    private static final Comparator<Owner> BY_SIZE = Comparator.comparingInt(
                    (Owner owner) -> owner.slots().size())
            .thenComparing(owner -> owner.master().ordinal());

    private final Topology topology;
    private final List<Shard> shards;

    Reshard(Topology topology) {
        this.topology = topology;
        this.shards = topology.shards();
    }

    record Move(int slot, Node from, Node to) {}

    /** What is left of a move that is through. */
    record Leftover(int slot, Node at) {}

    /** @param slots as they will be */
    private record Owner(Node master, List<Integer> slots) {}

    /** Why nothing may move now; empty when it may. */
    Optional<String> hindrance() {
        if (!topology.dissenters().isEmpty() || !topology.confirmed()) {
            return Optional.of("the nodes do not list the same nodes yet");
        }
        if (!topology.contested().isEmpty()) {
            return Optional.of("not all nodes know yet who owns the slots " + topology.contested());
        }
        if (!topology.nobodys().isEmpty()) {
            return Optional.of("nobody owns the slots " + topology.nobodys());
        }
        return topology.nodes().stream()
                .filter(node -> !node.answers())
                .filter(node -> !node.slots().isEmpty() || masters(node))
                .map(node -> node.name() + " is a master and " + node.trouble())
                .findFirst();
    }

    private boolean masters(Node node) {
        return topology.shard(node).flatMap(Shard::master).equals(Optional.of(node));
    }

    /** Only of slots that the node itself does not own any more: else it would take keys that nobody moves on. */
    List<Leftover> leftovers() {
        return topology.open().stream()
                .filter(opened -> opened.what().way() == Way.FROM
                        ? opened.at().slots().contains(opened.what().slot())
                        : !opened.at().slots().contains(opened.what().slot()))
                .map(opened -> new Leftover(opened.what().slot(), opened.at()))
                .toList();
    }

    /** Slots on their way: each goes on to where some of its keys may be already. */
    List<Move> begun() {
        return Stream.concat(topology.open().stream().flatMap(opened -> begun(opened).stream()), strays())
                .distinct()
                .toList();
    }

    private Optional<Move> begun(Opened opened) {
        int slot = opened.what().slot();
        Optional<Node> owner = topology.owner(slot);
        Optional<Node> target = opened.what().way() == Way.FROM ? Optional.of(opened.at()) : target(opened);
        return owner.isEmpty() || target.isEmpty() || owner.equals(target)
                ? Optional.empty()
                : Optional.of(new Move(slot, owner.get(), target.get()));
    }

    /** Who imports it; or where nobody does any more, the master of the shard that it was to go to. */
    private Optional<Node> target(Opened opened) {
        Optional<Node> importer = topology.open().stream()
                .filter(other -> other.what().way() == Way.FROM
                        && other.what().slot() == opened.what().slot())
                .map(Opened::at)
                .findFirst();
        return importer.isPresent()
                ? importer
                : Optional.of(opened)
                        .filter(leaving ->
                                leaving.at().slots().contains(leaving.what().slot()))
                        .flatMap(leaving -> topology.byId(leaving.what().other()))
                        .flatMap(topology::shard)
                        .flatMap(Shard::master);
    }

    /** Slots that one of a shard owns beside its master. */
    private Stream<Move> strays() {
        return shards.stream()
                .flatMap(shard -> shard.master().stream()
                        .flatMap(master -> shard.nodes().stream()
                                .filter(node -> !node.equals(master))
                                .flatMap(
                                        node -> node.slots().stream().mapToObj(slot -> new Move(slot, node, master)))));
    }

    /** Slots that two nodes import, or that go to another than who imports them: keys may be at both. */
    Optional<String> tangled() {
        Map<Integer, List<Move>> bySlot = begun().stream().collect(Collectors.groupingBy(Move::slot));
        return bySlot.values().stream()
                .filter(moves -> moves.size() > 1)
                .map(moves -> "slot " + moves.get(0).slot() + " is on its way to "
                        + moves.stream().map(move -> move.to().name()).collect(Collectors.joining(" and to ")))
                .findFirst();
    }

    /** From those that have the most, until the shard has its share. */
    List<Move> fill(Shard poor) {
        Optional<Node> to = poor.master();
        int missing = topology.share() - poor.slots().size();
        List<Owner> rich = others(poor);
        if (to.isEmpty() || !poor.whole() || rich.isEmpty()) {
            return List.of();
        }
        List<Move> moves = new ArrayList<>();
        while (moves.size() < missing) {
            Owner from = Collections.max(rich, BY_SIZE);
            moves.add(new Move(from.slots().remove(from.slots().size() - 1), from.master(), to.get()));
        }
        return inOrder(moves);
    }

    /** So that all have as many in the end; each gets slots that follow one another, which nodes list as one. */
    List<Move> empty(Shard leaver) {
        List<Owner> poor = others(leaver);
        List<Move> moves = new ArrayList<>();
        for (Node from : poor.isEmpty() ? List.<Node>of() : leaver.nodes()) {
            List<Node> targets = from.slots().stream()
                    .mapToObj(slot -> receiver(slot, poor))
                    .sorted(Comparator.comparing(Node::ordinal))
                    .toList();
            int[] slots = from.slots().stream().toArray();
            IntStream.range(0, slots.length)
                    .forEach(index -> moves.add(new Move(slots[index], from, targets.get(index))));
        }
        return moves;
    }

    /** Who has the least, and has one more then. */
    private static Node receiver(int slot, List<Owner> poor) {
        Owner to = Collections.min(poor, BY_SIZE);
        to.slots().add(slot);
        return to.master();
    }

    /** Those between the same two nodes go together. */
    private static List<Move> inOrder(List<Move> moves) {
        return moves.stream()
                .sorted(Comparator.comparing((Move move) -> move.from().ordinal())
                        .thenComparing(move -> move.to().ordinal())
                        .thenComparing(Move::slot))
                .toList();
    }

    private List<Owner> others(Shard but) {
        return masters(but)
                .map(master -> new Owner(
                        master, master.slots().stream().boxed().collect(Collectors.toCollection(ArrayList::new))))
                .toList();
    }

    /** Of the other shards that have a share. */
    Stream<Node> masters(Shard but) {
        return shards.stream()
                .filter(shard -> shard.number() != but.number() && shard.counts())
                .flatMap(shard -> shard.master().stream());
    }
}
