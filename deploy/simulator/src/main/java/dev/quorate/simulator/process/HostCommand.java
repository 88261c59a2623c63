package dev.quorate.simulator.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of this machine that is run to its end. */
final class HostCommand {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private HostCommand() {}

    /** @throws IOException when it fails, with what it said */
    static String run(String... words) throws IOException {
        return run("", List.of(words));
    }

    static String run(String input, List<String> words) throws IOException {
        Path output = Files.createTempFile("quorate-pods", ".out");
        try {
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            await(process, words);
            String said = Files.readString(output);
            if (process.exitValue() != 0) {
                throw new IOException(String.join(" ", words) + ": exit code " + process.exitValue() + ", " + said);
            }
            return said;
        } finally {
            Files.delete(output);
        }
    }

    private static void await(Process process, List<String> words) throws IOException {
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", words) + " did not end within " + PATIENCE.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException(String.join(" ", words) + " was interrupted", e);
        }
    }
}
