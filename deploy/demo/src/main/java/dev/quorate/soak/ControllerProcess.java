package dev.quorate.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** One life of a controller. */
final class ControllerProcess implements AutoCloseable {
    private final Process process;
    private final Path log;
    private final Writer clock;

    private ControllerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.clock = process.outputWriter();
    }

    static ControllerProcess start(List<String> command, Path log, Duration clockOff) {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("QUORATE_"));
        try {
            ControllerProcess controller = new ControllerProcess(builder.start(), log);
            controller.setClock(clockOff);
            return controller;
        } catch (IOException e) {
            throw new UncheckedIOException("no controller can be started", e);
        }
    }

    /** The last line of its log. */
    String lastWords() {
        List<String> words = words(1);
        return words.isEmpty() ? "" : words.get(0);
    }

    /** The last lines of its log. */
    List<String> words(int lines) {
        try {
            List<String> all = Files.readAllLines(log);
            return all.subList(Math.max(0, all.size() - lines), all.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How it ended; empty while it lives. */
    OptionalInt ended() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** What kill -9 does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Stands still, as on a machine that is suspended. */
    void freeze() throws InterruptedException {
        signal("STOP");
    }

    void wake() throws InterruptedException {
        signal("CONT");
    }

    /** By how much its clock is off; one that has ended no longer cares. */
    void setClock(Duration off) {
        try {
            clock.write(off.toMillis() + "\n");
            clock.flush();
        } catch (IOException e) {
            if (process.isAlive()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Asks it to stop in good order; the exit code, or nothing where it did not stop in time. */
    OptionalInt stop(Duration within) throws InterruptedException {
        // Process.destroy would close its input as well.
        process.toHandle().destroy();
        process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
        return ended();
    }

    private void signal(String name) throws InterruptedException {
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + process.pid())
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
