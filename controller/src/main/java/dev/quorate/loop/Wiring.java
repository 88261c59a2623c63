package dev.quorate.loop;

import dev.quorate.cluster.Cluster;
import dev.quorate.cluster.Elector;
import dev.quorate.engine.Engine.Site;
import dev.quorate.engine.EngineCatalog;
import dev.quorate.engine.Reach;
import dev.quorate.git.SpecSource;
import dev.quorate.git.StatusBranch;
import dev.quorate.schema.SpecReader;
import java.time.InstantSource;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Everything outside that the loop works on.
 *
 * @param namespaces the ones that this controller may work in; empty for all
 * @param steady goes on evenly when the clock is set: by it a member is silent for so long
 * @param random spreads polls and looks over time
 */
public record Wiring(
        Cluster cluster,
        Elector elector,
        Reach reach,
        SpecSource source,
        StatusBranch status,
        EngineCatalog engines,
        SpecReader reader,
        Site site,
        Set<String> namespaces,
        LoopSettings settings,
        WorkQueue queue,
        InstantSource clock,
        InstantSource steady,
        RandomGenerator random) {

    public Wiring {
        namespaces = Set.copyOf(namespaces);
    }
}
