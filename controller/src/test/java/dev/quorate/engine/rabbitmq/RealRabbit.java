package dev.quorate.engine.rabbitmq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.engine.Membership;
import dev.quorate.engine.Reach;
import dev.quorate.engine.Roster;
import dev.quorate.schema.AppName;
import dev.quorate.state.Admission;
import dev.quorate.state.Admission.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Processes of a real RabbitMQ, each on an address and with a directory of its own, started through the real start script. All
 * of them share one machine and one epmd, so the name of a pod is part of that of its node.
 */
final class RealRabbit implements RabbitCluster {

    static final AppName APP = new AppName("shop", "orders");
    static final String SET = "orders";
    static final String PASSWORD = "made-up";
    static final Nodes NODES =
            (namespace, set, pod, incarnation) -> pod + "-" + incarnation + "@" + Nodes.host(namespace, set, pod);

    private static final Duration PATIENCE = Duration.ofSeconds(Long.getLong("quorate.patience", 600));
    private static final int MOST = 8;

    private final RabbitTree tree;
    private final Path home;
    private final String block;

    /** Between members. RabbitMQ 3 starts only where nobody on the whole machine has the port. */
    private final int firstPort;

    private final int epmdPort = freePort();
    private final Process epmd;
    private final Map<Integer, Process> processes = new TreeMap<>();
    private final Map<Integer, Admission> admissions = new HashMap<>();
    private final Map<Integer, Integer> lostVolumes = new HashMap<>();
    private int incarnations;

