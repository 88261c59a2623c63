package dev.quorate.demo;

import dev.quorate.cli.Cli;
import dev.quorate.cli.CliException;
import dev.quorate.cli.Context;
import dev.quorate.cli.ExitCode;
import dev.quorate.cli.Logs;
import dev.quorate.cli.ScratchFolder;
import dev.quorate.cli.Termination;
import dev.quorate.cluster.ClusterException;
import dev.quorate.simulator.process.Images;
import dev.quorate.simulator.process.ProcessPods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quorate demo}: a day of pull requests in under a minute. */
@Command(
        name = "demo",
        header = "watch a day of pull requests, or of load, on a simulated cluster",
        footer = {
            "",
            "Everything is real but the cluster: the repository, the commits, the controller and its HTTP",
            "calls. The cluster is simulated inside this process; nothing else, here or outside, is touched.",
            "With --real its pods are processes of this machine, in namespaces that are gone at the end.",
            "",
            "Exit codes: 0 everything happened as it should, 1 something did not"
        })
final class DemoCommand implements Callable<Integer> {
    private final Context context;

    @Option(names = "--keep", description = "leave it running at the end, to push commits and use kubectl by hand")
    private boolean keep;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description =
                    "watch etcd, zookeeper, rabbitmq or redis instead: out, in, through updates, with a lost volume"
                            + " and a cut network")
    private Optional<String> engine = Optional.empty();

    @Option(names = "--real", description = "with --engine: by processes in place of simulated ones; needs root")
    private boolean real;

    @Option(
            names = "--autoscale",
            description = "watch a day of load instead: a count that follows it inside the bounds of Git")
    private boolean autoscale;

    @Option(
            names = "--rehearse",
            hidden = true,
            description = "start the cluster, read the sample and end: what is loaded by then is archived")
    private boolean rehearse;

    @Option(
            names = "--sample",
            hidden = true,
            description = "the working tree to begin with",
            defaultValue = "${sys:quorate.home:-.}/sample-repo")
    private Path sample = Path.of("sample-repo");

    DemoCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!Files.isDirectory(sample)) {
            throw new CliException(
                    "There is no sample repository at " + sample + ". Start the demo by ./quorate demo.");
        }
        if (real && engine.isEmpty()) {
            throw new CliException("--real is for one engine. Name it, as in --engine etcd.");
        }
        try (Termination termination = new Termination();
                ScratchFolder folder = ScratchFolder.create()) {
            if (rehearse) {
                return rehearsed(folder.path());
            }
            Logs.toFile(folder.path().resolve("controller.log"));
            return engine.isPresent()
                    ? play(DemoEngines.named(engine.get(), context.environment()), folder.path(), termination)
                    : play(folder.path(), termination);
        } catch (ClusterException e) {
            throw new CliException(String.valueOf(e.getMessage()), e);
        }
    }

    private int play(Path folder, Termination termination) throws ClusterException, InterruptedException {
        try (DemoWorld world = DemoWorld.open(folder, sample, context)) {
            return ended(story(world).play(), world, termination);
        }
    }

    private int play(DemoEngine shown, Path folder, Termination termination)
            throws ClusterException, InterruptedException {
        try (DemoWorld world = real ? realWorld(folder, shown) : simulatedWorld(folder, shown);
                Scraping scraping =
                        real ? Scraping.of(shown, world.cluster(), folder, context.environment()) : Scraping.none()) {
            EngineDay day = new EngineDay(shown, real, world, scraping, new Narrator(context.terminal()));
            return ended(day.play(), world, termination);
        }
    }

    private DemoWorld simulatedWorld(Path folder, DemoEngine engine) throws ClusterException, InterruptedException {
        if (!engine.simulated()) {
            throw new CliException("Clients of " + engine.name() + " need real members. Add --real.");
        }
        DemoCluster cluster = DemoCluster.simulated(folder.resolve(DemoWorld.KUBECONFIG));
        return DemoWorld.open(folder, sample, List.of(engine.app()), cluster, context);
    }

    private DemoWorld realWorld(Path folder, DemoEngine engine) throws ClusterException, InterruptedException {
        Images images = engine.programs();
        ProcessPods.obstacle().ifPresent(reason -> {
            throw new CliException(reason);
        });
        try {
            ProcessPods pods = ProcessPods.open(images);
            DemoCluster cluster = DemoCluster.ofProcesses(folder.resolve(DemoWorld.KUBECONFIG), pods);
            return DemoWorld.open(folder, sample, List.of(engine.app()), cluster, context);
        } catch (IOException e) {
            throw new CliException("Pods cannot be processes here: " + e.getMessage(), e);
        }
    }

    private int ended(boolean held, DemoWorld world, Termination termination) throws InterruptedException {
        if (keep) {
            stay(world, termination);
        }
        return held ? ExitCode.FINE : ExitCode.FINDINGS;
    }

    private Story story(DemoWorld world) {
        Narrator narrator = new Narrator(context.terminal());
        return autoscale ? new LoadDay(world, narrator) : new Day(world, narrator);
    }

    private int rehearsed(Path folder) {
        try (DemoCluster cluster = DemoCluster.simulated(folder.resolve(DemoWorld.KUBECONFIG))) {
            cluster.createNamespace("shop");
        }
        return new Cli(context).run("validate", sample.toString());
    }

    private void stay(DemoWorld world, Termination termination) throws InterruptedException {
        new Narrator(context.terminal()).invitation(world);
        termination.await();
    }
}
