package dev.quorate.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.cluster.ApiRequest;
import dev.quorate.simulator.store.Key;
import dev.quorate.state.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The invariants must be able to fail, and nothing that a controller survives may survive them. */
@Tag("simulation")
class InvariantsTest {

    private static final String SETS = "/apis/apps/v1/namespaces/shop/statefulsets/locks";
    private static final String CLAIMS = "/api/v1/namespaces/shop/persistentvolumeclaims/data-locks-2";

    private static final String WEB = "/apis/apps/v1/namespaces/shop/statefulsets/web";
    private static final String PODS = "/api/v1/namespaces/shop/pods/";

    private final World world = World.calm(List.of(App.LOCKS, App.WEB));
    private final Workload workload = new Workload(world, List.of(App.LOCKS, App.WEB));
    private final FaultyTransport controller = new FaultyTransport(world, () -> false);

    @Test
    void aPodThatIsStoppedWhileItsMemberVotesBreaksTheRun() {
        found();
        Broken broken = assertThrows(Broken.class, () -> controller.send(scale(SETS, 2)));
        assertEquals(
                "a member leaves before its pod: shop/locks-2 still votes after PATCH " + SETS, broken.getMessage());
    }

    @Test
    void anApplyThatChangesTheReplicasBreaksTheRun() {
        found();
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("spec").put("replicas", 5);
        ApiRequest scale = new ApiRequest("PATCH", SETS, Map.of(), ApiRequest.MERGE_PATCH, Optional.of(patch));
        Broken broken = assertThrows(Broken.class, () -> controller.send(scale));
        assertEquals("replicas change by their own patch alone", broken.rule());
    }

    @Test
    void aDeletedVolumeBreaksTheRun() {
        found();
        ApiRequest delete = new ApiRequest("DELETE", CLAIMS, Map.of(), "", Optional.empty());
        assertThrows(Broken.class, () -> controller.send(delete));
    }

    @Test
    void aPodThatRestartsBesideAnotherThatIsAwayBreaksTheRun() {
        found();
        world.simulator().faults().delayStart(Workload.NAMESPACE, "locks-1", Duration.ofMinutes(1));
        world.simulator().faults().killPod(Workload.NAMESPACE, "locks-1");
        run(Duration.ofSeconds(8));
        ApiRequest delete = new ApiRequest("DELETE", PODS + "locks-2", Map.of(), "", Optional.empty());
        Broken broken = assertThrows(Broken.class, () -> controller.send(delete));
        assertEquals(
                "the healthy voters stay a majority: DELETE " + PODS + "locks-2 leaves 1 of 3", broken.getMessage());
    }

    @Test
    void aServingPodThatRestartsDuringAnOperationBreaksTheRun() {
        found();
        workload.scale(App.LOCKS, 5);
        await(() -> object(Kind.STATEFUL_APP, "locks")
                .at("/status/memory/operation")
                .isObject());
        ApiRequest delete = new ApiRequest("DELETE", PODS + "locks-1", Map.of(), "", Optional.empty());
        Broken broken = assertThrows(Broken.class, () -> controller.send(delete));
        assertEquals("scale-out, then roll, then scale-in, one at a time", broken.rule());
    }

    @Test
    void aScaleInBesideARollBreaksTheRun() {
        found();
        workload.change(App.WEB, Wish.first(App.WEB).set(7), "another template");
        await(() -> object(Kind.STATEFUL_SET, "web")
                .at("/spec/template/metadata/annotations/setting")
                .asText()
                .equals("7"));
        run(Duration.ofMillis(500));
        Broken broken = assertThrows(Broken.class, () -> controller.send(scale(WEB, 1)));
        assertEquals("scale-out, then roll, then scale-in, one at a time", broken.rule());
    }

    @Test
    void aSuspendedAppThatIsTouchedBreaksTheRun() {
        found();
        workload.change(App.WEB, Wish.first(App.WEB).living(Wish.Life.SUSPENDED), "suspended");
        await(() -> object(Kind.STATEFUL_APP, "web").at("/spec/suspend").asBoolean());
        Broken broken = assertThrows(Broken.class, () -> controller.send(scale(WEB, 3)));
        assertEquals("what is suspended or nobody's is left alone", broken.rule());
    }

    /** The loop catches every exception of a pass so that other apps go on. */
    @Test
    void neitherACrashNorABrokenRuleIsAnException() {
        assertFalse(Exception.class.isAssignableFrom(Broken.class));
        assertFalse(Exception.class.isAssignableFrom(Crash.class));
    }

    private static ApiRequest scale(String set, int replicas) {
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        patch.addObject().put("op", "replace").put("path", "/spec/replicas").put("value", replicas);
        return new ApiRequest("PATCH", set, Map.of(), ApiRequest.JSON_PATCH, Optional.of(patch));
    }

    private void found() {
        Setup.install(world);
        workload.firstCommit();
        run(Duration.ofMinutes(2));
        assertEquals(3, world.running().in(Workload.NAMESPACE).size());
    }

    private void run(Duration span) {
        Instant end = world.time().now().plus(span);
        while (world.time().now().isBefore(end)) {
            world.step(end);
        }
    }

    private void await(BooleanSupplier holds) {
        Instant end = world.time().now().plus(Duration.ofMinutes(5));
        while (!holds.getAsBoolean()) {
            assertTrue(world.time().now().isBefore(end), () -> world.timeline().text());
            world.step(end);
        }
    }

    private ObjectNode object(Kind kind, String name) {
        return world.simulator()
                .store()
                .get(new Key(world.kind(kind), Workload.NAMESPACE, name))
                .orElseThrow();
    }
}
