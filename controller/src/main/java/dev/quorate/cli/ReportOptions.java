package dev.quorate.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Which cluster, by the name that its reports and labels carry, and where its reports are. */
@Command
final class ReportOptions {

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "the cluster's name in reports and labels; several clusters can share a repository")
    private Optional<String> cluster = Optional.empty();

    @Option(
            names = "--status-branch",
            paramLabel = "NAME",
            description = "the branch that reports are committed to (default: quorate/CLUSTER)")
    private Optional<String> statusBranch = Optional.empty();

    String cluster() {
        String name = cluster.orElseThrow(() -> new CliException(
                "No cluster is named. Say --cluster NAME, or set " + Context.variableOf("--cluster") + "."));
        if (!name.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
            throw new CliException("'" + name
                    + "' cannot name a cluster. Use at most 63 lower-case letters, digits and dashes, as in prod-eu.");
        }
        return name;
    }

    String statusBranch() {
        return statusBranch.orElseGet(() -> "quorate/" + cluster());
    }
}