    static RealRabbit of(String version) {
        try {
            return new RealRabbit(RabbitTree.of(version), Files.createTempDirectory("quorate-rabbitmq-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RealRabbit(RabbitTree tree, Path home) throws IOException {
        this.tree = tree;
        this.home = home;
        RandomGenerator dice = RandomGenerator.getDefault();
        this.firstPort = 20_000 + MOST * dice.nextInt(1_000);
        this.block = "127." + dice.nextInt(30, 200) + "." + dice.nextInt(256) + ".";
        Files.createDirectories(home.resolve("start"));
        Files.createDirectories(home.resolve("login"));
        Files.writeString(home.resolve("login/username"), RabbitEngine.USER);
        Files.writeString(home.resolve("login/password"), PASSWORD);
        Files.writeString(home.resolve("cookie"), "cookie" + dice.nextInt(1_000_000));
        Files.writeString(
                home.resolve("hosts"),
                ordinals()
                        .map(ordinal ->
                                addressOf(ordinal) + " " + Nodes.host(APP.namespace(), SET, pod(ordinal)) + "\n")
                        .collect(Collectors.joining("", "127.0.0.1 localhost\n", "")));
        String addresses = ordinals().map(this::addressOf).collect(Collectors.joining(","));
        epmd = tree.command(home, List.of("epmd", "-port", "" + epmdPort, "-address", addresses))
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("epmd.log").toFile())
                .start();
    }

    private static Stream<Integer> ordinals() {
        return IntStream.range(0, MOST).boxed();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String addressOf(int ordinal) {
        return block + (10 + ordinal);
    }

    Reach reach() {
        return new TreeReach(this);
    }

    @Override
    public Membership membership() {
        return new RabbitMembership(reach());
    }

    @Override
    public Roster roster() {
        return new Roster(
                APP,
                RabbitEngine.NAME,
                processes.keySet().stream()
                        .map(ordinal -> new Roster.Pod(
                                pod(ordinal), SET, ordinal, runs(ordinal), Optional.of(addressOf(ordinal))))
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
        admissions.put(
                ordinal,
                new Admission(
                        RabbitEngine.NAME,
                        SET,
                        ordinal,
                        incarnation,
                        state,
                        peers.stream().map(this::pod).toList()));
        List<Admission> all = admissions.values().stream()
                .filter(admission -> peers.contains(admission.ordinal()))
                .sorted(Comparator.comparingInt(Admission::ordinal))
                .toList();
        try {
            for (Admission admission : all) {
                Files.writeString(
                        home.resolve("start").resolve(admission.pod()),
                        RabbitStart.lines(APP.namespace(), admission, all, NODES));
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
    public Start start(int ordinal) {
        int exitCode = script(ordinal);
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

    int script(int ordinal) {
        try {
            Files.createDirectories(volume(ordinal));
            Path run = home.resolve(pod(ordinal) + "-run");
            if (Files.exists(run)) {
                delete(run); // it lives as long as its pod
            }
            Files.createDirectories(run);
            Files.writeString(home.resolve("start.sh"), RabbitStart.start());
            List<String> words =
                    new ArrayList<>(files(ordinal).ofStart("/quorate/" + home.relativize(volume(ordinal))));
            words.addAll(List.of("sh", "/quorate/start.sh"));
            Process script = tree.command(home, words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            home.resolve(pod(ordinal) + "-start.log").toFile()))
                    .start();
            if (!script.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                script.destroyForcibly();
                throw new AssertionError("the start script of " + pod(ordinal) + " does not end");
            }
            return script.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private RealPod files(int ordinal) {
        return new RealPod(pod(ordinal), addressOf(ordinal), firstPort + ordinal, epmdPort);
    }

    /** As the kubelet starts the container, also again in place. */
    void startWithoutScript(int ordinal) {
        try {
            List<String> words = new ArrayList<>(files(ordinal).ofMember());
            Files.writeString(home.resolve("run.sh"), RabbitStart.run());
            words.addAll(List.of("RUN=/quorate/" + pod(ordinal) + "-run", "PATIENCE=300", "sh", "/quorate/run.sh"));
            Process process = tree.command(home, words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            home.resolve(pod(ordinal) + ".log").toFile()))
                    .start();
            processes.put(ordinal, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Reach.Exit exec(String pod, List<String> command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(
                files(Integer.parseInt(pod.substring(SET.length() + 1))).ofMember());
        words.addAll(command);
        Path err = Files.createTempFile("quorate-", ".err");
        Process process = tree.command(home, words).redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Reach.Exit exit = new Reach.Exit(process.waitFor(), out, Files.readString(err));
        Files.delete(err);
        return exit;
    }

    Reach.Exit run(int ordinal, List<String> command) {
        try {
            return exec(pod(ordinal), command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
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
        Process process = processes.get(ordinal);
        return process != null && process.isAlive();
    }

    @Override
    public void forgetPod(int ordinal) {
        kill(ordinal);
        processes.remove(ordinal);
    }

    @Override
    public void loseVolume(int ordinal) {
        lostVolumes.merge(ordinal, 1, Integer::sum);
    }

    @Override
    public List<String> setAside(int ordinal) {
        try (Stream<Path> found = Files.list(volume(ordinal).resolve("aside"))) {
            return found.map(path -> path.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean write(String key, String value) {
        return processes.keySet().stream()
                .filter(this::runs)
                .anyMatch(ordinal -> messages().publish(addressOf(ordinal), key, value));
    }

    @Override
    public Optional<String> readFrom(int ordinal, String key) {
        return messages().read(addressOf(ordinal), key).stream().findFirst();
    }

    @Override
    public boolean declare(int ordinal, String queue, Map<String, Object> arguments) {
        return messages().declare(addressOf(ordinal), queue, arguments);
    }

    @Override
    public Set<String> replicas(String queue) {
        Set<String> names = new HashSet<>();
        anyAnswer("/api/queues/%2F/" + queue).ifPresent(found -> {
            found.path("members").forEach(member -> names.add(member.asText()));
            if (names.isEmpty()) {
                names.add(found.path("node").asText());
            }
        });
        return names;
    }

    private Optional<JsonNode> anyAnswer(String path) {
        return processes.keySet().stream()
                .filter(this::runs)
                .flatMap(ordinal -> messages().get(addressOf(ordinal), path).stream())
                .findFirst();
    }

    @Override
    public List<String> messages(String queue) {
        return processes.keySet().stream()
                .filter(this::runs)
                .findFirst()
                .map(ordinal -> messages().read(addressOf(ordinal), queue))
                .orElse(List.of());
    }

    @Override
    public int command(int ordinal, String... words) {
        return run(ordinal, List.of(words)).code();
    }

    @Override
    public boolean listedAndBlank(int ordinal) {
        return !runs(ordinal) && Objects.requireNonNull(processes.get(ordinal)).exitValue() == 103;
    }

    Messages messages() {
        return new Messages();
    }

    @Override
    public void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("in vain: " + what + "; seen last: "
                        + membership().observe(roster()) + LastWords.of(home, roster()));
            }
            try {
                Thread.sleep(200);
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
        epmd.destroyForcibly();
        epmd.onExit().join();
        if (!Boolean.getBoolean("quorate.keep")) {
            delete(home);
        }
    }

    private Path volume(int ordinal) {
        return home.resolve(pod(ordinal) + "-" + lostVolumes.getOrDefault(ordinal, 0));
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
