package dev.quorate.engine.rediscluster;

import dev.quorate.engine.CallResult;
import dev.quorate.engine.CallResult.Blocked;
import dev.quorate.engine.rediscluster.NodeAnswer.Room;
import dev.quorate.engine.rediscluster.NodeAnswer.Status;
import java.util.List;
import java.util.Optional;

/** Whether what a shard holds fits on the others: each gets an even part of it, and one that is full would refuse writes. */
record Space(Topology topology) {

    Optional<CallResult> refusal(Shard leaver) {
        long data = leaver.master()
                .flatMap(Node::status)
                .map(status -> status.room().data())
                .orElse(0L);
        List<Node> others = new Reshard(topology).masters(leaver).toList();
        long each = others.isEmpty() || leaver.slots().isEmpty() ? 0 : data / others.size();
        return others.stream()
                .filter(node -> room(node).filter(room -> room.left() < each).isPresent())
                .findFirst()
                .map(full -> new Blocked(
                        "what " + leaver.master().map(Node::name).orElse("it") + " holds does not fit: " + full.name()
                                + " would get " + each + " bytes more, and has room for "
                                + room(full).orElseThrow().left() + " (maxmemory)",
                        true));
    }

    private static Optional<Room> room(Node node) {
        return node.status().map(Status::room);
    }
}
