package dev.quorate.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.cluster.ApiRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The invariants must be able to fail, and nothing that a controller survives may survive them. */
@Tag("simulation")
class InvariantsTest {

    private static final String SETS = "/apis/apps/v1/namespaces/shop/statefulsets/locks";
    private static final String CLAIMS = "/api/v1/namespaces/shop/persistentvolumeclaims/data-locks-2";

    private final World world = World.calm(List.of(App.LOCKS));
    private final FaultyTransport controller = new FaultyTransport(world, () -> false);

    @Test
    void aPodThatIsStoppedWhileItsMemberVotesBreaksTheRun() {
        found();
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        patch.addObject().put("op", "replace").put("path", "/spec/replicas").put("value", 2);
        ApiRequest scale = new ApiRequest("PATCH", SETS, Map.of(), ApiRequest.JSON_PATCH, Optional.of(patch));
        Broken broken = assertThrows(Broken.class, () -> controller.send(scale));
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

    /** The loop catches every exception of a pass so that other apps go on. */
    @Test
    void neitherACrashNorABrokenRuleIsAnException() {
        assertFalse(Exception.class.isAssignableFrom(Broken.class));
        assertFalse(Exception.class.isAssignableFrom(Crash.class));
    }

    private void found() {
        Setup.install(world);
        new Workload(world, List.of(App.LOCKS)).firstCommit();
        Instant end = world.time().now().plus(Duration.ofMinutes(2));
        while (world.time().now().isBefore(end)) {
            world.step(end);
        }
        assertEquals(3, world.simulator().etcd().running(Workload.NAMESPACE).size());
    }
}
