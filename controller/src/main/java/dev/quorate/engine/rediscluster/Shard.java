package dev.quorate.engine.rediscluster;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The nodes of the pods that are a shard by their ordinals. */
record Shard(int number, List<Node> nodes) {

    Shard {
        nodes = List.copyOf(nodes);
    }

    Slots slots() {
        return nodes.stream().map(Node::slots).reduce(Slots.NONE, Slots::and);
    }

    /** Whether all its pods are listed, well or not. */
    boolean whole() {
        return nodes.stream().flatMap(node -> node.pod().stream()).distinct().count() >= Shards.PODS;
    }

    /** It has a share: until it is whole it gets none, and after that it is not without one. */
    boolean counts() {
        return whole() || !slots().isEmpty();
    }

    /** Who owns its slots; of those that own nothing, who is followed, or was there first. */
    Optional<Node> master() {
        return nodes.stream()
                .filter(Node::masters)
                .max(Comparator.comparingInt((Node node) -> node.slots().size())
                        .thenComparing(this::followed)
                        .thenComparing(Node::answers)
                        .thenComparing(Node::ordinal, Comparator.reverseOrder()));
    }

    private boolean followed(Node master) {
        return nodes.stream().anyMatch(other -> other.follows(master));
    }

    /** Who could be its master in the place of another, and loses nothing. */
    Optional<Node> successor(Node master) {
        return nodes.stream()
                .filter(node -> node.follows(master) && node.whole() && !node.failing())
                .findFirst();
    }
}
