package dev.quorate.simulator.process;

import java.io.IOException;
import java.net.NetworkInterface;
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

    /**
     * Ends every process in it, then removes it, and the link of its name. That would go with the namespace, which somebody who
     * copied all mounts of this machine may keep alive.
     */
    static void remove(String name) throws IOException {
        if (Files.exists(file(name))) {
            endProcesses(name);
            removeLink(name);
            HostCommand.run("ip", "netns", "delete", name);
        } else {
            removeLink(name);
        }
    }

    /** It may go by itself meanwhile, with its other end. */
    static void removeLink(String name) throws IOException {
        if (NetworkInterface.getByName(name) != null) {
            try {
                HostCommand.run("ip", "link", "delete", name);
            } catch (IOException e) {
                if (NetworkInterface.getByName(name) != null) {
                    throw e;
                }
            }
        }
    }

    private static void endProcesses(String name) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (List<ProcessHandle> left = processes(name); !left.isEmpty(); left = processes(name)) {
            if (System.nanoTime() > end) {
                throw new IOException("Processes in " + name + " do not end: " + left);
            }
            left.forEach(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private static List<ProcessHandle> processes(String name) throws IOException {
        return HostCommand.run("ip", "netns", "pids", name)
                .lines()
                .flatMap(line -> ProcessHandle.of(Long.parseLong(line.trim())).stream())
                .toList();
    }
}
