package dev.quorate.loop;

import dev.quorate.cluster.Cluster;
import dev.quorate.cluster.ClusterException;
import dev.quorate.execute.MemoryStore;
import dev.quorate.observe.MemoryFormat;
import dev.quorate.schema.AppName;
import dev.quorate.state.AppMemory;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import java.util.List;
import java.util.Optional;

/**
 * Makes what a former leader still sends come too late. A running operation has a record, which its writer finds changed. The
 * stop of an app has none: there the StatefulSet is marked, whose version each of those calls is tested on.
 */
final class Fences {

    static final String TERM = "quorate.dev/term";

    private final Cluster cluster;
    private final MemoryStore memories;

    Fences(Cluster cluster, MemoryStore memories) {
        this.cluster = cluster;
        this.memories = memories;
    }

    /** @param term the one that begins */
    void raise(Manifest mirror, String term) throws ClusterException {
        AppName app = new AppName(mirror.ref().namespace(), mirror.name());
        Optional<AppMemory> memory = MemoryFormat.read(mirror);
        if (memory.flatMap(AppMemory::operation).isPresent()) {
            memories.fence(app, memory.get());
        }
        if (stops(mirror)) {
            for (Manifest set : running(app)) {
                cluster.label(set.ref(), set.uid(), TERM, Optional.of(Integer.toHexString(term.hashCode())));
            }
        }
    }

    private List<Manifest> running(AppName app) throws ClusterException {
        return cluster.readOf(app, Kind.STATEFUL_SET).stream()
                .filter(set -> set.at("/spec/replicas").asInt() > 0)
                .toList();
    }

    /** What is suspended is not touched, not even marked; a call that was sent before is the price. */
    private static boolean stops(Manifest mirror) {
        if (mirror.at("/spec/suspend").asBoolean()) {
            return false;
        }
        boolean removed = mirror.at("/spec/source/released").asBoolean()
                && mirror.at("/spec/deletion").asText().equals("Delete");
        return removed || mirror.at("/spec/stopped").asBoolean();
    }
}
