package dev.quorate.soak;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.simulator.behaviour.Initialisation;
import dev.quorate.simulator.behaviour.PodContext;
import dev.quorate.simulator.behaviour.PodProgram;
import dev.quorate.simulator.behaviour.ProgramReply;
import dev.quorate.simulator.behaviour.ProgramRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A real etcd in one simulated pod: the pod's own start script, then a process on the pod's address. */
final class RealEtcd implements PodProgram {
    private static final int CLIENT_PORT = 2379;
    private static final int UNAVAILABLE = 503;
    private static final Duration PROBE = Duration.ofSeconds(2);
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(250);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PROBE)
            .build();

    /** The names of pods in place of the machine's; and no member outlives who holds the other end of its input. */
    private static final String LAUNCH = """
            set -e
            mount --bind "$HOSTS" /etc/hosts
            mount --bind "$RESOLV" /etc/resolv.conf
            exec 3<&0
            { read -r _ <&3; kill -9 $$; } >/dev/null 2>&1 &
            exec "$ETCD" --config-file="$RUN/etcd.yaml" 3<&-
            """;

    private final PodContext pod;
    private final RealMembers members;
    private Optional<Process> script = Optional.empty();
    private Optional<Process> process = Optional.empty();
    private volatile boolean healthy;

    RealEtcd(PodContext pod, RealMembers members) {
        this.pod = pod;
        this.members = members;
    }

    /** The script is not waited for here: the whole cluster would stand still. */
    @Override
    public Initialisation initialise() {
        Optional<String> admission = Optional.ofNullable(pod.config("start").get(pod.name()));
        if (admission.isEmpty() && script.isEmpty()) {
            return Initialisation.WAITING;
        }
        if (script.isEmpty()) {
            script = Optional.of(startScript(admission.orElseThrow()));
            return Initialisation.WAITING;
        }
        if (script.get().isAlive()) {
            return Initialisation.WAITING;
        }
        int code = script.get().exitValue();
        script = Optional.empty();
        return code == 0 ? Initialisation.DONE : Initialisation.failed(code);
    }

    private Process startScript(String admission) {
        JsonNode container = members.pod(pod).at("/spec/initContainers/0");
        String host = variable(container, "ADVERTISE").replace("$(POD_NAME)", pod.name());
        members.name(host, pod.address());
        try {
            Path start = Files.createDirectories(run().resolve("start"));
            Files.writeString(start.resolve(pod.name()), admission);
            Path volume = Files.createDirectories(members.directory(pod.volume("data")));
            ProcessBuilder builder = new ProcessBuilder(
                    "/bin/sh", "-c", container.at("/command/2").asText());
            builder.environment()
                    .putAll(Map.of(
                            "START", start.toString(),
                            "VOLUME", volume.toString(),
                            "RUN", run().toString(),
                            "POD_NAME", pod.name(),
                            "ADVERTISE", host,
                            "LISTEN", pod.address(),
                            "SETTINGS", variable(container, "SETTINGS"),
                            "PATIENCE", "0"));
            return started(builder, pod::changed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String variable(JsonNode container, String name) {
        for (JsonNode variable : container.path("env")) {
            if (variable.path("name").asText().equals(name)) {
                return variable.path("value").asText();
            }
        }
        throw new IllegalStateException("the start container has no variable " + name);
    }

    @Override
    public void start() {
        ProcessBuilder builder = new ProcessBuilder("unshare", "--map-root-user", "--mount", "/bin/sh", "-c", LAUNCH);
        builder.environment()
                .putAll(Map.of(
                        "HOSTS", members.folder().resolve("hosts").toString(),
                        "RESOLV", members.folder().resolve("resolv.conf").toString(),
                        "ETCD", members.binary().toString(),
                        "RUN", run().toString()));
        try {
            Process started = started(builder, this::ended);
            process = Optional.of(started);
            members.started(this);
            inBackground("probe", () -> probe(started));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param ended done under the simulator's lock */
    private Process started(ProcessBuilder builder, Runnable ended) throws IOException {
        Path log = members.folder().resolve(pod.name() + ".log");
        Process started = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        inBackground("end", () -> {
            started.waitFor();
            pod.schedule().after(Duration.ZERO, pod.name() + " ended", ended);
        });
        return started;
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private void inBackground(String what, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "soak-" + what + "-" + pod.name());
        thread.setDaemon(true);
        thread.start();
    }

    /** By itself, unless it was stopped before. */
    private void ended() {
        if (process.isPresent() && !process.get().isAlive()) {
            int code = process.get().exitValue();
            stop();
            pod.exit(code);
        }
    }

    @Override
    public void stop() {
        process.ifPresent(running -> {
            running.destroyForcibly();
            running.onExit().join();
        });
        process = Optional.empty();
        healthy = false;
        members.stopped(this);
    }

    @Override
    public boolean ready() {
        return healthy;
    }

    /** As the last probe found it: a probe that waits would hold up the whole cluster. */
    @Override
    public ProgramReply handle(ProgramRequest request) {
        ProgramReply reply = ProgramReply.text(UNAVAILABLE, "not healthy\n");
        return healthy ? ProgramReply.text(200, "healthy\n") : reply;
    }

    private void probe(Process probed) throws InterruptedException {
        HttpRequest health = HttpRequest.newBuilder(
                        URI.create("http://" + pod.address() + ":" + CLIENT_PORT + "/health?exclude=NOSPACE"))
                .timeout(PROBE)
                .build();
        while (probed.isAlive()) {
            boolean now = answers(health);
            if (now != healthy && probed.isAlive()) {
                healthy = now;
                pod.schedule().after(Duration.ZERO, pod.name() + " probed", pod::changed);
            }
            Thread.sleep(BETWEEN_PROBES.toMillis());
        }
    }

    private static boolean answers(HttpRequest health) throws InterruptedException {
        try {
            return CLIENT.send(health, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** What the pod keeps as long as it lives. */
    private Path run() {
        return members.folder().resolve("run-" + pod.uid());
    }
}
