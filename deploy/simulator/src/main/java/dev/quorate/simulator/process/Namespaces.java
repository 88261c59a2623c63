package dev.quorate.simulator.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Network namespaces by name, as {@code ip netns} knows them. */
final class Namespaces {

    private static final Path FOLDER = Path.of("/run/netns");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(20);

    private Namespaces() {}

    static Path file(String name) {
        return FOLDER.resolve(name);
    }

    /** Ends every process in it, then removes it; whatever else was in it goes with it. */
    static void remove(String name) throws IOException {
        if (!Files.exists(file(name))) {
            return;
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (List<ProcessHandle> left = processes(name); !left.isEmpty(); left = processes(name)) {
            if (System.nanoTime() > end) {
                throw new IOException("Processes in " + name + " do not end: " + left);
            }
            left.forEach(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(LOOK.toNanos());
        }
        HostCommand.run("ip", "netns", "delete", name);
    }

    private static List<ProcessHandle> processes(String name) throws IOException {
        return HostCommand.run("ip", "netns", "pids", name)
                .lines()
                .flatMap(line -> ProcessHandle.of(Long.parseLong(line.trim())).stream())
                .toList();
    }
}
