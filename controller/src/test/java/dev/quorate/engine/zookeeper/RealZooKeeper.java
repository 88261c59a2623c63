package dev.quorate.engine.zookeeper;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.LoopbackNetwork;
import dev.quorate.engine.MemberCluster;
import dev.quorate.engine.Membership;
import dev.quorate.engine.Reach;
import dev.quorate.engine.Roster;
import dev.quorate.schema.AppName;
import dev.quorate.state.Admission;
import dev.quorate.state.Admission.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Processes of a real ZooKeeper, each on an address and with a directory of its own, started through the real start script. */
final class RealZooKeeper implements MemberCluster {

    static final AppName APP = new AppName("shop", "registry");

    /** Ordinals from here on are those of observers, counted from 0 again. */
    static final int OBSERVERS = 10;

    private static final String SET = "registry";
    private static final String OBSERVER_SET = "registry-observers";
    static final String PASSWORD = "of the superuser";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path home;
    private final LoopbackNetwork network = LoopbackNetwork.reserve(RandomGenerator.getDefault());
    private final Map<Integer, Process> processes = new TreeMap<>();
    private final Map<Integer, Admission> admissions = new HashMap<>();
    private final Map<Integer, Integer> lostVolumes = new HashMap<>();
    private ZooKeeperJars jars;
    private int incarnations;

    RealZooKeeper(ZooKeeperJars jars, Path home) {
        this.jars = jars;
        this.home = home;
    }

