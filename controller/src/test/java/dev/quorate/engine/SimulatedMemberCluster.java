package dev.quorate.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.Engine.Site;
import dev.quorate.schema.ReadResult;
import dev.quorate.schema.SpecReader;
import dev.quorate.schema.StatefulApp;
import dev.quorate.simulator.Simulator;
import dev.quorate.simulator.VirtualCluster;
import dev.quorate.simulator.VirtualSchedule;
import dev.quorate.simulator.behaviour.ProgramReply;
import dev.quorate.simulator.behaviour.ProgramRequest;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Store;
import dev.quorate.state.Admission;
import dev.quorate.state.Admission.State;
import dev.quorate.state.AppMemory;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Pods of an engine's own template in the simulated cluster, in virtual time. They are made one by one and not by a StatefulSet,
 * which would bring back at once what a test kills.
 */
public abstract class SimulatedMemberCluster implements MemberCluster {

    private static final Site SITE = new Site("test", "test");
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration CALL = Duration.ofMillis(100);
    private static final Duration STEP = Duration.ofMillis(200);
    private static final Store.Writer TEST = Store.Writer.of("test");

    /** What every engine calls the volume of a member. */
    private static final String CLAIM = "data";

    private final StatefulApp app;
    private final String component;
    private final String data;
    private final Engine engine;
    private final Simulator simulator;
    private final VirtualSchedule time;
    private final TreeSet<Integer> made = new TreeSet<>();
    private final List<String> incarnations = new ArrayList<>();
    private AppMemory memory = AppMemory.BLANK;

    /**
     * @param name of the app, and of its engine
     * @param data where a member keeps its data on the volume, and former ones below {@code aside}
     */
    protected SimulatedMemberCluster(
            long seed, String name, String engineName, String data, Function<VirtualSchedule, Engine> engine) {
        VirtualCluster cluster = Simulator.virtual(seed);
        this.simulator = cluster.simulator();
        this.time = cluster.time();
        this.data = data;
        this.app = read("""
            apiVersion: quorate.dev/v1alpha1
            kind: StatefulApp
            metadata: {name: %s, namespace: shop}
            spec: {engine: %s, replicas: 3, storage: {size: 1Gi, storageClassName: standard}}
            """.formatted(name, engineName));
        this.engine = engine.apply(time);
        this.component = this.engine.desired(app, SITE).components().get(0).name();
        simulator.store().create(Kinds.CONFIG_MAP, startConfig(), TEST);
        this.engine.desired(app, SITE).objects().stream()
                .filter(object -> object.kind() == Kind.SERVICE)
                .forEach(service ->
                        simulator.store().create(Kinds.SERVICE, service.tree().deepCopy(), TEST));
    }

    @Override
    public Membership membership() {
        return engine.membership(reach()).orElseThrow();
    }

    /** Only by HTTP, unless an engine needs another way too. */
    public Reach reach() {
        return this::http;
    }

    protected final Simulator simulator() {
        return simulator;
    }

    protected final StatefulApp app() {
        return app;
    }

    /** Calls take time here too, as some ids are made of the time. */
    protected final Reach.Reply http(Reach.Target target, Reach.Call call) throws Reach.NoReply {
        time.advance(CALL);
        ProgramRequest request = new ProgramRequest(
                target.port(), call.method(), call.path(), call.body().orElse(""));
        Optional<ProgramReply> reply = simulator.request(target.ip().orElse(""), request);
        if (reply.isEmpty()) {
            throw new Reach.NoReply("connection refused", false);
        }
        if (reply.get().took().compareTo(call.timeout()) > 0) {
            throw new Reach.NoReply("request timed out", true);
        }
        return new Reach.Reply(reply.get().status(), reply.get().body());
    }

    @Override
    public Roster roster() {
        return new Roster(
                app.name(),
                component,
                made.stream()
                        .filter(ordinal -> object(ordinal).isPresent())
                        .map(ordinal ->
                                new Roster.Pod(pod(ordinal), set(), ordinal, containersRun(ordinal), address(ordinal)))
                        .toList());
    }

    @Override
    public String pod(int ordinal) {
        return set() + "-" + ordinal;
    }

    @Override
    public String set() {
        return app.name().name();
    }

    @Override
    public void admit(int ordinal, State state, List<Integer> peers) {
        String incarnation = state == State.STARTED
                ? memory.admission(set(), ordinal).orElseThrow().incarnation()
                : nextIncarnation(state);
        memory = memory.admit(new Admission(
                component,
                set(),
                ordinal,
                incarnation,
                state,
                peers.stream().map(this::pod).toList()));
        simulator.store().write(Kinds.CONFIG_MAP, startConfig(), TEST);
        time.advance(simulator.delays().configPropagation());
    }

    private String nextIncarnation(State state) {
        if (state == State.EXISTING || incarnations.isEmpty()) {
            incarnations.add(Integer.toString(incarnations.size() + 1));
        }
        return incarnations.get(incarnations.size() - 1);
    }

    private ObjectNode startConfig() {
        Manifest configMap = engine.startConfig(app, SITE, component, memory).orElseThrow();
        return configMap.tree().deepCopy();
    }

