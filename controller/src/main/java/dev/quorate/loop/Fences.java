package dev.quorate.loop;

import dev.quorate.cluster.Cluster;
import dev.quorate.cluster.ClusterException;
import dev.quorate.cluster.ClusterException.Reason;
import dev.quorate.execute.Aim;
import dev.quorate.execute.MemoryStore;
import dev.quorate.observe.MemoryFormat;
import dev.quorate.schema.AppName;
import dev.quorate.state.AppMemory;
import dev.quorate.state.Manifest;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what a former leader still sends come too late. A running operation has a record, which its writer finds changed. What
 * a destructive call is aimed at is written down before it is made: that one object is marked, and so its version, on which the
 * call is tested, is another.
 */
final class Fences {

    static final String TERM = "quorate.dev/term";

    private static final Logger LOG = LoggerFactory.getLogger(Fences.class);

    /** A right that is missing for one object must not leave all apps without a leader. */
    private static final Set<Reason> LASTING = EnumSet.of(Reason.FORBIDDEN, Reason.INVALID);

    private final Cluster cluster;
    private final MemoryStore memories;

    Fences(Cluster cluster, MemoryStore memories) {
        this.cluster = cluster;
        this.memories = memories;
    }

    /**
     * The mark comes first: the fence that is raised after it is aimed at nothing.
     *
     * @param term the one that begins
     */
    void raise(Manifest mirror, String term) throws ClusterException {
        Optional<Aim> aim = Aim.of(mirror);
        if (aim.isPresent()) {
            mark(aim.get(), term);
        }
        Optional<AppMemory> memory = MemoryFormat.read(mirror);
        if (memory.flatMap(AppMemory::operation).isPresent()) {
            AppName app = new AppName(mirror.ref().namespace(), mirror.name());
            memories.fence(app, memory.get());
        }
    }

    /** What was made anew is not what was meant. A suspended app is marked too, since what comes late would touch it more. */
    private void mark(Aim aim, String term) throws ClusterException {
        Optional<Manifest> live =
                cluster.read(aim.ref()).filter(object -> object.uid().equals(aim.uid()));
        if (live.isEmpty()) {
            return;
        }
        try {
            cluster.label(aim.ref(), aim.uid(), TERM, Optional.of(Integer.toHexString(term.hashCode())));
        } catch (ClusterException no) {
            if (!LASTING.contains(no.reason())) {
                throw no;
            }
            LOG.atWarn()
                    .addKeyValue("object", aim.ref())
                    .addKeyValue("error", no.getMessage())
                    .log("Not marked, so a late call of a former leader could still reach it");
        }
    }
}
