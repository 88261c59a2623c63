package dev.quorate.simulator.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.simulator.store.Kinds;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a kubelet says of containers that do not come up. The words are those of a recorded Kubernetes 1.36. */
final class ContainerFaultTest {

    private static final String NOT_FOUND = "rpc error: code = NotFound desc = failed to pull and unpack image"
            + " \"nginx:1\": failed to resolve image: nginx:1: not found";

    private final TestCluster cluster = new TestCluster();

    @Test
    void aMissingImageIsPulledAgainAndAgainUntilItIsThere() {
        cluster.faults().loseImage("ngin*");
        cluster.createSet("web", 1);

        cluster.advance(Duration.ofMillis(900));
        assertEquals("ErrImagePull", waiting().path("reason").asText());
        assertEquals(NOT_FOUND, waiting().path("message").asText());
        cluster.advance(Duration.ofSeconds(1));
        assertEquals("ImagePullBackOff", waiting().path("reason").asText());
        assertEquals(
                "Back-off pulling image \"nginx:1\": ErrImagePull: " + NOT_FOUND,
                waiting().path("message").asText());
        assertEquals("Pending", cluster.pod("web-0").orElseThrow().phase());
        assertTrue(events("web-0").contains("Warning Failed Failed to pull image \"nginx:1\": " + NOT_FOUND));
        assertTrue(events("web-0").contains("Normal BackOff Back-off pulling image \"nginx:1\""));

        cluster.faults().mendImages("ngin*");
        cluster.settle();
        assertTrue(cluster.ready("web-0"));
        assertEquals(0, cluster.container("web-0").path("restartCount").asInt());
    }

    @Test
    void aContainerThatIsKilledForItsMemoryEachTimeBacksOffLongerAndLonger() {
        cluster.faults().breakImages("nginx:1", ContainerFault.outOfMemory());
        cluster.createSet("web", 1);

        cluster.advance(Duration.ofSeconds(5));
        assertEquals("CrashLoopBackOff", waiting().path("reason").asText());
        String uid = cluster.pod("web-0").orElseThrow().uid();
        assertEquals(
                "back-off 10s restarting failed container=c pod=web-0_default(" + uid + ")",
                waiting().path("message").asText());
        JsonNode last = cluster.container("web-0").path("lastState").path("terminated");
        assertEquals("OOMKilled", last.path("reason").asText());
        assertEquals(137, last.path("exitCode").asInt());
        assertEquals(1, cluster.container("web-0").path("restartCount").asInt());
        assertEquals("Running", cluster.pod("web-0").orElseThrow().phase());

        cluster.advance(Duration.ofSeconds(15));
        assertTrue(waiting().path("message").asText().startsWith("back-off 20s"));
        assertEquals(2, cluster.container("web-0").path("restartCount").asInt());
        assertTrue(events("web-0")
                .contains("Warning BackOff Back-off restarting failed container c in pod web-0_default(" + uid + ")"));

        cluster.faults().mendImages("nginx:1");
        cluster.settle();
        assertTrue(cluster.ready("web-0"));
    }

    @Test
    void onePodCanCrashWhileItsSiblingsRun() {
        cluster.createSet("web", 2);
        cluster.settle();
        cluster.faults().crashAtStart("default", "web-1", ContainerFault.exits(2));
        cluster.advance(Duration.ofSeconds(5));
        assertTrue(cluster.ready("web-0"));
        assertEquals(
                "2 Error",
                cluster.container("web-1").at("/lastState/terminated/exitCode").asText() + " "
                        + cluster.container("web-1")
                                .at("/lastState/terminated/reason")
                                .asText());

        cluster.faults().stopCrashing("default", "web-1");
        cluster.settle();
        assertTrue(cluster.ready("web-1"));
    }

    @Test
    void aProbeThatNeverPassesIsReported() {
        cluster.faults().breakImages("nginx:*", ContainerFault.neverReady());
        cluster.createSet("web", 2);
        cluster.settle();
        assertFalse(cluster.ready("web-0"));
        assertTrue(cluster.pod("web-1").isEmpty());
        assertEquals(
                "ContainersNotReady containers with unready status: [c]",
                cluster.pod("web-0")
                                .orElseThrow()
                                .condition("Ready")
                                .path("reason")
                                .asText() + " "
                        + cluster.pod("web-0")
                                .orElseThrow()
                                .condition("Ready")
                                .path("message")
                                .asText());
        assertTrue(events("web-0")
                .contains("Warning Unhealthy Readiness probe failed: HTTP probe failed with statuscode: 503"));

        cluster.faults().mendImages("nginx:*");
        cluster.settle();
        assertTrue(cluster.ready("web-0") && cluster.ready("web-1"));
    }

    @Test
    void aSlowImageTakesItsTime() {
        cluster.faults().breakImages("nginx:1", ContainerFault.slowStart(Duration.ofMinutes(1)));
        cluster.createSet("web", 1);
        cluster.advance(Duration.ofSeconds(55));
        assertFalse(cluster.ready("web-0"));
        cluster.advance(Duration.ofSeconds(10));
        assertTrue(cluster.ready("web-0"));
    }

    private JsonNode waiting() {
        return cluster.container("web-0").path("state").path("waiting");
    }

    private List<String> events(String pod) {
        return cluster.simulator().store().list(Kinds.EVENT, Optional.of("default")).stream()
                .filter(event ->
                        event.path("involvedObject").path("name").asText().equals(pod))
                .map(event -> event.path("type").asText() + " "
                        + event.path("reason").asText() + " "
                        + event.path("message").asText())
                .toList();
    }
}
