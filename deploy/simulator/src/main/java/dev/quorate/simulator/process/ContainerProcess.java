package dev.quorate.simulator.process;

import dev.quorate.simulator.behaviour.Execution;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The processes of one container, from its start to the end of its first process, with which all others end. */
final class ContainerProcess {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerProcess.class);
    private static final ProcessBuilder.Redirect NOTHING = ProcessBuilder.Redirect.from(new File("/dev/null"));

    /** Whoever is first in a new PID namespace ends it with his own end; the exit code is told by the one who stays outside. */
    private static final String START = "sh \"$0\" & exec 2> /dev/null; wait $!";

    private static final Duration LOOK = Duration.ofMillis(5);
    private static final int TIMED_OUT = 124;
    private static final int WRITTEN_BY_ALL = 0666;

    private final Launch launch;
    private final Process outer;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    private ContainerProcess(Launch launch, Process outer) {
        this.launch = launch;
        this.outer = outer;
    }

    /**
     * Returns when it is in its own root, or has ended already: whoever enters it before would be in this machine's.
     *
     * @param line told each line that it writes, by a thread of its own
     */
    static ContainerProcess start(Launch launch, Consumer<String> line) throws IOException, InterruptedException {
        Files.createDirectories(launch.root());
        Files.writeString(launch.lastWords(), "");
        Files.setAttribute(launch.lastWords(), "unix:mode", WRITTEN_BY_ALL);
        Path script = Files.writeString(launch.folder().resolve("start.sh"), launch.script());
        ProcessBuilder builder = new ProcessBuilder(
                "nsenter",
                "--net=" + Namespaces.file(launch.namespace()),
                "unshare",
                "--mount",
                "--uts",
                "--ipc",
                "--pid",
                "sh",
                "-c",
                START,
                script.toString());
        builder.environment().keySet().retainAll(List.of("PATH"));
        Process outer = builder.redirectErrorStream(true).redirectInput(NOTHING).start();
        ContainerProcess process = new ContainerProcess(launch, outer);
        Thread reader = new Thread(() -> process.read(line), "container-" + launch.hostname());
        reader.setDaemon(true);
        reader.start();
        while (outer.isAlive() && !process.isInItsRoot()) {
            Thread.sleep(LOOK.toMillis());
        }
        return process;
    }

    private boolean isInItsRoot() {
        return first().filter(process -> root(process).equals(launch.root())).isPresent();
    }

    private static Path root(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "root"));
        } catch (IOException ended) {
            return Path.of("/");
        }
    }

    private void read(Consumer<String> line) {
        try (BufferedReader output = outer.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(line);
        } catch (IOException | RuntimeException e) {
            LOG.debug("The output of {} broke off", launch.hostname(), e);
        }
        exit.complete(outer.onExit().join().exitValue());
    }

    /** The exit code, once all output has been told; 128 and the signal where one ended it. */
    CompletableFuture<Integer> exit() {
        return exit;
    }

    boolean hasEnded() {
        return exit.isDone();
    }

    void askToEnd() {
        first().ifPresentOrElse(ProcessHandle::destroy, this::kill);
    }

    void kill() {
        first().ifPresentOrElse(ProcessHandle::destroyForcibly, () -> {
            outer.descendants().forEach(ProcessHandle::destroyForcibly);
            outer.destroyForcibly();
        });
    }

    /** Its first process; absent as long as there is none. */
    private Optional<ProcessHandle> first() {
        try {
            String number = Files.readString(launch.processFile()).trim();
            return outer.isAlive() ? ProcessHandle.of(Long.parseLong(number)) : Optional.empty();
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }

    /** Runs a command beside it, and waits for its end. */
    Execution.Done execute(List<String> command, String input, Duration patience) throws IOException {
        ProcessHandle first = first().orElseThrow(() -> new IOException("container not running"));
        if (!isInItsRoot()) {
            throw new IOException("container not running");
        }
        Path folder = Files.createTempDirectory(launch.folder(), "exec");
        List<String> words = new ArrayList<>(List.of(
                "nsenter",
                "--target",
                Long.toString(first.pid()),
                "--mount",
                "--uts",
                "--ipc",
                "--net",
                "--pid",
                "--root",
                "--wdns=" + launch.workingDirectory(),
                "--setuid=" + launch.user().user(),
                "--setgid=" + launch.user().group()));
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().clear();
        builder.environment().putAll(launch.environment());
        Path in = Files.writeString(folder.resolve("in"), input);
        File out = folder.resolve("out").toFile();
        File err = folder.resolve("err").toFile();
        Process process = builder.redirectInput(in.toFile())
                .redirectOutput(out)
                .redirectError(err)
                .start();
        int code = await(process, patience);
        Execution.Done done = new Execution.Done(Files.readString(out.toPath()), Files.readString(err.toPath()), code);
        FileTree.delete(folder);
        return done;
    }

    private static int await(Process process, Duration patience) throws IOException {
        try {
            if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return TIMED_OUT;
    }
}
