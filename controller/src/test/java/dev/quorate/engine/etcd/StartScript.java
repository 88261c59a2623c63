package dev.quorate.engine.etcd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the start script as the init container does, with directories in place of mounts. */
record StartScript(Path start, Path volume, Path run, List<String> shell, Map<String, String> more) {

    StartScript(Path start, Path volume, Path run) {
        this(start, volume, run, List.of("/bin/sh"), Map.of());
    }

    /** @param output what people and the controller read */
    record Ended(int exitCode, String output) {}

    StartScript in(List<String> otherShell) {
        return new StartScript(start, volume, run, otherShell, more);
    }

    Ended run(String pod, String host, String settings) {
        List<String> command = new ArrayList<>(shell);
        command.add("-c");
        command.add(EtcdStart.script());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "START",
                        start.toString(),
                        "VOLUME",
                        volume.toString(),
                        "RUN",
                        run.toString(),
                        "POD_NAME",
                        pod,
                        "ADVERTISE",
                        host,
                        "LISTEN",
                        host,
                        "SETTINGS",
                        settings,
                        "PATIENCE",
                        "0"));
        builder.environment().putAll(more);
        try {
            Files.createDirectories(start);
            Files.createDirectories(volume);
            Files.createDirectories(run);
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the start script does not end");
            }
            return new Ended(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
