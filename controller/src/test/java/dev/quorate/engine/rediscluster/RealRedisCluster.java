package dev.quorate.engine.rediscluster;

import dev.quorate.engine.LoopbackNetwork;
import dev.quorate.engine.Membership;
import dev.quorate.engine.Reach;
import dev.quorate.engine.Roster;
import dev.quorate.schema.AppName;
import dev.quorate.schema.ReadResult;
import dev.quorate.schema.SpecReader;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.Admission;
import dev.quorate.state.Admission.State;
import dev.quorate.state.AppMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Processes of a real Redis as a cluster, each on an address and with a directory of its own, started through the real scripts. */
final class RealRedisCluster implements NodeCluster {

    static final String PASSWORD = "of-theirs_1";

    private static final int MOST = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final StatefulApp app = read();
    private final ClusterPrograms programs;
    private final Path home;
    private final LoopbackNetwork network = LoopbackNetwork.reserve(RandomGenerator.getDefault());
    private final Map<String, Process> processes = new TreeMap<>();
    private final Map<String, Integer> lostVolumes = new HashMap<>();
    private AppMemory memory = AppMemory.BLANK;
    private int incarnations;
    private int moved;

    static RealRedisCluster of(String version) {
        try {
            return new RealRedisCluster(
                    ClusterPrograms.of(version), Files.createTempDirectory("quorate-redis-cluster"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RealRedisCluster(ClusterPrograms programs, Path home) throws IOException {
        this.programs = programs;
        this.home = home;
        Files.createDirectories(home.resolve("start"));
        Files.createDirectories(home.resolve("auth"));
        Files.writeString(home.resolve("auth/password"), PASSWORD);
    }

    private static StatefulApp read() {
        String yaml = """
            apiVersion: quorate.dev/v1alpha1
            kind: StatefulApp
            metadata: {name: store, namespace: shop}
            spec:
              engine: redis-cluster
              replicas: 6
              storage: {size: 1Gi}
            """;
        ReadResult read = SpecReader.standard().read("app.yaml", yaml.getBytes(StandardCharsets.UTF_8));
        return ((ReadResult.Apps) read).apps().get(0);
    }

    private AppName name() {
        return app.name();
    }

    @Override
    public Membership membership() {
        return membership(servers());
    }

    Servers servers() {
        return new JedisServers(reach(PASSWORD));
    }

    Membership membership(Servers servers) {
        return new RedisClusterMembership(servers, addresses(), RealRedisCluster::pause);
    }

    ClusterClient client() {
        return new ClusterClient(servers(), addresses());
    }

    /** The names that nodes announce are addresses here, so that clients need no name service. */
    private Addresses addresses() {
        return (namespace, set, pod) -> address(Integer.parseInt(pod.substring(pod.lastIndexOf('-') + 1)));
    }

    String address(int ordinal) {
        return network.address(Math.min(ordinal, MOST) + moved * (MOST + 1));
    }

    List<String> all() {
        return IntStream.range(0, MOST).mapToObj(this::address).toList();
    }

    /** As when all pods are made anew at once: each that starts from now on has another address. */
    void moveAddresses() {
        moved++;
        publish();
    }

    Reach reach(String password) {
        return new Reach() {
            @Override
            public Reply http(Target target, Call call) throws NoReply {
                throw new NoReply("Redis is not asked by HTTP", false);
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

    static void pause(Duration time) {
        try {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public Roster roster() {
        List<Roster.Pod> pods = IntStream.range(0, MOST)
                .filter(ordinal -> processes.containsKey(pod(ordinal)))
                .mapToObj(ordinal ->
                        new Roster.Pod(pod(ordinal), set(), ordinal, runs(ordinal), Optional.of(address(ordinal))))
                .toList();
        return new Roster(name(), RedisClusterEngine.NAME, List.of(set()), pods, List.of());
    }

    @Override
    public String pod(int ordinal) {
        return set() + "-" + ordinal;
    }

    @Override
    public String set() {
        return name().name();
    }

    @Override
    public void admit(int ordinal, State state, List<Integer> peers) {
        String incarnation = state == State.STARTED
                ? memory.admission(set(), ordinal).orElseThrow().incarnation()
                : nextIncarnation(state);
        List<String> all = peers.stream().map(this::pod).toList();
        memory = memory.admit(new Admission(RedisClusterEngine.NAME, set(), ordinal, incarnation, state, all));
        publish();
    }

    private void publish() {
        List<Admission> all = memory.admissions(set());
        try {
            for (Admission admission : all) {
                Path file = home.resolve("start").resolve(admission.pod());
                Path next = home.resolve(admission.pod() + ".next");
                Files.writeString(next, ClusterStart.lines(name(), admission, all, addresses()));
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            }
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
    public void dismiss(int ordinal) {
        kill(ordinal);
        processes.remove(pod(ordinal));
        memory = memory.dismiss(set(), ordinal);
        try {
            Files.delete(home.resolve("start").resolve(pod(ordinal)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        publish();
    }

    @Override
    public Start start(int ordinal) {
        int exitCode = startScript(ordinal);
        if (exitCode != 0) {
            return switch (exitCode) {
                case 3 -> Start.BLANK_VOLUME;
                case 4 -> Start.NOT_ADMITTED;
                default -> Start.DOUBTFUL;
            };
        }
        try {
            processes.put(pod(ordinal), process(ordinal, "log", "run.sh"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Start.RUNS;
    }

    /** The init container; its exit code. */
    private int startScript(int ordinal) {
        try {
            Files.createDirectories(volume(ordinal));
            Files.createDirectories(run(ordinal));
            Process process = process(ordinal, "start", "start.sh");
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

    private Process process(int ordinal, String log, String script) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of("/bin/sh", "-c", ClusterStart.script(script)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve(pod(ordinal) + "." + log).toFile()));
        String address = address(ordinal);
        builder.environment()
                .putAll(Map.of(
                        "PATH", programs.path(),
                        "START", home.resolve("start").toString(),
                        "VOLUME", volume(ordinal).toString(),
                        "RUN", run(ordinal).toString(),
                        "AUTH", home.resolve("auth").toString(),
                        "POD_NAME", pod(ordinal),
                        "POD_IP", address,
                        "ADVERTISE", address,
                        "LISTEN", address,
                        // Else every node of this machine seems to be at the same address.
                        "SETTINGS", ClusterSettings.lines(app) + "\nbind-source-addr " + address));
        builder.environment().put("LOCAL", address);
        builder.environment().put("PATIENCE", "0");
        return builder.start();
    }

    @Override
    public void kill(int ordinal) {
        end(Objects.requireNonNull(processes.get(pod(ordinal))));
    }

    /** The shell that waits for a server, its loop, and the server. */
    private static void end(Process process) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(handle -> handle.onExit().join());
    }

    @Override
    public boolean runs(int ordinal) {
        return Optional.ofNullable(processes.get(pod(ordinal)))
                .filter(Process::isAlive)
                .isPresent();
    }

    @Override
    public boolean endsWhenRemoved() {
        return false;
    }

    @Override
    public void loseVolume(int ordinal) {
        lostVolumes.merge(pod(ordinal), 1, Integer::sum);
    }

    @Override
    public List<String> setAside(int ordinal) {
        Path aside = volume(ordinal).resolve("aside");
        if (!Files.isDirectory(aside)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(aside)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean write(String key, String value) {
        try (ClusterWriter.Way way = new ClusterWriter.Way(all())) {
            return way.set(key, value);
        }
    }

    /** A replica says what it holds to who asks for it. */
    @Override
    public Optional<String> readFrom(int ordinal, String key) {
        return ClusterWriter.read(address(ordinal), key);
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
        for (String pod : processes.keySet()) {
            all.append("\n== ").append(pod).append('\n');
            try {
                String log = Files.readString(home.resolve(pod + ".log"), StandardCharsets.UTF_8);
                all.append(log.substring(Math.max(0, log.length() - 3000)));
            } catch (IOException e) {
                all.append(e);
            }
        }
        return all.toString();
    }

    @Override
    public void close() {
        processes.values().forEach(RealRedisCluster::end);
        network.close();
        delete(home);
    }

    private Path volume(int ordinal) {
        return home.resolve(pod(ordinal) + "-" + lostVolumes.getOrDefault(pod(ordinal), 0));
    }

    private Path run(int ordinal) {
        return home.resolve(pod(ordinal) + "-run");
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
