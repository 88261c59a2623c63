package dev.quorate.soak;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.cli.CliException;
import dev.quorate.simulator.behaviour.PodContext;
import dev.quorate.simulator.behaviour.Volume;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * What processes of a real etcd in simulated pods share: the program, a folder for each volume, and the names of pods. These
 * resolve as in a cluster, through a hosts file that each process has in place of the machine's own.
 */
final class RealMembers implements AutoCloseable {
    private static final int HOSTS_BYTES = 4096;
    private static final String DIRECTORY = "directory";
    private static final String NO_NAMESPACES =
            "Real members need mount namespaces of their own for the names of their pods: 'unshare --map-root-user --mount'"
                    + " does not work here.";

    private final Path binary;
    private final Path folder;
    private final BiFunction<String, String, JsonNode> pods;
    private final Map<String, String> hosts = new TreeMap<>();
    private final Set<RealEtcd> running = new HashSet<>();
    private int volumes;

    private RealMembers(Path binary, Path folder, BiFunction<String, String, JsonNode> pods) {
        this.binary = binary;
        this.folder = folder;
        this.pods = pods;
    }

    /** @param pods a pod by its namespace and name */
    static RealMembers create(Path binary, Path folder, BiFunction<String, String, JsonNode> pods) throws IOException {
        RealMembers members = new RealMembers(binary.toAbsolutePath(), Files.createDirectories(folder), pods);
        Files.write(members.folder.resolve("hosts"), new byte[HOSTS_BYTES]);
        Files.writeString(members.folder.resolve("resolv.conf"), "# the hosts file knows every name\n");
        members.name("localhost", "127.0.0.1");
        return members;
    }

    /** Whether members can be real here; to be asked before anything is begun. */
    static void require(Path binary) {
        if (!Files.isExecutable(binary)) {
            throw new CliException("There is no program " + binary + ".");
        }
        requireNamespaces();
    }

    private static void requireNamespaces() {
        try {
            Process probe = new ProcessBuilder("unshare", "--map-root-user", "--mount", "true").start();
            if (probe.waitFor() != 0) {
                throw new CliException(NO_NAMESPACES);
            }
        } catch (IOException e) {
            throw new CliException(NO_NAMESPACES, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("stopped", e);
        }
    }

    RealEtcd member(PodContext pod) {
        return new RealEtcd(pod, this);
    }

    Path binary() {
        return binary;
    }

    /** Its log, its hosts file and its volumes are there. */
    Path folder() {
        return folder;
    }

    JsonNode pod(PodContext pod) {
        return pods.apply(pod.namespace(), pod.name());
    }

    /** A new one for a volume that is new or was lost. */
    synchronized Path directory(Volume volume) {
        String name = volume.read(DIRECTORY, String.class).orElseGet(() -> "volume-" + ++volumes);
        volume.write(DIRECTORY, name);
        return folder.resolve(name);
    }

    /** Written in one piece and always of one length, so that nobody reads half of it. */
    synchronized void name(String host, String address) {
        hosts.put(host, address);
        StringBuilder text = new StringBuilder();
        hosts.forEach(
                (name, where) -> text.append(where).append(' ').append(name).append('\n'));
        text.append("\n".repeat(HOSTS_BYTES - text.length()));
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("hosts").toFile(), "rw")) {
            file.write(text.toString().getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void started(RealEtcd member) {
        running.add(member);
    }

    synchronized void stopped(RealEtcd member) {
        running.remove(member);
    }

    @Override
    public void close() {
        Set<RealEtcd> left;
        synchronized (this) {
            left = Set.copyOf(running);
        }
        left.forEach(RealEtcd::stop);
    }
}
