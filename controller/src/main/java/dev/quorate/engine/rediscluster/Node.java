package dev.quorate.engine.rediscluster;

import dev.quorate.engine.rediscluster.NodeAnswer.Status;
import java.util.List;
import java.util.Optional;

/**
 * One node of the cluster, by its own word where it gives one, and else by that of the others.
 *
 * @param pod by its own word, or by the name it announces; empty for one that no pod of ours could be
 * @param status its own word
 * @param master whom it follows; empty for a master
 * @param slots those it owns
 * @param failing most of the others do not reach it
 * @param trouble why it says nothing
 */
record Node(
        String id,
        Optional<String> pod,
        Optional<Status> status,
        Optional<String> master,
        Slots slots,
        boolean failing,
        String trouble) {

    boolean masters() {
        return master.isEmpty();
    }

    /** It may do so beside the master of its shard: {@link Reshard} gives to that one what it has kept. */
    boolean serves() {
        return masters() && !slots.isEmpty();
    }

    boolean answers() {
        return status.isPresent();
    }

    boolean whole() {
        return status.filter(Status::whole).isPresent();
    }

    boolean follows(Node other) {
        return master.equals(Optional.of(other.id()));
    }

    List<NodeLine.Open> open() {
        return status.map(word -> word.itself().open()).orElse(List.of());
    }

    /** For people. */
    String name() {
        return pod.orElse(id);
    }

    /** At the end of its pod's name; -1 for one that has none. */
    int ordinal() {
        return pod.map(name -> Integer.parseInt(name.substring(name.lastIndexOf('-') + 1)))
                .orElse(-1);
    }
}