    static RealZooKeeper of(int minor) {
        try {
            return new RealZooKeeper(ZooKeeperJars.of(minor), Files.createTempDirectory("quorate-zookeeper"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Addresses addresses() {
        return new Addresses() {
            @Override
            public String host(String namespace, String set, String pod) {
                int ordinal = Integer.parseInt(pod.substring(pod.lastIndexOf('-') + 1));
                return network.address(set.equals(OBSERVER_SET) ? OBSERVERS + ordinal : ordinal);
            }

            @Override
            public String listen(String host) {
                return host;
            }
        };
    }

    @Override
    public Membership membership() {
        return membership(new NativeEnsemble(reach(PASSWORD)));
    }

    Membership membership(Ensemble ensemble) {
        return new ZooKeeperMembership(ensemble, addresses(), RealZooKeeper::pause);
    }

    LostReplies losingReplies() {
        return new LostReplies(new NativeEnsemble(reach(PASSWORD)));
    }

    Reach reach(String password) {
        return new Reach() {
            @Override
            public Reply http(Target target, Call call) throws NoReply {
                throw new NoReply("ZooKeeper is not asked by HTTP", false);
            }

            @Override
            public Address dial(Target target) {
                return new Address(target.ip().orElseThrow(), target.port());
            }

            @Override
            public String secret(String namespace, String name, String key) {
                return password;
            }
        };
    }

    private static void pause(Duration time) {
        try {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public Roster roster() {
        return new Roster(APP, ZooKeeperEngine.VOTERS, List.of(SET), pods(false), pods(true));
    }

    Roster observers() {
        return new Roster(APP, ZooKeeperEngine.OBSERVERS, List.of(OBSERVER_SET), pods(true), pods(false));
    }

    private List<Roster.Pod> pods(boolean observers) {
        return processes.keySet().stream()
                .filter(ordinal -> observers == ordinal >= OBSERVERS)
                .map(ordinal -> new Roster.Pod(
                        pod(ordinal), set(ordinal), ordinal, runs(ordinal), Optional.of(network.address(ordinal))))
                .toList();
    }

    @Override
    public String pod(int ordinal) {
        return set(ordinal) + "-" + ordinal % OBSERVERS;
    }

    static String set(int ordinal) {
        return ordinal < OBSERVERS ? SET : OBSERVER_SET;
    }

    @Override
    public String set() {
        return SET;
    }

    @Override
    public void admit(int ordinal, State state, List<Integer> peers) {
        String incarnation = state == State.STARTED
                ? Objects.requireNonNull(admissions.get(ordinal)).incarnation()
                : nextIncarnation(state);
        Admission admission = new Admission(
                ordinal < OBSERVERS ? ZooKeeperEngine.VOTERS : ZooKeeperEngine.OBSERVERS,
                set(ordinal),
                ordinal % OBSERVERS,
                incarnation,
                state,
                peers.stream().map(this::pod).toList());
        admissions.put(ordinal, admission);
        try {
            Files.createDirectories(start());
            Files.writeString(start().resolve(pod(ordinal)), ZooKeeperStart.lines(APP, admission, addresses()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Founders share one. */
    private String nextIncarnation(State state) {
        if (state == State.EXISTING || incarnations == 0) {
            incarnations++;
        }
        return Integer.toString(incarnations);
    }

    @Override
    public Start start(int ordinal) {
        int exitCode = script(ordinal, JsonNodeFactory.instance.objectNode());
        if (exitCode != 0) {
            return switch (exitCode) {
                case 3 -> Start.BLANK_VOLUME;
                case 4 -> Start.NOT_ADMITTED;
                default -> Start.DOUBTFUL;
            };
        }
        startWithoutScript(ordinal);
        return Start.RUNS;
    }

    /** The init container; its exit code. */
    int script(int ordinal, ObjectNode config) {
        ObjectNode quick = config.deepCopy();
        quick.put("tickTime", 300).put("initLimit", 40).put("syncLimit", 8);
        ProcessBuilder builder = new ProcessBuilder("/bin/bash", "-c", ZooKeeperStart.script())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve(pod(ordinal) + ".start").toFile()));
        builder.environment()
                .putAll(Map.of(
                        "START", start().toString(),
                        "VOLUME", volume(ordinal).toString(),
                        "POD_NAME", pod(ordinal),
                        "ADVERTISE", network.address(ordinal),
                        "SETTINGS", ZooKeeperSettings.text(ZooKeeperSettings.common(quick, false)),
                        "SUPERUSER_PASSWORD", PASSWORD,
                        "PATIENCE", "0"));
        try {
            Files.createDirectories(start());
            Files.createDirectories(volume(ordinal));
            Process process = builder.start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the start script does not end");
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** As when only the container is started again in place. */
    void startWithoutScript(int ordinal) {
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            jars.directory() + "/*",
                            "org.apache.zookeeper.server.quorum.QuorumPeerMain",
                            volume(ordinal).resolve("current/conf/zoo.cfg").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            home.resolve(pod(ordinal) + ".log").toFile()))
                    .start();
            processes.put(ordinal, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void kill(int ordinal) {
        Process process = Objects.requireNonNull(processes.get(ordinal));
        process.destroyForcibly();
        process.onExit().join();
    }

    /** What starts from now on is of another version. */
    void upgradeTo(ZooKeeperJars newer) {
        jars = newer;
    }

    /** Whether the newest list that this member has written down has so many servers. */
    boolean listIsWrittenDown(int ordinal, int servers) {
        try (Stream<Path> files = Files.list(volume(ordinal).resolve("current/conf"))) {
            Path newest = files.filter(file -> file.getFileName().toString().matches("zoo.cfg.dynamic.[0-9a-f]+"))
                    .max(Comparator.comparingLong(RealZooKeeper::version))
                    .orElseThrow();
            return Files.readAllLines(newest).size() == servers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long version(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(name.lastIndexOf('.') + 1), 16);
    }

    /** The pod is taken away: it is not looked for any more. */
    void forget(int ordinal) {
        kill(ordinal);
        processes.remove(ordinal);
    }

    @Override
    public boolean runs(int ordinal) {
        return Optional.ofNullable(processes.get(ordinal))
                .filter(Process::isAlive)
                .isPresent();
    }

    @Override
    public boolean endsWhenRemoved() {
        return false;
    }

    @Override
    public void loseVolume(int ordinal) {
        lostVolumes.merge(ordinal, 1, Integer::sum);
    }

    @Override
    public List<String> setAside(int ordinal) {
        try (Stream<Path> found = Files.list(volume(ordinal).resolve("aside"))) {
            return found.filter(path -> Files.isDirectory(path.resolve("data/version-2")))
                    .map(path -> path.getFileName().toString())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean write(String key, String value) {
        return processes.keySet().stream()
                .filter(this::runs)
                .anyMatch(ordinal -> nodes(ordinal).write(key, value));
    }

    @Override
    public Optional<String> readFrom(int ordinal, String key) {
        return nodes(ordinal).read(key);
    }

    Nodes nodes(int ordinal) {
        return new Nodes(network.address(ordinal));
    }

    @Override
    public void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "in vain: " + what + "; seen last: " + membership().observe(roster()) + logs());
            }
            pause(Duration.ofMillis(100));
        }
    }

    private String logs() {
        StringBuilder all = new StringBuilder();
        for (int ordinal : processes.keySet()) {
            all.append("\n== ").append(pod(ordinal)).append('\n');
            try {
                String log = Files.readString(home.resolve(pod(ordinal) + ".log"), StandardCharsets.UTF_8);
                all.append(log.substring(Math.max(0, log.length() - 3000)));
            } catch (IOException e) {
                all.append(e);
            }
        }
        return all.toString();
    }

    @Override
    public void close() {
        processes.values().forEach(Process::destroyForcibly);
        processes.values().forEach(process -> process.onExit().join());
        network.close();
        delete(home);
    }

    Path volume(int ordinal) {
        return home.resolve(pod(ordinal) + "-" + lostVolumes.getOrDefault(ordinal, 0));
    }

    private Path start() {
        return home.resolve("start");
    }

    private static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
