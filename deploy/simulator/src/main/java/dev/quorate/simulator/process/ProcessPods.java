package dev.quorate.simulator.process;

import dev.quorate.simulator.behaviour.PodHost;
import dev.quorate.simulator.behaviour.PodRuntime;
import dev.quorate.simulator.behaviour.Volume;
import dev.quorate.simulator.store.Metadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the pods of one cluster as processes of this machine, without images: what their templates say is really started. When it is
 * closed all of them end, and their namespaces, links, mounts and folders go with them; what a cluster that was killed has left is
 * removed by the next that starts.
 */
public final class ProcessPods implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessPods.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String DIRECTORY = "directory";

    private final Images images;
    private final Path base;
    private final Territory territory;
    private final Network network;
    private final AtomicInteger folders = new AtomicInteger();
    private final Map<String, CompletableFuture<Void>> leaving = new ConcurrentHashMap<>();
    private final Set<ContainerProcess> running = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "process-pods");
        thread.setDaemon(true);
        return thread;
    });
    private Optional<NameServer> names = Optional.empty();

    private ProcessPods(Images images, Path base, Territory territory) {
        this.images = images;
        this.base = base;
        this.territory = territory;
        this.network = new Network(territory);
    }

    /** Why pods cannot be processes here; absent where they can. */
    public static Optional<String> obstacle() {
        try {
            if (((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).intValue() != 0) {
                return Optional.of("pods as processes need root, for namespaces and mounts");
            }
            HostCommand.run("nsenter", "--version");
            HostCommand.run("/usr/sbin/chroot", "--version");
            HostCommand.run("ip", "netns", "list");
            HostCommand.run(
                    "unshare",
                    "--mount",
                    "--net",
                    "--uts",
                    "--ipc",
                    "--pid",
                    "--fork",
                    "sh",
                    "-c",
                    "ip link add probe type bridge && ip link add one type veth peer name two && mount -t tmpfs none /mnt");
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("pods as processes do not work here: " + e.getMessage());
        }
    }

    public static ProcessPods open(Images images) throws IOException {
        return open(images, Path.of(System.getProperty("java.io.tmpdir"), "quorate-pods"));
    }

    static ProcessPods open(Images images, Path base) throws IOException {
        Files.createDirectories(
                base, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (((Number) Files.getAttribute(base, "unix:uid")).intValue() != 0) {
            throw new IOException(base + " belongs to somebody else");
        }
        ProcessPods pods = new ProcessPods(images, base, Territory.take(base));
        try {
            pods.network.open();
            return pods;
        } catch (IOException e) {
            pods.close();
            throw e;
        }
    }

    /** @param addresses those of a name of the cluster; absent where there is no such name */
    public void answerNames(Function<String, Optional<List<String>>> addresses) {
        try {
            names = Optional.of(NameServer.start(network.gateway(), addresses));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public PodRuntime create(PodHost host) {
        Path folder = territory.folder().resolve("pod-" + folders.incrementAndGet());
        PodVolumes volumes = new PodVolumes(host, folder.resolve("volumes"), this::folderOfClaim);
        PodSettings settings = new PodSettings(host, folder, network.gateway(), volumes);
        PodWork work = new PodWork(Metadata.name(host.pod()), host.schedule(), threads);
        return new ProcessPod(host, this, work, settings);
    }

    /** Another one for a volume that was lost. */
    private Path folderOfClaim(Volume volume) {
        String name = volume.read(DIRECTORY, String.class).orElseGet(() -> "claim-" + folders.incrementAndGet());
        volume.write(DIRECTORY, name);
        return territory.folder().resolve(name);
    }

    Images images() {
        return images;
    }

    Network network() {
        return network;
    }

    /** Called without the lock. */
    ContainerProcess start(Launch launch, Consumer<String> line) throws IOException, InterruptedException {
        ContainerProcess process = ContainerProcess.start(launch, line);
        running.removeIf(ContainerProcess::hasEnded);
        running.add(process);
        return process;
    }

    /** Two pods of one name never run side by side, since they have the same volumes. Called without the lock. */
    Network.Place attach(String pod) throws IOException {
        leaving.getOrDefault(pod, CompletableFuture.completedFuture(null)).join();
        return network.attach();
    }

    /** Aside, even when the pod has vanished. */
    void leaveLater(PodSettings settings, Optional<Network.Place> place, List<CompletableFuture<Integer>> exits) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        leaving.put(settings.path(), done);
        threads.execute(() -> {
            try {
                leave(settings, place, exits);
            } catch (IOException e) {
                LOG.warn("Not all of pod {} is gone", settings.path(), e);
            }
            leaving.remove(settings.path(), done);
            done.complete(null);
        });
    }

    /** Gives back its place and its folder, once its processes have ended. */
    boolean leave(PodSettings settings, Optional<Network.Place> place, List<CompletableFuture<Integer>> exits)
            throws IOException {
        if (place.isPresent()) {
            network.detach(place.get());
        }
        CompletableFuture.allOf(exits.toArray(CompletableFuture[]::new)).join();
        FileTree.delete(settings.folder());
        return true;
    }

    /** Their own parents see them end, so that not even their names are left in the table of processes. */
    private void endAll() {
        List<ContainerProcess> left = List.copyOf(running);
        left.forEach(ContainerProcess::kill);
        left.forEach(each ->
                each.exit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join());
    }

    @Override
    public void close() {
        names.ifPresent(NameServer::close);
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("Some work on pods does not end");
            }
            endAll();
            territory.close();
            Files.deleteIfExists(base);
        } catch (DirectoryNotEmptyException others) {
            LOG.debug("Other clusters are in {}", base);
        } catch (IOException | CompletionException e) {
            LOG.warn("Not all of the pods is removed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
