package dev.quorate.simulator.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left of pods that were processes: nothing, however their cluster has ended. */
@Tag("real-pods")
@Timeout(180)
final class LeftoversTest {

    private static final String POD = """
            metadata: {name: one}
            spec:
              containers:
              - {name: main, image: shell, command: [sh, -c, "sleep 1000000 & sleep 1000000"]}
            """;

    @TempDir
    private Path folder;

    /** What one cluster has made on this machine. */
    private record Traces(String bridge, List<String> namespaces, List<Long> processes) {

        static Traces of(Path base) throws IOException {
            Path own;
            try (Stream<Path> folders = Files.list(base)) {
                own = folders.findFirst().orElseThrow();
            }
            List<String> namespaces = FileTree.names(own.resolve("namespaces"));
            List<Long> processes = HostCommand.run("ip", "netns", "pids", namespaces.get(0))
                    .lines()
                    .map(line -> Long.valueOf(line.trim()))
                    .toList();
            return new Traces(FileTree.names(own.resolve("bridge")).get(0), namespaces, processes);
        }

        void assertThere() throws IOException {
            assertTrue(NetworkInterface.getByName(bridge) != null);
            assertTrue(Files.exists(Namespaces.file(namespaces.get(0))));
            assertTrue(NetworkInterface.getByName(namespaces.get(0)) != null);
            assertTrue(processes.size() >= 2, processes::toString);
        }

        void assertGone() throws IOException {
            assertFalse(NetworkInterface.getByName(bridge) != null, bridge);
            assertPodsGone();
        }

        void assertPodsGone() throws IOException {
            for (String namespace : namespaces) {
                assertFalse(Files.exists(Namespaces.file(namespace)), namespace);
                assertFalse(NetworkInterface.getByName(namespace) != null, namespace);
            }
            for (long process : processes) {
                // One that has ended, and whose parent has not looked yet, is in no namespace.
                assertFalse(Files.exists(Path.of("/proc", Long.toString(process), "ns", "net")), "process " + process);
            }
        }
    }

    @BeforeAll
    static void processesAreThere() {
        Required.processes();
    }

    @Test
    void aClosedClusterLeavesNothing() throws Exception {
        Path base = folder.resolve("pods");
        Traces traces;
        try (ProcessCluster cluster = started(base)) {
            traces = Traces.of(base);
            traces.assertThere();
        }
        traces.assertGone();
        assertFalse(Files.exists(base));
    }

    @Test
    void whatAKilledClusterHasLeftIsRemovedByTheNext() throws Exception {
        Path base = folder.resolve("pods");
        Process killed = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Abandoned.class.getName(),
                        base.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said = killed.inputReader(StandardCharsets.UTF_8)) {
            assertEquals("ready", said.readLine());
        } finally {
            killed.destroyForcibly().waitFor();
        }
        Traces traces = Traces.of(base);
        traces.assertThere();
        // Somebody else's, and none of its business.
        Path other = Files.createDirectories(base.resolve("something-else"));
        try (ProcessCluster next = new ProcessCluster(base)) {
            traces.assertPodsGone();
            next.create("pods", POD);
            next.await("it is ready", () -> next.ready("one"));
        }
        traces.assertGone();
        assertTrue(Files.exists(other));
    }

    @Test
    void theNextClusterLeavesALivingOneAlone() throws Exception {
        Path base = folder.resolve("pods");
        try (ProcessCluster cluster = started(base)) {
            Traces traces = Traces.of(base);
            new ProcessCluster(base).close();
            traces.assertThere();
            assertTrue(cluster.ready("one"));
        }
    }

    private static ProcessCluster started(Path base) throws IOException, InterruptedException {
        ProcessCluster cluster = new ProcessCluster(base);
        cluster.create("pods", POD);
        cluster.await("it is ready", () -> cluster.ready("one"));
        return cluster;
    }

    /** Starts a cluster and never ends it. */
    static final class Abandoned {
        private Abandoned() {}

        public static void main(String... arguments) throws IOException, InterruptedException {
            ProcessCluster cluster = started(Path.of(arguments[0]));
            System.out.println("ready");
            System.in.read();
            cluster.close();
        }
    }
}
