package dev.quorate.engine.etcd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the start script as the init container does, with directories in place of mounts. */
record StartScript(Path start, Path volume, Path run) {

    /** @param output what people and the controller read */
    record Ended(int exitCode, String output) {}

    Ended run(String pod, String host, String settings) {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", EtcdStart.script()).redirectErrorStream(true);
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
