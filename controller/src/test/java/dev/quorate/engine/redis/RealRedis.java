package dev.quorate.engine.redis;

import dev.quorate.engine.LoopbackNetwork;
import dev.quorate.engine.MemberCluster.Start;
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

/** Processes of a real Redis, each on an address and with a directory of its own, started through the real scripts. */
final class RealRedis implements RedisCluster {

    static final String PASSWORD = "of-theirs_1";

    /** In one network: ordinals from here on are those of sentinels. */
    private static final int SENTINELS = 20;

    private static final int MOST = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final StatefulApp app = read();
    private final RedisPrograms programs;
    private final Path home;
    private final LoopbackNetwork network = LoopbackNetwork.reserve(RandomGenerator.getDefault());
    private final Map<String, Process> processes = new TreeMap<>();
    private final Map<String, Integer> lostVolumes = new HashMap<>();
    private AppMemory memory = AppMemory.BLANK;
    private int incarnations;

    static RealRedis of(String version) {
        try {
            return new RealRedis(RedisPrograms.of(version), Files.createTempDirectory("quorate-redis"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RealRedis(RedisPrograms programs, Path home) throws IOException {
        this.programs = programs;
        this.home = home;
        Files.createDirectories(home.resolve("start"));
        Files.createDirectories(home.resolve("auth"));
        Files.writeString(home.resolve("auth/password"), PASSWORD);
    }

    /** Sentinels that are quicker than usual to notice and to give up. */
    private static StatefulApp read() {
        String yaml = """
            apiVersion: quorate.dev/v1alpha1
            kind: StatefulApp
            metadata: {name: store, namespace: shop}
            spec:
              engine: redis
              replicas: 3
              storage: {size: 1Gi}
              redis: {downAfterMilliseconds: 2000, failoverTimeoutMilliseconds: 4000}
              components: {sentinels: {replicas: 3, storage: {size: 1Gi}}}
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
        return new RedisMembership(servers, addresses(), RealRedis::pause);
    }

    Addresses addresses() {
        return (namespace, set, pod) -> address(pod);
    }

    String address(String pod) {
        int ordinal = Integer.parseInt(pod.substring(pod.lastIndexOf('-') + 1));
        boolean sentinel = pod.startsWith(RedisEngine.set(name(), RedisEngine.SENTINELS));
        // An address of no pod stands for each ordinal that there is none of here.
        return network.address(ordinal >= MOST ? SENTINELS + MOST : sentinel ? SENTINELS + ordinal : ordinal);
    }

    List<String> sentinelAddresses() {
        return IntStream.range(0, MOST)
                .mapToObj(ordinal -> address(pod(RedisEngine.SENTINELS, ordinal)))
                .toList();
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
    public Roster roster(String component) {
        String other = component.equals(RedisEngine.REDIS) ? RedisEngine.SENTINELS : RedisEngine.REDIS;
        return new Roster(name(), component, List.of(RedisEngine.set(name(), component)), pods(component), pods(other));
    }

    private List<Roster.Pod> pods(String component) {
        return IntStream.range(0, MOST)
                .filter(ordinal -> processes.containsKey(pod(component, ordinal)))
                .mapToObj(ordinal -> new Roster.Pod(
                        pod(component, ordinal),
                        RedisEngine.set(name(), component),
                        ordinal,
                        runs(component, ordinal),
                        Optional.of(address(pod(component, ordinal)))))
                .toList();
    }

    @Override
    public String pod(String component, int ordinal) {
        return RedisEngine.set(name(), component) + "-" + ordinal;
    }

    @Override
    public void admit(String component, int ordinal, State state, List<Integer> peers) {
        String set = RedisEngine.set(name(), component);
        String incarnation = state == State.STARTED
                ? memory.admission(set, ordinal).orElseThrow().incarnation()
                : nextIncarnation(state);
        List<String> all = peers.stream().map(peer -> pod(component, peer)).toList();
        memory = memory.admit(new Admission(component, set, ordinal, incarnation, state, all));
        try {
            for (Admission admission : memory.admissions(RedisEngine.set(name(), RedisEngine.SENTINELS))) {
                Files.writeString(
                        home.resolve("start").resolve(admission.pod()),
                        RedisStart.sentinel(name(), admission, addresses()));
            }
            for (Admission admission : memory.admissions(RedisEngine.set(name(), RedisEngine.REDIS))) {
                Files.writeString(
                        home.resolve("start").resolve(admission.pod()),
                        RedisStart.redis(name(), admission, memory, addresses()));
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
    public Start start(String component, int ordinal) {
        int exitCode = startScript(component, pod(component, ordinal));
        if (exitCode != 0) {
            return switch (exitCode) {
                case 3 -> Start.BLANK_VOLUME;
                case 4 -> Start.NOT_ADMITTED;
                default -> Start.DOUBTFUL;
            };
        }
        startWithoutScript(component, ordinal);
        return Start.RUNS;
    }

    /** The init container; its exit code. */
    private int startScript(String component, String pod) {
        String script = component.equals(RedisEngine.REDIS) ? "redis-start.sh" : "sentinel-start.sh";
        try {
            Files.createDirectories(volume(pod));
            Files.createDirectories(run(pod));
            Process process = process(pod, "start", List.of("/bin/sh", "-c", RedisStart.script(script)));
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
    void startWithoutScript(String component, int ordinal) {
        String pod = pod(component, ordinal);
        List<String> words = component.equals(RedisEngine.REDIS)
                ? List.of("/bin/sh", "-c", RedisStart.script("redis-run.sh"))
                : List.of(
                        programs.directory().resolve("redis-sentinel").toString(),
                        volume(pod).resolve("current/sentinel.conf").toString());
        try {
            processes.put(pod, process(pod, "log", words));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process process(String pod, String log, List<String> words) throws IOException {
        boolean sentinel = pod.startsWith(RedisEngine.set(name(), RedisEngine.SENTINELS));
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve(pod + "." + log).toFile()));
        builder.environment()
                .putAll(Map.of(
                        "PATH", programs.path(),
                        "START", home.resolve("start").toString(),
                        "VOLUME", volume(pod).toString(),
                        "RUN", run(pod).toString(),
                        "AUTH", home.resolve("auth").toString(),
                        "POD_NAME", pod,
                        "ADVERTISE", address(pod),
                        "LISTEN", address(pod),
                        "SETTINGS",
                                sentinel
                                        ? RedisSettings.watching(app)
                                        : RedisSettings.lines(app) + "\nrepl-diskless-sync-delay 0"));
        builder.environment().put("LOCAL", address(pod));
        builder.environment().put("PATIENCE", "0");
        return builder.start();
    }

    @Override
    public void kill(String component, int ordinal) {
        end(Objects.requireNonNull(processes.get(pod(component, ordinal))));
    }

    /** The shell that waits for a server, and the server. */
    private static void end(Process process) {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(handle -> handle.onExit().join());
    }

    /** Stops and goes on: as a node that hangs. */
    void signal(String name, String component, int ordinal) {
        Process process = Objects.requireNonNull(processes.get(pod(component, ordinal)));
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).forEach(handle -> {
            try {
                new ProcessBuilder("kill", "-" + name, Long.toString(handle.pid()))
                        .start()
                        .waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        });
    }

    @Override
    public boolean runs(String component, int ordinal) {
        return Optional.ofNullable(processes.get(pod(component, ordinal)))
                .filter(Process::isAlive)
                .isPresent();
    }

    @Override
    public void forgetPod(String component, int ordinal) {
        kill(component, ordinal);
        processes.remove(pod(component, ordinal));
    }

    @Override
    public void loseVolume(String component, int ordinal) {
        lostVolumes.merge(pod(component, ordinal), 1, Integer::sum);
    }

    @Override
    public boolean write(String key, String value) {
        return new Client(sentinelAddresses()).set(key, value);
    }

    @Override
    public Optional<String> readFrom(int ordinal, String key) {
        return Client.get(address(pod(RedisEngine.REDIS, ordinal)), key);
    }

    @Override
    public List<Integer> quorums() {
        return new RedisClient(servers(), addresses())
                .look(roster(RedisEngine.SENTINELS))
                .watch()
                .said()
                .map(SentinelAnswer.Status::quorum)
                .toList();
    }

    @Override
    public void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("in vain: " + what + "; seen last: "
                        + membership().observe(roster(RedisEngine.REDIS)) + "\n"
                        + membership().observe(roster(RedisEngine.SENTINELS)) + logs());
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
        processes.values().forEach(RealRedis::end);
        network.close();
        delete(home);
    }

    private Path volume(String pod) {
        return home.resolve(pod + "-" + lostVolumes.getOrDefault(pod, 0));
    }

    private Path run(String pod) {
        return home.resolve(pod + "-run");
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
