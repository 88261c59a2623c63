package dev.quorate.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.bench.ControllerProcess.Reading;
import dev.quorate.cli.CliException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What any program would need for the same work: the controller's writes made again by a bare client, as many of each kind
 * and with the same bodies, side by side like the controller's, in a namespace of their own. It reads nothing and decides
 * nothing.
 */
final class Floor {
    static final String NAMESPACE = BenchApp.NAMESPACE + "-floor";

    private static final String APP = "quorate.dev/app";
    private static final String CLUSTER = "quorate.dev/cluster";
    private static final List<String> OF_THE_SERVER = List.of(
            "uid",
            "resourceVersion",
            "creationTimestamp",
            "generation",
            "managedFields",
            "selfLink",
            "deletionTimestamp");
    private static final String MIRRORS = "apis/quorate.dev/v1alpha1/";
    private static final String SETS = "apis/apps/v1/";

    private final BenchCluster cluster;
    private final int workers;
    /** By kind and app: the objects of the controller's apps as they are. */
    private final Map<String, JsonNode> bodies = new HashMap<>();
    /** Newest mirrors of the floor's own, for compare-and-set. */
    private final Map<String, ObjectNode> mirrors = new HashMap<>();

    /** What the bare client took. */
    record Figures(Duration time, Duration processorTime, long writes) {}

    private record Kind(String group, String plural) {
        String path(String namespace) {
            return "/" + group + "namespaces/" + namespace + "/" + plural;
        }
    }

    private static final List<Kind> OBJECTS = List.of(
            new Kind("api/v1/", "services"),
            new Kind("apis/policy/v1/", "poddisruptionbudgets"),
            new Kind(SETS, "statefulsets"));
    private static final Kind MIRROR = new Kind(MIRRORS, "statefulapps");

    Floor(BenchCluster cluster, int workers) {
        this.cluster = cluster;
        this.workers = workers;
    }

    /** Looks at the objects that the controller has made; not part of the time that is taken. */
    void learn() {
        List<Kind> kinds = new ArrayList<>(OBJECTS);
        kinds.add(MIRROR);
        for (Kind kind : kinds) {
            cluster.list(kind.path(BenchApp.NAMESPACE))
                    .forEach(object -> bodies.put(
                            kind.plural() + "/"
                                    + object.path("metadata")
                                            .path("labels")
                                            .path(APP)
                                            .asText(),
                            object));
        }
    }

    /** @param made what the controller had written when all was written */
    Figures play(List<BenchApp> apps, Reading made) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        AtomicLong writes = new AtomicLong();
        ExecutorService side = Executors.newFixedThreadPool(workers);
        Duration before = processorTime();
        long start = System.nanoTime();
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                running.add(side.submit(() -> {
                    for (int i = next.getAndIncrement(); i < apps.size(); i = next.getAndIncrement()) {
                        writes.addAndGet(new Writes(apps.get(i), i, apps.size(), made).play());
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new CliException("The bare client failed: " + e.getCause(), e);
        } finally {
            side.shutdown();
        }
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        return new Figures(time, processorTime().minus(before), writes.get());
    }

    /** Of this process, whose watch counts along. */
    private static Duration processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** One app's share of the writes, one after the other. */
    private final class Writes {
        private final BenchApp app;
        private final int index;
        private final int apps;
        private final Reading made;
        private long count;

        Writes(BenchApp app, int index, int apps, Reading made) {
            this.app = app;
            this.index = index;
            this.apps = apps;
            this.made = made;
        }

        long play() {
            share("create statefulapps", i -> keep(cluster.write("POST", MIRROR.path(NAMESPACE), fresh(MIRROR))));
            share("update statefulapps", i -> keep(cluster.write("PUT", mirror(), changedMirror())));
            for (Kind kind : OBJECTS) {
                share("create " + kind.plural(), i -> cluster.write("POST", kind.path(NAMESPACE), fresh(kind)));
            }
            share("patch statefulsets", i -> scale());
            share("update statefulapps/status", i -> keep(cluster.write("PUT", mirror() + "/status", status(i))));
            share("create events", this::event);
            return count;
        }

        private interface Write {
            void make(int i);
        }

        /** As many as fall to this app when all of them are dealt out evenly. */
        private void share(String call, Write write) {
            long all = made.calls().getOrDefault(call, 0L);
            long mine = all * (index + 1) / apps - all * index / apps;
            for (int i = 0; i < mine; i++) {
                write.make(i);
                count++;
            }
        }

        private String mirror() {
            return MIRROR.path(NAMESPACE) + "/" + app.name();
        }

        private void keep(JsonNode reply) {
            synchronized (mirrors) {
                mirrors.put(app.name(), (ObjectNode) reply);
            }
        }

        private ObjectNode kept() {
            synchronized (mirrors) {
                return Objects.requireNonNull(mirrors.get(app.name())).deepCopy();
            }
        }

        private ObjectNode changedMirror() {
            ObjectNode mirror = kept();
            mirror.set("spec", live(MIRROR).path("spec"));
            return mirror;
        }

        /** With a counter that makes each a change. */
        private ObjectNode status(int i) {
            ObjectNode mirror = kept();
            ObjectNode status = live(MIRROR).path("status").deepCopy();
            status.putObject("fence")
                    .put("count", mirror.at("/status/fence/count").asInt() + i + 1);
            mirror.set("status", status);
            return mirror;
        }

        private void scale() {
            ArrayNode patch = BenchCluster.object().putArray("patch");
            patch.addObject().put("op", "replace").put("path", "/spec/replicas").put("value", app.replicas());
            cluster.patch(OBJECTS.get(2).path(NAMESPACE) + "/" + app.name(), "application/json-patch+json", patch);
        }

        private void event(int i) {
            ObjectNode event = BenchCluster.object().put("apiVersion", "v1").put("kind", "Event");
            event.putObject("metadata").put("generateName", app.name() + "-").put("namespace", NAMESPACE);
            event.putObject("involvedObject")
                    .put("kind", "StatefulApp")
                    .put("namespace", NAMESPACE)
                    .put("name", app.name());
            event.put("type", "Normal").put("reason", "RolloutStarted").put("message", "the bare client's event " + i);
            cluster.write("POST", "/api/v1/namespaces/" + NAMESPACE + "/events", event);
        }

        private JsonNode live(Kind kind) {
            return Objects.requireNonNull(bodies.get(kind.plural() + "/" + app.name()));
        }

        /** As the controller sent it: without what the server added. */
        private ObjectNode fresh(Kind kind) {
            ObjectNode object = live(kind).deepCopy();
            object.remove("status");
            ObjectNode metadata = (ObjectNode) object.get("metadata");
            metadata.remove(OF_THE_SERVER);
            metadata.put("namespace", NAMESPACE);
            metadata.withObjectProperty("labels").put(CLUSTER, "floor");
            return object;
        }
    }
}
