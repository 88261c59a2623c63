package dev.quorate.simulator.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.quorate.simulator.RealCluster;
import dev.quorate.simulator.Simulator;
import dev.quorate.simulator.api.ApiReply;
import dev.quorate.simulator.api.ApiRequest;
import dev.quorate.simulator.api.Containers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A cluster of processes, with the shell of this machine as its image {@code shell}, and as {@code tool} with what an image can have
 * in addition.
 */
final class ProcessCluster implements AutoCloseable {

    private static final Image TOOL = Image.machine()
            .withText("/opt/tool/bin/tool", "#!/bin/sh\necho \"'$GREETING' from $0, $COLOUR\"\n")
            .withCommandsOf("/opt/tool/bin")
            .withVariable("GREETING", "hello")
            .withVariable("COLOUR", "red");

    private static final Map<String, Image> NAMED = Map.of("shell", Image.machine(), "tool", TOOL);

    static final Images IMAGES = name -> Optional.ofNullable(NAMED.get(name));

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NAMESPACE = "/api/v1/namespaces/default/";

    private final RealCluster cluster;

    ProcessCluster(Path base) throws IOException {
        cluster = Simulator.real(ProcessPods.open(IMAGES, base));
        cluster.locked(() -> cluster.simulator().delays().crashBackOff(Duration.ofSeconds(1)));
    }

    RealCluster real() {
        return cluster;
    }

    void create(String kinds, String yaml) {
        try {
            ObjectNode body = (ObjectNode) new YAMLMapper().readTree(yaml);
            send(ApiRequest.json("POST", NAMESPACE + kinds, new JsonMapper().writeValueAsString(body)));
        } catch (IOException e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }

    void merge(String path, String patch) {
        send(ApiRequest.of("PATCH", NAMESPACE + path, Map.of("content-type", "application/merge-patch+json"), patch));
    }

    void delete(String path) {
        send(ApiRequest.json("DELETE", NAMESPACE + path, "{}"));
    }

    JsonNode get(String path) {
        return cluster.locked(() -> cluster.simulator().api().handle(ApiRequest.get(NAMESPACE + path)))
                .body();
    }

    private void send(ApiRequest request) {
        ApiReply reply = cluster.locked(() -> cluster.simulator().api().handle(request));
        if (reply.isError()) {
            throw new IllegalStateException(reply.body().toString());
        }
    }

    JsonNode pod(String name) {
        return get("pods/" + name);
    }

    /** The first container's. */
    JsonNode container(String pod) {
        return pod(pod).at("/status/containerStatuses/0");
    }

    boolean ready(String pod) {
        return container(pod).path("ready").asBoolean();
    }

    List<String> events(String pod) {
        return get("events")
                .path("items")
                .valueStream()
                .filter(event -> event.at("/involvedObject/name").asText().equals(pod))
                .map(event -> event.path("reason").asText() + ": "
                        + event.path("message").asText())
                .toList();
    }

    List<String> log(String pod, String container, boolean previous) {
        Containers.Place place = new Containers.Place("default", pod, container);
        return cluster.locked(() -> cluster.simulator()
                .behaviours()
                .log(place.namespace(), place.pod(), place.container(), previous)
                .map(log -> log.lines().stream().map(line -> line.text()).toList())
                .orElse(List.of()));
    }

    /** What a command in the pod's first container prints; the exit code where it is not 0. */
    String execute(String pod, String... command) {
        String container = container(pod).path("name").asText();
        Containers.Outcome outcome = cluster.locked(() -> cluster.simulator()
                .api()
                .run(new Containers.Place("default", pod, container), List.of(command), Optional.of("")));
        if (!(outcome instanceof Containers.Begun begun)) {
            throw new IllegalStateException("no command runs in " + pod + ": " + outcome);
        }
        Containers.Done done =
                begun.done().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        return done.exitCode() == 0 ? done.out() : "exit code " + done.exitCode();
    }

    /** Looks again and again until it holds. */
    void await(String what, Supplier<Boolean> holds) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.get()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what + " did not come to pass:\n" + evidence());
            }
            Thread.sleep(20);
        }
    }

    private String evidence() {
        List<String> lines = new ArrayList<>();
        get("pods").path("items").forEach(pod -> lines.add(pod.path("status").toString()));
        get("events").path("items").forEach(event -> lines.add(event.path("reason") + ": " + event.path("message")));
        return String.join("\n", lines);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
