package dev.quorate.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.bench.BenchRepository.Pushed;
import dev.quorate.bench.ControllerProcess.Reading;
import dev.quorate.bench.SetWatch.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Plays the changes one after the other, each beside the bare client, and measures. */
final class Bench {
    static final String INSTALL = "install";
    static final String ALL = "all";
    static final String ONE = "one";
    static final String DRIFT = "drift";
    static final String IDLE = "idle";

    private static final String MIRRORS =
            "/apis/quorate.dev/v1alpha1/namespaces/" + BenchApp.NAMESPACE + "/statefulapps";
    private static final String SETS = "/apis/apps/v1/namespaces/" + BenchApp.NAMESPACE + "/statefulsets/";
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final BenchRepository repository;
    private final BenchCluster cluster;
    private final ControllerProcess controller;
    private final SetWatch watch;
    private final Floor floor;
    private final Patience patience;
    private final Consumer<String> progress;
    private final Map<String, Figures> figures = new LinkedHashMap<>();

    /** What all this was measured on. */
    record Parts(
            BenchRepository repository,
            BenchCluster cluster,
            ControllerProcess controller,
            SetWatch watch,
            Floor floor) {}

    Bench(Parts parts, Patience patience, Consumer<String> progress) {
        this.repository = parts.repository();
        this.cluster = parts.cluster();
        this.controller = parts.controller();
        this.watch = parts.watch();
        this.floor = parts.floor();
        this.patience = patience;
        this.progress = progress;
    }

    Map<String, Figures> play(int apps, Duration idle) throws InterruptedException {
        List<BenchApp> small = BenchApp.all(apps, 1);
        pushed(INSTALL, small);
        pushed(ALL, BenchApp.all(apps, 2));
        BenchApp changed = new BenchApp(apps / 2, 3);
        pushed(ONE, List.of(changed));
        int other = apps / 3;
        drifted(other == changed.number() ? changed : new BenchApp(other, 2));
        idle(idle);
        return figures;
    }

    private void pushed(String name, List<BenchApp> apps) throws InterruptedException {
        progress.accept(name);
        watch.expect(BenchApp.NAMESPACE, names(apps), apps.get(0).replicas(), 0);
        Reading before = controller.read();
        Pushed push = repository.push(name, apps);
        Written written = watch.await(patience);
        Reading used = controller.read().since(before);
        Instant lookedAt = controller.lookedAt(push.commit(), patience);
        Instant rested = rest(apps);
        Figures of = new Figures(
                Duration.between(lookedAt, written.last()),
                Optional.of(Duration.between(push.at(), written.last())),
                Duration.between(lookedAt, written.first()),
                used,
                controller.read().since(before),
                Duration.between(lookedAt, rested),
                Optional.empty());
        figures.put(name, of.beside(bare(name, apps, used)));
    }

    private Floor.Figures bare(String name, List<BenchApp> apps, Reading used) throws InterruptedException {
        progress.accept(name + ", by a bare client");
        floor.learn();
        return floor.play(apps, used);
    }

    /** Somebody scales a set by hand. */
    private void drifted(BenchApp app) throws InterruptedException {
        progress.accept(DRIFT);
        Reading before = controller.read();
        ObjectNode patch = BenchCluster.object();
        patch.putObject("spec").put("replicas", app.replicas() + 1);
        Instant start = Instant.now();
        JsonNode drifted = cluster.patch(SETS + app.name(), BenchCluster.MERGE, patch);
        long version = drifted.at("/metadata/resourceVersion").asLong();
        watch.expect(BenchApp.NAMESPACE, Set.of(app.name()), app.replicas(), version);
        Written written = watch.await(patience);
        Reading used = controller.read().since(before);
        Instant rested = rest(List.of(app));
        Duration time = Duration.between(start, written.last());
        Figures of = new Figures(
                time,
                Optional.empty(),
                time,
                used,
                controller.read().since(before),
                Duration.between(start, rested),
                Optional.empty());
        figures.put(DRIFT, of.beside(bare(DRIFT, List.of(app), used)));
    }

    private void idle(Duration time) throws InterruptedException {
        progress.accept(IDLE);
        Reading before = controller.read();
        Thread.sleep(time.toMillis());
        Reading used = controller.read().since(before);
        figures.put(IDLE, new Figures(time, Optional.empty(), Duration.ZERO, used, used, time, Optional.empty()));
    }

    /** Waits until each app is Ready and reported, and the controller writes no more. */
    private Instant rest(List<BenchApp> apps) throws InterruptedException {
        long[] writes = {-1};
        Instant[] since = {Instant.now()};
        patience.await("all apps at rest", LOOK, () -> {
            long now = writes();
            boolean quiet = now == writes[0];
            if (!quiet) {
                since[0] = Instant.now();
            }
            writes[0] = now;
            return quiet && rested(apps);
        });
        return since[0];
    }

    private long writes() {
        try {
            return controller.read().count(call -> isWrite(call) && !call.endsWith(" leases"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    static boolean isWrite(String call) {
        return !call.startsWith("get ") && !call.startsWith("list ") && !call.startsWith("watch ");
    }

    private boolean rested(List<BenchApp> apps) {
        List<JsonNode> mirrors = apps.size() == 1
                ? List.of(cluster.get(MIRRORS + "/" + apps.get(0).name()))
                : cluster.list(MIRRORS);
        return mirrors.size() == apps.size() && mirrors.stream().allMatch(Bench::rested);
    }

    private static boolean rested(JsonNode mirror) {
        boolean current = mirror.at("/status/observedGeneration")
                .asText()
                .equals(mirror.at("/metadata/generation").asText());
        return current
                && mirror.at("/status/outbox/rollouts").isEmpty()
                && StreamSupport.stream(mirror.at("/status/conditions").spliterator(), false)
                        .anyMatch(condition -> condition.path("type").asText().equals("Ready")
                                && condition.path("status").asText().equals("True"));
    }

    private static Set<String> names(List<BenchApp> apps) {
        return apps.stream().map(BenchApp::name).collect(Collectors.toSet());
    }
}
