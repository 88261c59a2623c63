package dev.quorate.engine.etcd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the start script as the init container does, with directories in place of mounts. */
record StartScript(Path start, Path volume, Path run) {

    /** @param output what people and the controller read */
    record Ended(int exitCode, String output) {}

    Ended run(String pod, String host, String settings) {
        return run(EtcdStart.script(), pod, host, settings, Map.of());
    }

    /** A founder that is to start from a snapshot; busybox is whatever runs what it is told. */
    Ended runBeforeRestore(String pod, String host, String settings) throws IOException {
        Path busybox = run.resolveSibling("busybox");
        Files.writeString(busybox, "#!/bin/sh\nexec \"$@\"\n");
        Files.setPosixFilePermissions(busybox, PosixFilePermissions.fromString("rwxr-xr-x"));
        return run(EtcdStart.scriptOfRestored(), pod, host, settings, Map.of("BUSYBOX", busybox.toString()));
    }

    /** As the container after it does. */
    Ended restore(String tool) {
        return run(EtcdStart.restoreScript(), "", "", "", Map.of("TOOL", tool));
    }

    private Ended run(String script, String pod, String host, String settings, Map<String, String> more) {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", script).redirectErrorStream(true);
        builder.environment().putAll(more);
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
