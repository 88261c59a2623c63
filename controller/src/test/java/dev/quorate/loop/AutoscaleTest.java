package dev.quorate.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Requests on the way from an autoscaler to pods, and the number that was accepted through all that happens to it. */
final class AutoscaleTest {

    private static final ObjectRef TARGET = new ObjectRef(Kind.SCALE_TARGET, "shop", "web");
    private static final ObjectRef AUTOSCALER = new ObjectRef(Kind.HORIZONTAL_POD_AUTOSCALER, "shop", "quorate-web");
    private static final String BOUNDS = "autoscale: {minReplicas: 2, maxReplicas: 6, scaleIn: {mode: Auto}}";
    private static final String METRICS = "autoscale: {minReplicas: 2, maxReplicas: 6, metrics: [{type: Pods, pods:"
            + " {metric: {name: rps}, target: {type: AverageValue, averageValue: 100}}}]}";

    private final World world = new World();

    @Test
    void aRequestIsTakenThroughThePlanAndAnsweredOnItsTarget() throws Exception {
        start(BOUNDS);
        assertEquals("2 2 2 AsRequested", answer());

        request("keda-operator", 5);
        world.pass(Duration.ofMinutes(4));

        assertEquals(5, world.replicas());
        assertEquals("5 5 5 AsRequested", answer());
        world.run();
        assertEquals("shop/web: 2 → 5 replicas done (5 of 5 ready)", last());
        String reports = world.status.list("").stream()
                .flatMap(path -> world.status.read(path).stream())
                .collect(Collectors.joining());
        assertTrue(reports.contains("accept 5 pods instead of 2, asked for by keda-operator"), reports);
    }

    @Test
    void aRequestBeyondTheBoundsIsKeptAtThemAndTheWishIsDated() throws Exception {
        start(BOUNDS);
        request("kubectl", 50);
        world.pass(Duration.ofMinutes(4));
        assertEquals("50 6 6 AtMaximum", answer());
        assertEquals("maxReplicas", target().at("/status/pressure/bound").asText());
        assertEquals("True AtMaximum", world.condition("Autoscaling"));
    }

    @Test
    void fewerLeaveOneByOneEachAfterItsWindow() throws Exception {
        start(BOUNDS);
        request("kubectl", 5);
        world.pass(Duration.ofMinutes(4));
        request("kubectl", 2);
        world.pass(Duration.ofMinutes(2));
        assertEquals(5, world.replicas());
        world.pass(Duration.ofMinutes(5));
        assertEquals(4, world.replicas());
        world.pass(Duration.ofMinutes(12));
        assertEquals("2 2 2 AsRequested", answer());
    }

    @Test
    void neitherARestartNorACommitNorALostStatusMovesTheNumber() throws Exception {
        start(BOUNDS);
        request("kubectl", 5);
        world.pass(Duration.ofMinutes(4));

        world.restart();
        world.run();
        assertEquals(5, world.replicas());

        world.source.write("apps/web.yaml", web(BOUNDS) + "  # said again\n").commit("bob", "Say it again");
        world.run();
        assertEquals(5, world.replicas());

        world.cluster.put(world.mirror().with(tree -> tree.remove("status")));
        world.run();
        world.pass(Duration.ofMinutes(1));
        assertEquals("5 5 5 AsRequested", answer());
        assertEquals(5, world.replicas());
    }

    @Test
    void newBoundsInGitHoldAtOnce() throws Exception {
        start(BOUNDS);
        request("kubectl", 6);
        world.pass(Duration.ofMinutes(4));
        world.source
                .write("apps/web.yaml", web("autoscale: {minReplicas: 1, maxReplicas: 3, scaleIn: {mode: Disabled}}"))
                .commit("bob", "Fewer");
        world.run();
        assertEquals("6 3 3 AtMaximum", answer());
    }

