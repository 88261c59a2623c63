package dev.quorate.cli;

import dev.quorate.cluster.ClusterAccess;
import dev.quorate.cluster.LeaseElector;
import dev.quorate.engine.Engine;
import dev.quorate.git.GitSettings;
import dev.quorate.git.ReportAuthor;
import dev.quorate.loop.LoopSettings;
import java.nio.file.Path;
import java.util.Set;

/**
 * All that a controller must be told.
 *
 * @param namespaces the ones that it may work in; empty for all
 * @param leaseNamespace where its Lease is; the same for all controllers of one cluster, or they would not exclude each other
 * @param installDefinition whether it makes the definition of StatefulApp itself
 * @param folder where its clones are; losing it costs one clone
 */
public record RunSettings(
        GitSettings git,
        String statusBranch,
        Engine.Site site,
        ClusterAccess access,
        ReportAuthor author,
        Set<String> namespaces,
        String leaseNamespace,
        boolean installDefinition,
        Path folder,
        LoopSettings loop,
        LeaseElector.Times lease) {

    public RunSettings {
        namespaces = Set.copyOf(namespaces);
    }
}
