package dev.quorate.cli;

import dev.quorate.cluster.ClusterException;
import dev.quorate.cluster.LeaseElector;
import dev.quorate.engine.Engine;
import dev.quorate.git.GitSettings;
import dev.quorate.git.ReportAuthor;
import dev.quorate.loop.DeletionLimit;
import dev.quorate.loop.LoopSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate run}: the controller, until it is told to stop. */
@Command(
        name = "run",
        header = "run the controller: from commit to commit",
        footer = {
            "",
            "SIGTERM and Ctrl-C let running steps end, and a leave that has begun; then the reports are pushed, the lease is",
            "given up, and the exit code is 0.",
            "",
            "Exit codes: 0 stopped in good order, 2 the cluster or the settings cannot be used"
        })
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(2);

    private final Context context;

    @Mixin
    private final GitOptions git;

    @Mixin
    private final ReportOptions report = new ReportOptions();

    @Mixin
    private final ClusterOptions clusterOptions;

    @Option(names = "--interval", paramLabel = "TIME", description = "between two looks at the branch (default: 15s)")
    private Duration interval = LoopSettings.DEFAULT.poll();

    @Option(
            names = "--namespaces",
            paramLabel = "NAME",
            split = ",",
            description = "the namespaces that commits may reach (default: all)")
    private Set<String> namespaces = new TreeSet<>();

    @Option(
            names = "--lease-namespace",
            paramLabel = "NAME",
            description = "where the Lease is, the same for all controllers of a cluster (default: quorate-system)")
    private String leaseNamespace = "quorate-system";

    @Option(
            names = "--lease-duration",
            paramLabel = "TIME",
            description = "how long another controller waits after a crash of the one that led (default: 15s)")
    private Duration leaseDuration = LeaseElector.Times.DEFAULT.duration();

    @Option(
            names = "--install-crd",
            paramLabel = "true|false",
            arity = "1",
            description = "whether to define StatefulApp and ScaleTarget in the cluster (default: true)")
    private boolean installDefinition = true;

    @Option(
            names = "--work-dir",
            paramLabel = "DIR",
            description = "where the clones are (default: a temporary folder)")
    private Optional<Path> workFolder = Optional.empty();

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "how many apps are worked on side by side (default: 4)")
    private int workers = LoopSettings.DEFAULT.workers();

    @Option(
            names = "--confirm-deletion-apps",
            paramLabel = "N",
            description = "so many apps may not lose their files at once without a confirming commit (default: 2)")
    private int confirmedApps = DeletionLimit.DEFAULT.apps();

    @Option(
            names = "--confirm-deletion-percent",
            paramLabel = "N",
            description = "unless they are no more than this share of all apps (default: 25)")
    private int confirmedPercent = DeletionLimit.DEFAULT.percent();

    @Option(
            names = "--author-name",
            paramLabel = "NAME",
            description = "author of the report commits (default: Quorate)")
    private String authorName = "Quorate";

    @Option(names = "--author-email", paramLabel = "EMAIL", description = "default: quorate@CLUSTER")
    private Optional<String> authorEmail = Optional.empty();

    @Option(
            names = "--signing-key-file",
            paramLabel = "FILE",
            description = "an OpenSSH key that signs the report commits")
    private Optional<Path> signingKey = Optional.empty();

    @Option(
            names = "--health-port",
            paramLabel = "PORT",
            description = "serve /healthz, /readyz and /metrics there, 0 for any free port (default: not at all)")
    private Optional<Integer> healthPort = Optional.empty();

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (default: text on a terminal, else json)")
    private Optional<Logs.Format> logFormat = Optional.empty();

    @Option(
            names = {"-v", "--verbose"},
            description = "log every pass")
    private boolean verbose;

    RunCommand(Context context) {
        this.context = context;
        this.git = new GitOptions(context);
        this.clusterOptions = new ClusterOptions(context);
    }

    @Override
    public Integer call() throws InterruptedException {
        LeaseElector.Times lease = lease();
        Terminal terminal = context.terminal();
        Logs.Format standard = terminal.interactive() ? Logs.Format.text : Logs.Format.json;
        Logs.start(logFormat.orElse(standard), verbose, terminal.colour());
        try (Termination termination = new Termination()) {
            if (workFolder.isPresent()) {
                run(workFolder.get(), lease, termination);
            } else {
                try (ScratchFolder folder = ScratchFolder.create()) {
                    run(folder.path(), lease, termination);
                }
            }
            return ExitCode.FINE;
        } catch (ClusterException e) {
            throw new CliException(String.valueOf(e.getMessage()), e);
        }
    }

    private void run(Path folder, LeaseElector.Times lease, Termination termination)
            throws ClusterException, InterruptedException {
        RunSettings settings = settings(folder, lease);
        try (HealthServer health = HealthServer.listen(healthPort);
                RunningController running = RunningController.start(settings, context)) {
            health.ready(running);
            LOG.atInfo()
                    .addKeyValue("version", VersionCommand.text())
                    .addKeyValue("repo", settings.git().displayUrl())
                    .addKeyValue("branch", settings.git().branch())
                    .addKeyValue("cluster", settings.site().cluster())
                    .addKeyValue("reports", settings.statusBranch())
                    .addKeyValue(
                            "healthPort",
                            health.address()
                                    .map(InetSocketAddress::getPort)
                                    .map(String::valueOf)
                                    .orElse("none"))
                    .log("Started");
            termination.await();
            LOG.atInfo().log("Stopping at the end of the running steps");
        }
        LOG.atInfo().log("Stopped");
    }

    private RunSettings settings(Path folder, LeaseElector.Times lease) {
        GitSettings repository = git.settings();
        String cluster = report.cluster();
        return new RunSettings(
                repository,
                report.statusBranch(),
                new Engine.Site(cluster, git.repositoryName()),
                clusterOptions.access(),
                new ReportAuthor(authorName, authorEmail.orElse("quorate@" + cluster), signingKey),
                namespaces,
                leaseNamespace,
                installDefinition,
                folder.toAbsolutePath(),
                times(),
                lease);
    }

    private LeaseElector.Times lease() {
        if (leaseDuration.compareTo(SHORTEST_LEASE) < 0) {
            throw new CliException("A lease of less than " + SHORTEST_LEASE.toSeconds()
                    + " s would be lost whenever the API server is slow. Choose a longer --lease-duration.");
        }
        return LeaseElector.Times.of(leaseDuration);
    }

    private LoopSettings times() {
        LoopSettings standard = LoopSettings.DEFAULT;
        return new LoopSettings(
                interval,
                standard.health(),
                standard.silence(),
                standard.waiting(),
                standard.refused(),
                standard.resync(),
                standard.publish(),
                standard.retry(),
                standard.patience(),
                new DeletionLimit(confirmedApps, confirmedPercent),
                workers);
    }
}