    @Test
    void withoutAutoscaleTheNumberStaysUntilACommitChangesIt() throws Exception {
        start("replicas: 2\n  " + METRICS);
        assertTrue(world.cluster.read(AUTOSCALER).isPresent());
        request("kube-controller-manager", 4);
        world.pass(Duration.ofMinutes(4));

        world.source.write("apps/web.yaml", web("replicas: 2")).commit("bob", "No autoscale");
        world.run();
        assertEquals(4, world.replicas());
        assertTrue(world.cluster.read(AUTOSCALER).isEmpty());
        assertTrue(world.cluster.read(TARGET).isEmpty());
        assertTrue(world.cluster.writes().indexOf("delete " + AUTOSCALER)
                < world.cluster.writes().indexOf("delete " + TARGET));
        assertEquals("shop/web: 4 replicas, objects around them done (4 of 4 ready)", last());

        world.cluster.put(world.mirror().with(tree -> tree.remove("status")));
        world.run();
        world.pass(Duration.ofMinutes(1));
        assertEquals(4, world.replicas());

        world.source.write("apps/web.yaml", web("replicas: 3")).commit("bob", "Three");
        world.run();
        assertEquals(3, world.replicas());
    }

    @Test
    void aForeignAutoscalerIsNamedAndItsScaleInPutBack() throws Exception {
        start(BOUNDS);
        request("kubectl", 4);
        world.pass(Duration.ofMinutes(4));
        world.cluster.put(foreign());
        world.scaleAs("kube-controller-manager", 2);
        world.queue().add(World.WEB);
        world.pass(Duration.ofSeconds(10));
        assertEquals(4, world.replicas());
        assertEquals("False ForeignAutoscaler", world.condition("Autoscaling"));

        request("kubectl", 6);
        world.pass(Duration.ofMinutes(5));
        assertEquals("6 4 4 ForeignAutoscaler", answer());
    }

    @Test
    void aForeignAutoscalerOfAnAppWithoutAutoscaleIsNamedToo() throws Exception {
        start("replicas: 2");
        assertEquals("absent", world.condition("Autoscaling"));
        world.cluster.put(foreign());
        world.queue().add(World.WEB);
        world.settle();
        assertEquals("False ForeignAutoscaler", world.condition("Autoscaling"));
        assertFalse(world.cluster.read(TARGET).isPresent());
    }

    @Test
    void missingMetricsAreNamedWithTheirCure() throws Exception {
        start(METRICS);
        Manifest autoscaler = world.cluster.read(AUTOSCALER).orElseThrow();
        world.cluster.put(autoscaler.with(tree -> tree.putObject("status")
                .putArray("conditions")
                .addObject()
                .put("type", "ScalingActive")
                .put("status", "False")
                .put("reason", "FailedGetPodsMetric")));
        world.queue().add(World.WEB);
        world.settle();
        assertEquals("False MetricsMissing", world.condition("Autoscaling"));
    }

    @Test
    void itsOwnStatusWakesItNoMoreThanOnce() throws Exception {
        start(BOUNDS);
        world.pass(Duration.ofMinutes(1));
        int writes = world.cluster.writes().size();
        world.pass(Duration.ofMinutes(10));
        assertEquals(
                writes,
                world.cluster.writes().size(),
                () -> world.cluster.writes().toString());
    }

    private void start(String size) throws Exception {
        world.source.write("apps/web.yaml", web(size)).commit("ada", "Web");
        world.run();
        world.pass(Duration.ofMinutes(3));
    }

    private static String web(String size) {
        return World.web(2).replace("replicas: 2", size);
    }

    private void request(String who, int replicas) {
        world.cluster.put(target().with(tree -> {
            tree.withObjectProperty("spec").put("replicas", replicas);
            ObjectNode owner = tree.withObjectProperty("metadata")
                    .putArray("managedFields")
                    .addObject();
            owner.put("manager", who).put("operation", "Update").put("subresource", "scale");
            owner.withObject("/fieldsV1/f:spec/f:replicas");
        }));
        world.queue().add(World.WEB);
        world.settle();
    }

    private Manifest target() {
        return world.cluster.read(TARGET).orElseThrow();
    }

    private String answer() {
        Manifest target = target();
        return target.at("/status/request").asText() + " "
                + target.at("/status/accepted").asText() + " "
                + target.at("/status/replicas").asText() + " "
                + target.at("/status/reason").asText();
    }

    private String last() {
        return world.status.subjects().get(world.status.subjects().size() - 1);
    }

    private static Manifest foreign() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("apiVersion", "autoscaling/v2").put("kind", "HorizontalPodAutoscaler");
        tree.putObject("metadata").put("name", "somebody").put("namespace", "shop");
        tree.putObject("spec")
                .putObject("scaleTargetRef")
                .put("kind", "StatefulSet")
                .put("name", "web");
        return new Manifest(tree);
    }
}
