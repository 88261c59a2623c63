package dev.quorate.demo;

import dev.quorate.cli.Cli;
import dev.quorate.cli.CliException;
import dev.quorate.cli.Context;
import dev.quorate.cli.ExitCode;
import dev.quorate.cli.Logs;
import dev.quorate.cli.ScratchFolder;
import dev.quorate.cli.Termination;
import dev.quorate.cluster.ClusterException;
import java.nio.file.Files;
import java.nio.file.Path;
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
            "",
            "Exit codes: 0 everything happened as it should, 1 something did not"
        })
final class DemoCommand implements Callable<Integer> {
    private final Context context;

    @Option(names = "--keep", description = "leave it running at the end, to push commits and use kubectl by hand")
    private boolean keep;

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
        try (Termination termination = new Termination();
                ScratchFolder folder = ScratchFolder.create()) {
            if (rehearse) {
                return rehearsed(folder.path());
            }
            Logs.toFile(folder.path().resolve("controller.log"));
            try (DemoWorld world = DemoWorld.open(folder.path(), sample, context)) {
                boolean held = story(world).play();
                if (keep) {
                    stay(world, termination);
                }
                return held ? ExitCode.FINE : ExitCode.FINDINGS;
            }
        } catch (ClusterException e) {
            throw new CliException(String.valueOf(e.getMessage()), e);
        }
    }

    private Story story(DemoWorld world) {
        Narrator narrator = new Narrator(context.terminal());
        return autoscale ? new LoadDay(world, narrator) : new Day(world, narrator);
    }

    private int rehearsed(Path folder) {
        try (DemoCluster cluster = DemoCluster.start(folder.resolve("kubeconfig"))) {
            cluster.createNamespace("shop");
        }
        return new Cli(context).run("validate", sample.toString());
    }

    private void stay(DemoWorld world, Termination termination) throws InterruptedException {
        new Narrator(context.terminal()).invitation(world);
        termination.await();
    }
}
