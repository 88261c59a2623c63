package dev.quorate.cli;

import dev.quorate.cluster.ClusterAccess;
import dev.quorate.cluster.ClusterException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The way to the cluster's API server, as kubectl's flags say it. */
@Command
final class ClusterOptions {
    private final Context context;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "default: $KUBECONFIG, else the service account inside a cluster, else ~/.kube/config")
    private Optional<Path> kubeconfig = Optional.empty();

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "a context of the kubeconfig (default: its current one)")
    private Optional<String> kubeContext = Optional.empty();

    ClusterOptions(Context context) {
        this.context = context;
    }

    ClusterAccess access() {
        try {
            return ClusterAccess.find(
                    kubeconfig, kubeContext, context.environment(), Path.of(System.getProperty("user.home")));
        } catch (ClusterException e) {
            throw new CliException(String.valueOf(e.getMessage()), e);
        }
    }
}