    @Override
    public Start start(int ordinal) {
        made.add(ordinal);
        remove(new Key(Kinds.POD, app.name().namespace(), pod(ordinal)));
        if (simulator.store().get(claimKey(ordinal)).isEmpty()) {
            simulator.store().create(Kinds.CLAIM, claim(ordinal), TEST);
        }
        simulator.store().create(Kinds.POD, podObject(ordinal), TEST);
        time.advance(Duration.ofSeconds(20));
        if (containersRun(ordinal)) {
            return Start.RUNS;
        }
        return memory.admission(set(), ordinal).isPresent() ? Start.BLANK_VOLUME : Start.NOT_ADMITTED;
    }

    private ObjectNode podObject(int ordinal) {
        JsonNode template = statefulSet().at("/spec/template");
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        pod.put("apiVersion", "v1");
        pod.put("kind", "Pod");
        ObjectNode metadata = pod.putObject("metadata");
        metadata.put("name", pod(ordinal));
        metadata.put("namespace", app.name().namespace());
        metadata.set("labels", template.at("/metadata/labels").deepCopy());
        ObjectNode spec = template.path("spec").deepCopy();
        spec.put("hostname", pod(ordinal));
        spec.put("subdomain", statefulSet().at("/spec/serviceName").asText());
        ObjectNode volume = ((ArrayNode) spec.get("volumes")).addObject().put("name", CLAIM);
        volume.putObject("persistentVolumeClaim").put("claimName", claimName(ordinal));
        pod.set("spec", spec);
        return pod;
    }

    private ObjectNode claim(int ordinal) {
        ObjectNode claim = statefulSet().at("/spec/volumeClaimTemplates/0").deepCopy();
        claim.put("apiVersion", "v1");
        claim.put("kind", "PersistentVolumeClaim");
        ((ObjectNode) claim.get("metadata"))
                .put("name", claimName(ordinal))
                .put("namespace", app.name().namespace());
        return claim;
    }

    private Manifest statefulSet() {
        return engine.desired(app, SITE).components().get(0).sets().get(0).statefulSet();
    }

    @Override
    public void kill(int ordinal) {
        remove(new Key(Kinds.POD, app.name().namespace(), pod(ordinal)));
        time.advance(STEP);
    }

    private void remove(Key key) {
        simulator.faults().deleteObject(key);
        time.advance(STEP);
    }

    @Override
    public boolean runs(int ordinal) {
        return running().anyMatch(pod -> pod.equals(app.name().namespace() + "/" + pod(ordinal)));
    }

    /** The pods, with their namespaces, in which a member runs. */
    protected abstract Stream<String> running();

    @Override
    public void loseVolume(int ordinal) {
        simulator.faults().loseVolume(app.name().namespace(), claimName(ordinal));
    }

    @Override
    public List<String> setAside(int ordinal) {
        return incarnations.stream()
                .filter(incarnation -> simulator
                        .behaviours()
                        .volume(app.name().namespace(), claimName(ordinal))
                        .flatMap(volume -> volume.read("aside/" + incarnation + "/" + data, Object.class))
                        .isPresent())
                .toList();
    }

    /** The answer of this member with the status 200. */
    protected final Optional<String> answer(int ordinal, int port, Reach.Call call) {
        try {
            Reach.Reply reply = http(target(ordinal, port), call);
            return reply.status() == 200 ? Optional.of(reply.body()) : Optional.empty();
        } catch (Reach.NoReply silence) {
            return Optional.empty();
        }
    }

    /** Those whose pods were ever made. */
    protected final Stream<Integer> made() {
        return made.stream();
    }

    private static StatefulApp read(String yaml) {
        ReadResult read = SpecReader.standard().read("app.yaml", yaml.getBytes(StandardCharsets.UTF_8));
        return ((ReadResult.Apps) read).apps().get(0);
    }

    protected final Reach.Target target(int ordinal, int port) {
        return new Reach.Target(app.name().namespace(), pod(ordinal), address(ordinal), port);
    }

    @Override
    public void await(String what, BooleanSupplier condition) {
        for (Duration waited = Duration.ZERO; !condition.getAsBoolean(); waited = waited.plus(STEP)) {
            if (waited.compareTo(PATIENCE) > 0) {
                throw new AssertionError(
                        "in vain: " + what + "; seen last: " + membership().observe(roster()));
            }
            time.advance(STEP);
        }
    }

    @Override
    public void close() {
        // Nothing of it is outside the heap.
    }

    private Optional<ObjectNode> object(int ordinal) {
        return simulator.store().get(new Key(Kinds.POD, app.name().namespace(), pod(ordinal)));
    }

    /** What the object of a pod says; empty where it says nothing. */
    protected final String pod(int ordinal, String where) {
        return object(ordinal).map(pod -> pod.at(where).asText()).orElse("");
    }

    private boolean containersRun(int ordinal) {
        return object(ordinal)
                .map(pod -> pod.at("/status/containerStatuses/0/state").has("running"))
                .orElse(false);
    }

    private Optional<String> address(int ordinal) {
        return object(ordinal).map(pod -> pod.at("/status/podIP").asText()).filter(address -> !address.isEmpty());
    }

    private Key claimKey(int ordinal) {
        return new Key(Kinds.CLAIM, app.name().namespace(), claimName(ordinal));
    }

    private String claimName(int ordinal) {
        return CLAIM + "-" + pod(ordinal);
    }
}
