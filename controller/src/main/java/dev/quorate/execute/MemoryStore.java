package dev.quorate.execute;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.cluster.Cluster;
import dev.quorate.cluster.ClusterException;
import dev.quorate.cluster.ClusterException.Reason;
import dev.quorate.cluster.Elector;
import dev.quorate.observe.MemoryFormat;
import dev.quorate.schema.AppName;
import dev.quorate.state.AppMemory;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import java.util.Optional;

/** Writes an app's memory into its mirror, by compare-and-set on the mirror that the memory was read from. */
public final class MemoryStore {

    private final Cluster cluster;
    private final Elector elector;

    public MemoryStore(Cluster cluster, Elector elector) {
        this.cluster = cluster;
        this.elector = elector;
    }

    void remember(AppName app, AppMemory memory) throws ClusterException {
        cluster.replaceStatus(MemoryFormat.write(unchanged(app, memory), memory));
    }

    /**
     * Makes this process the last that wrote. The count makes each write a change, since the API server takes a write that
     * changes nothing without looking further.
     */
    public void fence(AppName app, AppMemory memory) throws ClusterException {
        fence(app, memory, Optional.empty());
    }

    /** @param aim what the call behind the fence changes or takes away */
    void fence(AppName app, AppMemory memory, Optional<Aim> aim) throws ClusterException {
        AppMemory attempted = memory.operation()
                .map(operation -> memory.with(operation.attempted()))
                .orElse(memory);
        Manifest mirror = MemoryFormat.write(unchanged(app, memory), attempted);
        long count = mirror.at("/status/fence/count").asLong(0);
        cluster.replaceStatus(mirror.with(tree -> {
            ObjectNode fence = tree.withObjectProperty("status").putObject("fence");
            fence.put("term", elector.term());
            fence.put("count", count + 1);
            aim.ifPresent(meant -> meant.writeTo(fence));
        }));
    }

    private Manifest unchanged(AppName app, AppMemory memory) throws ClusterException {
        ObjectRef ref = new ObjectRef(Kind.STATEFUL_APP, app.namespace(), app.name());
        Manifest mirror = cluster.read(ref)
                .orElseThrow(() -> new ClusterException(Reason.CONFLICT, ref + " is gone; it is made again first"));
        if (!mirror.resourceVersion().equals(memory.version())) {
            throw new ClusterException(Reason.CONFLICT, ref + " was written by somebody else in between");
        }
        return mirror;
    }
}
