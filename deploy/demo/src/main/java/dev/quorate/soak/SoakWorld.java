package dev.quorate.soak;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A cluster, a repository, and the controllers between them, all in one folder. */
final class SoakWorld implements AutoCloseable {
    static final String NAME = "soak";
    static final String STATUS_BRANCH = "quorate/" + NAME;
    static final String LEASE = "quorate-" + NAME;

    /** Short, so that the next life begins soon. */
    private static final String LEASE_DURATION = "2s";

    private final Path folder;
    private final String controllerClass;
    private final SoakCluster cluster;
    private final SoakRepository repository;
    private int lives;

    private SoakWorld(Path folder, String controllerClass, SoakCluster cluster, SoakRepository repository) {
        this.folder = folder;
        this.controllerClass = controllerClass;
        this.cluster = cluster;
        this.repository = repository;
    }

    /**
     * @param controllerClass whose main method is the controller
     * @param etcd the program that members are; simulated where there is none
     */
    static SoakWorld open(Path folder, String controllerClass, Optional<Path> etcd) throws IOException {
        SoakRepository repository = SoakRepository.create(folder);
        try {
            return new SoakWorld(folder, controllerClass, SoakCluster.start(folder, etcd), repository);
        } catch (IOException | RuntimeException e) {
            repository.close();
            throw e;
        }
    }

    Path folder() {
        return folder;
    }

    SoakCluster cluster() {
        return cluster;
    }

    SoakRepository repository() {
        return repository;
    }

    /**
     * A controller as its own process, with the Java, the classes and the tuning of this one.
     *
     * @param home its clones, which outlive it as a pod's emptyDir outlives a container
     */
    ControllerProcess startController(String home, Duration clockOff) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-X"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), controllerClass));
        command.addAll(List.of("run", "--repo", repository.url(), "--path", "apps", "--cluster", NAME));
        command.addAll(
                List.of("--kubeconfig", folder.resolve(SoakCluster.KUBECONFIG).toString()));
        command.addAll(List.of("--interval", "1s", "--git-timeout", "3s", "--lease-duration", LEASE_DURATION));
        command.addAll(List.of("--work-dir", folder.resolve(home).toString(), "--log-format", "text", "--verbose"));
        Path log = folder.resolve("controller-%04d.log".formatted(++lives));
        return ControllerProcess.start(command, log, clockOff);
    }

    /** Leaves beside the logs what a person needs to understand what went wrong. */
    void writeEvidence() throws IOException {
        Files.writeString(folder.resolve("git-log.txt"), repository.log());
        List<String> objects = new ArrayList<>();
        cluster.objects().forEach(object -> objects.add(object.toPrettyString()));
        Files.write(folder.resolve("objects.json"), objects);
    }

    @Override
    public void close() {
        cluster.close();
        repository.close();
    }
}
