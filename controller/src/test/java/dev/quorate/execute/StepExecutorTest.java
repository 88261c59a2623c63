package dev.quorate.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.cluster.ClusterException;
import dev.quorate.cluster.ClusterException.Reason;
import dev.quorate.engine.CallResult;
import dev.quorate.engine.Engine.Site;
import dev.quorate.engine.MemberAction;
import dev.quorate.engine.Reach;
import dev.quorate.observe.MemoryFormat;
import dev.quorate.observe.Observer;
import dev.quorate.observe.Observer.Consistency;
import dev.quorate.observe.Sightings;
import dev.quorate.plan.Decision;
import dev.quorate.plan.Goal;
import dev.quorate.plan.Guard;
import dev.quorate.plan.Planner;
import dev.quorate.plan.Step;
import dev.quorate.schema.AppName;
import dev.quorate.schema.ReadResult;
import dev.quorate.schema.SpecReader;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.AppMemory;
import dev.quorate.state.Kind;
import dev.quorate.state.Labels;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import dev.quorate.state.ObservedState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StepExecutorTest {

    private static final AppName APP = new AppName("shop", "web");
    private static final Site SITE = new Site("east", "repo");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final ObjectRef MIRROR = new ObjectRef(Kind.STATEFUL_APP, "shop", "web");
    private static final ObjectRef SET = new ObjectRef(Kind.STATEFUL_SET, "shop", "web");
    private static final Reach NOWHERE = (target, call) -> {
        throw new Reach.NoReply("nothing listens on " + target, false);
    };

    private final FakeCluster cluster = new FakeCluster();
    private final FakeElector elector = new FakeElector();
    private final FakeEngine engine = FakeEngine.plain();
    private final Planner planner = new Planner();
    private final Observer observer =
            new Observer(cluster, NOWHERE, new Sightings(Duration.ofSeconds(10)), InstantSource.fixed(NOW));
    private final StepExecutor executor =
            new StepExecutor(cluster, elector, observer, planner, NOWHERE, new MemoryStore(cluster, elector));

    @BeforeEach
    void aMirrorIsThere() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("apiVersion", "quorate.dev/v1alpha1").put("kind", "StatefulApp");
        ObjectNode metadata =
                tree.putObject("metadata").put("namespace", "shop").put("name", "web");
        ObjectNode labels = new Labels("repo", "east", APP, "").tree();
        metadata.set("labels", labels.put(Labels.MANAGED_BY, Labels.MANAGER));
        cluster.put(MemoryFormat.write(new Manifest(tree), AppMemory.BLANK));
    }

    @Test
    void createsWhatIsMissingOneStepAtATime() throws ClusterException {
        Goal goal = goal(2);
        assertInstanceOf(Outcome.Done.class, step(goal));
        assertInstanceOf(Outcome.Done.class, step(goal));
        assertEquals(List.of("create Service shop/web", "create StatefulSet shop/web"), cluster.writes());
    }

    @Test
    void onlyALeaderWrites() throws ClusterException {
        elector.leadFor(0);
        assertInstanceOf(Outcome.Stopped.class, step(goal(2)));
        assertEquals(List.of(), cluster.writes());
    }

    @Test
    void aStepThatTakesSomethingAwayRaisesTheFenceFirst() throws ClusterException {
        Step scaleIn = scaleInFrom3To2();
        assertInstanceOf(Outcome.Done.class, execute(scaleIn, goal(2)));
        assertEquals(List.of("status StatefulApp shop/web", "scale StatefulSet shop/web 3 to 2"), lastWrites(2));
        Manifest mirror = cluster.read(MIRROR).orElseThrow();
        assertEquals(1, mirror.at("/status/fence/count").asInt());
        assertEquals("one/1", mirror.at("/status/fence/term").asText());
        assertEquals(Optional.of(new Aim(SET, cluster.read(SET).orElseThrow().uid())), Aim.of(mirror));
    }

    @Test
    void leadershipThatIsLostBehindTheFenceStopsTheCall() throws ClusterException {
        Step scaleIn = scaleInFrom3To2();
        elector.leadFor(1);
        assertInstanceOf(Outcome.Stopped.class, execute(scaleIn, goal(2)));
        assertEquals(3, cluster.read(SET).orElseThrow().at("/spec/replicas").asInt());
    }

    @Test
    void aStepThatWasDecidedOnAnOldCacheIsGivenUp() throws ClusterException {
        Step scaleIn = scaleInFrom3To2();
        cluster.put(cluster.read(SET)
                .orElseThrow()
                .with(tree -> tree.withObjectProperty("spec").put("replicas", 2)));
        assertInstanceOf(Outcome.Retry.class, execute(scaleIn, goal(2)));
        assertTrue(cluster.writes().stream().noneMatch(write -> write.startsWith("scale")));
    }

    @Test
    void aWriterThatWasFrozenFindsTheFenceRaised() throws ClusterException {
        Step scaleIn = scaleInFrom3To2();
        cluster.failNext("status StatefulApp", Reason.CONFLICT);
        assertInstanceOf(Outcome.Retry.class, execute(scaleIn, goal(2)));
        assertEquals(3, cluster.read(SET).orElseThrow().at("/spec/replicas").asInt());
    }

    @Test
    void anObjectInTheWayIsRefusedByNameAndOursIsNot() throws ClusterException {
        Goal goal = goal(2);
        Decision.Do create = (Decision.Do) decide(goal);
        Manifest wanted = ((Step.Create) create.step()).manifest();
        cluster.put(wanted.with(tree -> ((ObjectNode) tree.get("metadata")).remove("labels")));
        Outcome refused = executor.execute(create.step(), goal, observe(goal), NOW);
        assertEquals(
                Guard.NOT_OURS, ((Outcome.Refused) refused).refusals().get(0).guard());
        assertTrue(refused.sentence().contains("Service shop/web"), refused.sentence());
        cluster.put(wanted);
        assertInstanceOf(Outcome.Retry.class, executor.execute(create.step(), goal, observe(goal), NOW));
    }

    @Test
    void theApiServersNoBecomesARefusalAndItsSilenceARetry() throws ClusterException {
        Goal goal = goal(2);
        cluster.failNext("create", Reason.FORBIDDEN);
        Outcome refused = step(goal);
        assertEquals(
                Guard.CLUSTER_REFUSED,
                ((Outcome.Refused) refused).refusals().get(0).guard());
        cluster.failNext("create", Reason.UNAVAILABLE);
        assertInstanceOf(Outcome.Retry.class, step(goal));
        cluster.failNext("create", Reason.NO_REPLY);
        assertInstanceOf(Outcome.Retry.class, step(goal));
        assertInstanceOf(Outcome.Done.class, step(goal));
        assertEquals(List.of("create Service shop/web", "create StatefulSet shop/web"), cluster.writes());
    }

    @Test
    void aMissingNamespaceIsRefusedAndNotTriedAtOnceAgain() throws ClusterException {
        cluster.failNext("create", Reason.NOT_FOUND);
        assertInstanceOf(Outcome.Refused.class, step(goal(2)));
    }

    @Test
    void aMemoryIsWrittenOnlyOverTheOneItWasReadFrom() throws ClusterException {
        Goal goal = goal(2);
        ObservedState observed = observe(goal);
        Step remember = new Step.Remember(
                observed.memory().initialised(new AppMemory.Initialised("main", "c1")), "note", false);
        assertInstanceOf(Outcome.Done.class, executor.execute(remember, goal, observed, NOW));
        assertInstanceOf(Outcome.Retry.class, executor.execute(remember, goal, observed, NOW));
        assertEquals(1, observe(goal).memory().initialised().size());
    }

    @Test
    void whatTheEngineAnswersIsNeverIgnored() {
        FakeEngine members = FakeEngine.withMembers();
        Goal goal = Goal.of(members, app(2), SITE, "c1", OptionalInt.empty());
        Step call = new Step.Call("main", new MemberAction.PrepareJoin("web-1", "web"), "announce web-1", false);
        ObservedState nothing = new ObservedState(
                APP, List.of(), java.util.Map.of(), java.util.Map.of(), List.of(), java.util.Map.of(), AppMemory.BLANK);
        assertInstanceOf(Outcome.Done.class, executor.execute(call, goal, nothing, NOW));
        members.answer(new CallResult.InProgress("catching up"));
        assertEquals(new Outcome.Waiting("catching up"), executor.execute(call, goal, nothing, NOW));
        members.answer(new CallResult.Blocked("too many learners", true));
        assertEquals(
                "too many learners", executor.execute(call, goal, nothing, NOW).sentence());
        members.answer(new CallResult.Failed("timeout"));
        assertInstanceOf(Outcome.Retry.class, executor.execute(call, goal, nothing, NOW));
        assertEquals(4, members.performed().size());
    }

    private Step scaleInFrom3To2() throws ClusterException {
        Goal three = goal(3);
        step(three);
        step(three);
        Step step = ((Decision.Do) decide(goal(2))).step();
        assertInstanceOf(Step.Scale.class, step);
        return step;
    }

    private Outcome step(Goal goal) throws ClusterException {
        return execute(((Decision.Do) decide(goal)).step(), goal);
    }

    private Outcome execute(Step step, Goal goal) throws ClusterException {
        return executor.execute(step, goal, observe(goal), NOW);
    }

    private Decision decide(Goal goal) throws ClusterException {
        return planner.decide(goal, observe(goal), NOW);
    }

    private ObservedState observe(Goal goal) throws ClusterException {
        return observer.observe(goal, Consistency.CACHED);
    }

    private List<String> lastWrites(int count) {
        List<String> writes = cluster.writes();
        return writes.subList(writes.size() - count, writes.size());
    }

    private Goal goal(int replicas) {
        return Goal.of(engine, app(replicas), SITE, "c1", OptionalInt.empty());
    }

    private static StatefulApp app(int replicas) {
        String file = """
                apiVersion: quorate.dev/v1alpha1
                kind: StatefulApp
                metadata: {name: web, namespace: shop}
                spec:
                  engine: statefulset
                  replicas: %d
                  statefulset: {image: "nginx:1.27"}
                """.formatted(replicas);
        ReadResult read = SpecReader.standard().read("web.yaml", file.getBytes(StandardCharsets.UTF_8));
        return ((ReadResult.Apps) read).apps().get(0);
    }
}
