package dev.quorate.loop;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.Engine.Site;
import dev.quorate.engine.EngineCatalog;
import dev.quorate.engine.Reach;
import dev.quorate.execute.FakeCluster;
import dev.quorate.execute.FakeElector;
import dev.quorate.execute.FakeEngine;
import dev.quorate.observe.MemoryFormat;
import dev.quorate.schema.AppName;
import dev.quorate.schema.SpecReader;
import dev.quorate.state.AppMemory;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import dev.quorate.state.OperationRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A loop among fakes, on one thread and a clock that the test turns. */
final class World {

    static final AppName WEB = new AppName("shop", "web");

    final FakeCluster cluster = new FakeCluster();
    final FakeElector elector = new FakeElector();
    final FakeEngine engine;
    final FakeSource source = new FakeSource();
    final FakeStatusBranch status = new FakeStatusBranch();
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private final InstantSource clock = () -> now;
    private TimedWorkQueue queue = new TimedWorkQueue(clock);
    Loop loop;

    World() {
        this(FakeEngine.plain());
    }

    World(FakeEngine engine) {
        this.engine = engine;
        this.loop = newLoop();
    }

    private Loop newLoop() {
        Reach nowhere = (target, call) -> {
            throw new Reach.NoReply("nothing listens on " + target, false);
        };
        return new Loop(new Wiring(
                cluster,
                elector,
                nowhere,
                source,
                status,
                new EngineCatalog(List.of(engine)),
                SpecReader.standard(),
                new Site("east", "repo"),
                Set.of(),
                LoopSettings.DEFAULT,
                queue,
                clock,
                clock,
                new Random(1)));
    }

    TimedWorkQueue queue() {
        return queue;
    }

    /** An operation on the last of two pods is under way. */
    void underWay(OperationRecord.Type type, OperationRecord.Phase phase) {
        OperationRecord running = new OperationRecord(
                1,
                type,
                "main",
                "web",
                1,
                phase,
                Optional.of("m1"),
                Optional.empty(),
                Optional.empty(),
                "c1",
                Instant.EPOCH,
                4);
        cluster.put(MemoryFormat.write(mirror(), AppMemory.BLANK.begin(running)));
    }

    /** The set is gone in the middle of being made anew; which one that is, is written down. */
    void renewing(Manifest whole) {
        OperationRecord running = new OperationRecord(
                        1,
                        OperationRecord.Type.RENEW,
                        "main",
                        "web",
                        0,
                        OperationRecord.Phase.TAKING,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "c1",
                        Instant.EPOCH,
                        0)
                .making(whole);
        cluster.put(MemoryFormat.write(mirror(), AppMemory.BLANK.begin(running)));
        cluster.remove(whole.ref());
    }

    boolean operating() {
        return MemoryFormat.read(mirror()).flatMap(AppMemory::operation).isPresent();
    }

    /** Another process: it remembers nothing but what is written down. */
    void restart() {
        queue = new TimedWorkQueue(clock);
        source.restart();
        elector.newTerm("two/2");
        loop = newLoop();
    }

    void tick(Duration time) {
        now = now.plus(time);
    }

    /** Works until nothing is due, with the StatefulSet controller at its side. */
    void settle() {
        for (int i = 0; i < 200; i++) {
            Optional<AppName> app = queue.poll();
            if (app.isEmpty()) {
                return;
            }
            loop.pass(app.get());
            queue.done(app.get());
            runPods();
        }
        throw new IllegalStateException("does not come to rest: " + cluster.writes());
    }

    /** Takes the lead, polls, works to rest, and reports. */
    void run() throws Exception {
        loop.lead();
        loop.poll();
        settle();
        loop.publish();
        settle();
    }

    /** Time passes in which something falls due now and then. */
    void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            tick(Duration.ofSeconds(1));
            settle();
        }
    }

    /** By somebody else. */
    void undoScale(int replicas) {
        for (Manifest set : cluster.readAll(Kind.STATEFUL_SET)) {
            if (set.at("/spec/replicas").asInt() != replicas) {
                cluster.put(set.with(tree -> tree.withObjectProperty("spec").put("replicas", replicas)));
            }
        }
    }

    /** By somebody who is known to the API server. */
    void scaleAs(String manager, int replicas) {
        Manifest set =
                cluster.read(new ObjectRef(Kind.STATEFUL_SET, "shop", "web")).orElseThrow();
        cluster.put(set.with(tree -> {
            tree.withObjectProperty("spec").put("replicas", replicas);
            ObjectNode owner = tree.withObjectProperty("metadata")
                    .putArray("managedFields")
                    .addObject()
                    .put("manager", manager)
                    .put("operation", "Update")
                    .put("subresource", "scale");
            owner.withObject("/fieldsV1/f:spec/f:replicas");
        }));
    }

    private void runPods() {
        for (Manifest set : cluster.readAll(Kind.STATEFUL_SET)) {
            int replicas = set.at("/spec/replicas").asInt();
            for (int ordinal = 0; ordinal < 9; ordinal++) {
                ObjectRef ref = new ObjectRef(Kind.POD, set.ref().namespace(), set.name() + "-" + ordinal);
                boolean there = cluster.read(ref).isPresent();
                if (ordinal < replicas && !there) {
                    cluster.put(pod(set, ref));
                } else if (ordinal >= replicas && there) {
                    cluster.remove(ref);
                }
            }
        }
    }

    private static Manifest pod(Manifest set, ObjectRef ref) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("apiVersion", "v1").put("kind", "Pod");
        ObjectNode metadata = tree.putObject("metadata");
        metadata.put("name", ref.name()).put("namespace", ref.namespace());
        metadata.set("labels", set.at("/metadata/labels").deepCopy());
        ObjectNode state = tree.putObject("status").put("phase", "Running");
        state.putArray("conditions").addObject().put("type", "Ready").put("status", "True");
        state.putArray("containerStatuses").addObject().putObject("state").putObject("running");
        return new Manifest(tree);
    }

    Manifest mirror() {
        return cluster.read(MirrorFormat.ref(WEB)).orElseThrow();
    }

    String condition(String type) {
        for (var condition : mirror().at("/status/conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition.path("status").asText() + " "
                        + condition.path("reason").asText();
            }
        }
        return "absent";
    }

    int replicas() {
        return cluster.read(new ObjectRef(Kind.STATEFUL_SET, "shop", "web"))
                .map(set -> set.at("/spec/replicas").asInt())
                .orElse(-1);
    }

    List<String> reasons() {
        return cluster.notices().stream().map(notice -> notice.reason()).toList();
    }

    static String web(int replicas) {
        return """
                apiVersion: quorate.dev/v1alpha1
                kind: StatefulApp
                metadata: {name: web, namespace: shop, labels: {team: storefront}}
                spec:
                  engine: statefulset
                  replicas: %d
                  statefulset: {image: "nginx:1.27"}
                """.formatted(replicas);
    }
}
