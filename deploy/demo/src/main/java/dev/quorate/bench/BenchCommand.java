package dev.quorate.bench;

import dev.quorate.cli.CliException;
import dev.quorate.cli.Context;
import dev.quorate.cli.ExitCode;
import dev.quorate.cli.ScratchFolder;
import dev.quorate.cli.Termination;
import dev.quorate.cluster.ClusterAccess;
import dev.quorate.cluster.ClusterException;
import dev.quorate.loop.LoopSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quorate bench}. */
@Command(
        name = "bench",
        header = "measure the controller beside a bare client",
        description = {
            "",
            "Installs many plain apps by one commit, rescales all by one, changes one, scales one by hand, and rests.",
            "After each, a bare client makes the same writes again: the floor. SECONDS is from the moment when the",
            "push is seen to the last write to a StatefulSet; AT REST is when all is Ready and reported to Git.",
            "CPU-S and CALLS are the controller's alone, which runs as its own process. A simulated cluster is warmed up",
            "first, by writes that nobody is charged for.",
            ""
        },
        footer = {
            "",
            "On a real cluster everything happens in the namespaces quorate-bench and quorate-bench-floor, which are",
            "deleted at the end.",
            "",
            "Exit codes: 0 measured, 2 it could not be"
        })
final class BenchCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** A busy machine with few processors takes some tens of milliseconds for an app and the cluster around it. */
    private static final Duration PATIENCE_WITH_AN_APP = Duration.ofMillis(300);

    private static final Duration LOOK = Duration.ofMillis(20);

    enum Format {
        text,
        json
    }

    private final Context context;

    @Option(names = "--apps", paramLabel = "N", description = "how many apps (default: 100)")
    private int apps = 100;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "a real cluster (default: a simulated one, in a process of its own)")
    private Optional<Path> kubeconfig = Optional.empty();

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            description = "between two looks of the controller at the branch (default: 1s)")
    private Duration interval = Duration.ofSeconds(1);

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "how much the controller, and the bare client, do side by side (default: 4)")
    private int workers = LoopSettings.DEFAULT.workers();

    @Option(names = "--idle", paramLabel = "TIME", description = "how long to measure at rest (default: 30s)")
    private Duration idle = Duration.ofSeconds(30);

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (default: text)")
    private Format format = Format.text;

    BenchCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (apps < 1) {
            throw new CliException("--apps must be at least 1.");
        }
        try (Termination termination = new Termination();
                ScratchFolder folder = ScratchFolder.create()) {
            if (kubeconfig.isPresent()) {
                measure(folder.path(), kubeconfig.get());
            } else {
                simulated(folder.path());
            }
            return ExitCode.FINE;
        } catch (ClusterException e) {
            throw new CliException(String.valueOf(e.getMessage()), e);
        }
    }

    private void simulated(Path folder) throws ClusterException, InterruptedException {
        Path file = folder.resolve("kubeconfig");
        try (ChildJvm simulator = ChildJvm.start(
                ChildJvm.ownFlags(),
                SimulatorProcess.class,
                List.of(file.toString()),
                folder.resolve("simulator.log"))) {
            new Patience(PATIENCE).await("the simulated cluster's start", LOOK, () -> {
                if (!simulator.alive()) {
                    throw new CliException("The simulated cluster ended: " + String.join("\n", simulator.log()));
                }
                return Files.exists(file);
            });
            measure(folder, file);
        }
    }

    private void measure(Path folder, Path cluster) throws ClusterException, InterruptedException {
        Patience patience = new Patience(PATIENCE.plus(PATIENCE_WITH_AN_APP.multipliedBy(apps)));
        try (BenchCluster open = BenchCluster.open(new ClusterAccess(Optional.of(cluster), Optional.empty()));
                BenchRepository repository = BenchRepository.create(folder)) {
            open.ensureNamespace(BenchApp.NAMESPACE);
            open.ensureNamespace(Floor.NAMESPACE);
            repository.push("An empty start", List.of());
            List<String> flags =
                    List.of("--interval", interval.toMillis() + "ms", "--workers", Integer.toString(workers));
            try (ControllerProcess controller =
                            ControllerProcess.start(folder, repository.url(), cluster, flags, patience);
                    SetWatch watch = SetWatch.start(open)) {
                if (kubeconfig.isEmpty()) {
                    progress("warm-up of the simulated cluster");
                    new WarmUp(open, patience).play(apps);
                }
                Bench.Parts parts = new Bench.Parts(repository, open, controller, watch, new Floor(open, workers));
                Map<String, Figures> figures = new Bench(parts, patience, this::progress).play(apps, idle);
                print(new BenchPage(apps, figures, controller.peakMemoryKib()));
            } finally {
                if (kubeconfig.isPresent()) {
                    open.deleteNamespace(BenchApp.NAMESPACE);
                    open.deleteNamespace(Floor.NAMESPACE);
                }
            }
        }
    }

    private void progress(String what) {
        if (context.terminal().interactive()) {
            context.terminal().err().println(what + " …");
            context.terminal().err().flush();
        }
    }

    private void print(BenchPage page) {
        if (format == Format.json) {
            context.terminal().line(page.json().toPrettyString());
        } else {
            page.lines().forEach(context.terminal()::line);
        }
    }
}
