package dev.quorate.engine.etcd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.LoopbackNetwork;
import dev.quorate.engine.MemberCluster;
import dev.quorate.engine.Membership;
import dev.quorate.engine.Reach;
import dev.quorate.engine.Reach.Call;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Reach.Reply;
import dev.quorate.engine.Roster;
import dev.quorate.schema.AppName;
import dev.quorate.state.Admission;
import dev.quorate.state.Admission.State;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Processes of a real etcd, each on an address and with a directory of its own, started through the real start script. */
final class RealEtcd implements MemberCluster {

    private static final AppName APP = new AppName("shop", "locks");
    private static final String SET = "locks";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration CALL = Duration.ofSeconds(3);

    private final EtcdBinary binary;
    private final Path home;
    private final LoopbackNetwork network = LoopbackNetwork.reserve(RandomGenerator.getDefault());
    private final Reach reach = new HttpReach();
    private final Map<Integer, Process> processes = new TreeMap<>();
    private final Map<Integer, Admission> admissions = new HashMap<>();
    private final Map<Integer, Integer> lostVolumes = new HashMap<>();
    private int incarnations;

    RealEtcd(EtcdBinary binary, Path home) {
        this.binary = binary;
        this.home = home;
    }

    @Override
    public Membership membership() {
        return new EtcdMembership(new HttpReach(), addresses());
    }

    private Addresses addresses() {
        return (namespace, set, pod) -> network.address(pod);
    }

    @Override
    public Roster roster() {
        return new Roster(
                APP,
                EtcdEngine.NAME,
                processes.keySet().stream()
                        .map(ordinal -> new Roster.Pod(
                                pod(ordinal), SET, ordinal, runs(ordinal), Optional.of(network.address(ordinal))))
                        .toList());
    }

    @Override
    public String pod(int ordinal) {
        return SET + "-" + ordinal;
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
                EtcdEngine.NAME,
                SET,
                ordinal,
                incarnation,
                state,
                peers.stream().map(this::pod).toList());
        admissions.put(ordinal, admission);
        try {
            Files.createDirectories(start());
            Files.writeString(start().resolve(pod(ordinal)), EtcdStart.lines(APP, admission, addresses()));
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
        int exitCode = script(ordinal).exitCode();
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

    StartScript.Ended script(int ordinal) {
        return script(ordinal, quick());
    }

    private static ObjectNode quick() {
        ObjectNode flags = JsonNodeFactory.instance.objectNode();
        flags.put("heartbeat-interval", 50);
        flags.put("election-timeout", 500);
        return flags;
    }

    StartScript.Ended script(int ordinal, JsonNode flags) {
        return new StartScript(start(), volume(ordinal), run(ordinal))
                .run(pod(ordinal), network.address(ordinal), new EtcdFlags(flags, binary.version()).lines());
    }

    /** All that runs before a founder from a snapshot: what decides, what fetches, what restores. */
    List<StartScript.Ended> restore(int ordinal, UnaryOperator<List<String>> fetch) throws IOException {
        StartScript script = new StartScript(start(), volume(ordinal), run(ordinal));
        StartScript.Ended decided = script.runBeforeRestore(
                pod(ordinal), network.address(ordinal), new EtcdFlags(quick(), binary.version()).lines());
        if (decided.exitCode() != 0) {
            return List.of(decided);
        }
        List<String> fetched = fetch.apply(List.of(
                "--when=" + run(ordinal).resolve("restore"),
                "--to=" + volume(ordinal).resolve("snapshot")));
        StartScript.Ended restored =
                script.restore(binary.path().resolveSibling("etcdctl").toString());
        return List.of(decided, new StartScript.Ended(0, String.join("", fetched)), restored);
    }

    List<String> endpoints() {
        return processes.keySet().stream()
                .map(ordinal -> "http://" + network.address(ordinal) + ":" + Addresses.CLIENT_PORT)
                .toList();
    }

    /** As the kubelet starts the container again in place. */
    void startWithoutScript(int ordinal) {
        Path log = home.resolve(pod(ordinal) + ".log");
        try {
            Process process = new ProcessBuilder(
                            binary.path().toString(),
                            "--config-file=" + run(ordinal).resolve("etcd.yaml"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
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

    @Override
    public boolean runs(int ordinal) {
        return Optional.ofNullable(processes.get(ordinal))
                .filter(Process::isAlive)
                .isPresent();
    }

    @Override
    public void loseVolume(int ordinal) {
        lostVolumes.merge(ordinal, 1, Integer::sum);
    }

    @Override
    public List<String> setAside(int ordinal) {
        try (Stream<Path> found = Files.list(volume(ordinal).resolve("aside"))) {
            return found.filter(path -> Files.isDirectory(path.resolve("data/member")))
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
                .anyMatch(ordinal -> new Keys(reach).write(target(ordinal), key, value));
    }

    @Override
    public Optional<String> readFrom(int ordinal, String key) {
        return new Keys(reach).read(target(ordinal), key);
    }

    Optional<JsonNode> call(int ordinal, String path, ObjectNode body) {
        return new Keys(reach).call(target(ordinal), path, body);
    }

    Reply get(int ordinal, String path) throws NoReply {
        return reach.http(target(ordinal), Call.get(path, CALL));
    }

    private Reach.Target target(int ordinal) {
        return new Reach.Target(
                APP.namespace(), pod(ordinal), Optional.of(network.address(ordinal)), Addresses.CLIENT_PORT);
    }

    @Override
    public void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "in vain: " + what + "; seen last: " + membership().observe(roster()));
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
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

    private Path run(int ordinal) {
        return home.resolve(pod(ordinal) + "-run");
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
