package dev.quorate.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.quorate.cli.Cli;
import dev.quorate.cli.Context;
import dev.quorate.cli.RepositoryName;
import dev.quorate.cli.RunSettings;
import dev.quorate.cli.RunningController;
import dev.quorate.cli.Terminal;
import dev.quorate.cluster.ClusterAccess;
import dev.quorate.cluster.ClusterException;
import dev.quorate.cluster.LeaseElector;
import dev.quorate.engine.Engine;
import dev.quorate.git.GitSettings;
import dev.quorate.git.ReportAuthor;
import dev.quorate.loop.DeletionLimit;
import dev.quorate.loop.LoopSettings;
import dev.quorate.report.RolloutLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A repository, a simulated cluster and a controller between them, all for this one demo. */
final class DemoWorld implements AutoCloseable {
    static final String CLUSTER = "demo";
    static final String KUBECONFIG = "kubeconfig";
    private static final String STATUS_BRANCH = "quorate/" + CLUSTER;
    private static final int LOG_LINES = 40;
    private static final String SYSTEM = "quorate-system";

    /** Short, since people wait: nothing here is far away. */
    private static final LoopSettings TIMES = new LoopSettings(
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            new LoopSettings.Retry(Duration.ofMillis(100), Duration.ofSeconds(2)),
            new RolloutLog.Patience(Duration.ofSeconds(30), Duration.ofSeconds(1)),
            DeletionLimit.DEFAULT,
            4);

    private static final LeaseElector.Times LEASE =
            new LeaseElector.Times(Duration.ofSeconds(6), Duration.ofSeconds(4), Duration.ofMillis(500));

    private final Path folder;
    private final Context context;
    private final List<String> apps;
    private final DemoRepository repository;
    private final DemoCluster cluster;
    private final RunningController controller;

    private DemoWorld(
            Path folder,
            Context context,
            List<String> apps,
            DemoRepository repository,
            DemoCluster cluster,
            RunningController controller) {
        this.folder = folder;
        this.context = context;
        this.apps = List.copyOf(apps);
        this.repository = repository;
        this.cluster = cluster;
        this.controller = controller;
    }

    /** The controller's own log, which is shown only when something is not as it should be. */
    private Path log() {
        return folder.resolve("controller.log");
    }

    /** The sample's apps on a simulated cluster. */
    static DemoWorld open(Path folder, Path sample, Context context) throws ClusterException, InterruptedException {
        return open(folder, sample, Day.APPS, DemoCluster.simulated(folder.resolve(KUBECONFIG)), context);
    }

    /** @param cluster closed with this world, also where it cannot be opened */
    static DemoWorld open(Path folder, Path sample, List<String> apps, DemoCluster cluster, Context context)
            throws ClusterException, InterruptedException {
        DemoRepository repository = create(folder, sample, apps, cluster);
        try {
            Context hurried = new Context(
                    Hurried.catalog(context.engines()), context.terminal(), context.environment(), context.clock());
            cluster.createNamespace(SYSTEM);
            cluster.createNamespace("shop");
            RunningController controller = RunningController.start(settings(folder, repository, cluster), hurried);
            return new DemoWorld(folder, hurried, apps, repository, cluster, controller);
        } catch (ClusterException | InterruptedException | RuntimeException e) {
            cluster.close();
            repository.close();
            throw e;
        }
    }

    private static DemoRepository create(Path folder, Path sample, List<String> apps, DemoCluster cluster) {
        try {
            return DemoRepository.create(folder, sample, apps);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static RunSettings settings(Path folder, DemoRepository repository, DemoCluster cluster) {
        return new RunSettings(
                GitSettings.of(repository.remote().toString(), DemoRepository.BRANCH, "apps"),
                STATUS_BRANCH,
                new Engine.Site(CLUSTER, RepositoryName.of(repository.remote().toString())),
                new ClusterAccess(Optional.of(cluster.kubeconfig()), Optional.empty()),
                new ReportAuthor("Quorate", "quorate@demo", Optional.empty()),
                Set.of(),
                SYSTEM,
                true,
                folder.resolve("controller"),
                TIMES,
                LEASE);
    }

    List<String> apps() {
        return apps;
    }

    DemoRepository repository() {
        return repository;
    }

    DemoCluster cluster() {
        return cluster;
    }

    String statusBranch() {
        return STATUS_BRANCH;
    }

    /** Runs a command as a person would, with the flags that name this repository and cluster. */
    Printed run(String command, String... arguments) {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of(arguments));
        line.addAll(List.of("--repo", repository.remote().toString(), "--cluster", CLUSTER));
        if (command.equals("plan")) {
            line.addAll(List.of(
                    "--path", "apps", "--kubeconfig", cluster.kubeconfig().toString()));
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(
                new PrintWriter(out),
                new PrintWriter(err),
                context.terminal().interactive(),
                context.terminal().colour());
        Context own = new Context(context.engines(), terminal, context.environment(), context.clock());
        int code = new Cli(own).run(line.toArray(String[]::new));
        return new Printed(code, out.toString(), err.toString());
    }

    /** The report of an app as it stands on the status branch. */
    Optional<JsonNode> report(String app) {
        Printed status = run("status", "shop/" + app, "--output", "json");
        try {
            return status.code() == 0 ? Optional.of(new JsonMapper().readTree(status.out())) : Optional.empty();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("quorate status -o json printed something else: " + status.out(), e);
        }
    }

    /** What helps to understand an expectation that did not hold. */
    List<String> evidence() {
        List<String> lines = new ArrayList<>();
        apps.forEach(app -> run("status", "shop/" + app).out().lines().forEach(lines::add));
        try (Stream<String> log = Files.lines(log())) {
            List<String> all = log.toList();
            lines.addAll(all.subList(Math.max(0, all.size() - LOG_LINES), all.size()));
        } catch (IOException e) {
            lines.add("no log: " + e.getMessage());
        }
        return lines;
    }

    /** What a command printed and how it ended. */
    record Printed(int code, String out, String err) {}

    @Override
    public void close() throws InterruptedException {
        controller.close();
        cluster.close();
        repository.close();
    }
}
