package dev.quorate.simulator.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PodLifeTest {

    private final TestCluster cluster = new TestCluster();

    @Test
    void aSetOfThreeComesUpWithItsVolumes() {
        cluster.createSet("web", 3);
        cluster.settle();

        for (String pod : List.of("web-0", "web-1", "web-2")) {
            assertTrue(cluster.ready(pod), pod);
            assertEquals(
                    "Bound",
                    cluster.get(Kinds.CLAIM, "data-" + pod)
                            .orElseThrow()
                            .path("status")
                            .path("phase")
                            .asText());
        }
        assertEquals(
                3,
                List.of("web-0", "web-1", "web-2").stream()
                        .map(pod -> cluster.pod(pod).orElseThrow().node().orElseThrow())
                        .distinct()
                        .count());
    }

    @Test
    void aKilledPodComesBackUnderItsNameWithItsVolumeAndAnotherAddress() {
        cluster.createSet("web", 1);
        cluster.settle();
        Pod before = cluster.pod("web-0").orElseThrow();
        Volume volume =
                cluster.simulator().behaviours().volume("default", "data-web-0").orElseThrow();
        volume.write("file", "kept");

        cluster.faults().killPod("default", "web-0");
        cluster.settle();

        Pod after = cluster.pod("web-0").orElseThrow();
        assertTrue(after.ready());
        assertNotEquals(before.uid(), after.uid());
        assertNotEquals(before.address(), after.address());
        assertEquals(
                "kept",
                cluster.simulator()
                        .behaviours()
                        .volume("default", "data-web-0")
                        .flatMap(found -> found.read("file", String.class))
                        .orElseThrow());
    }

    @Test
    void aCrashedContainerIsRestartedInPlaceAndEachTimeLater() {
        cluster.createSet("web", 1);
        cluster.settle();
        String uid = cluster.pod("web-0").orElseThrow().uid();

        cluster.faults().crashContainer("default", "web-0");
        cluster.advance(Duration.ofSeconds(3));
        assertTrue(cluster.ready("web-0"));
        assertEquals(1, cluster.container("web-0").path("restartCount").asInt());

        cluster.faults().crashContainer("default", "web-0");
        cluster.advance(Duration.ofSeconds(3));
        assertFalse(cluster.ready("web-0"));
        assertEquals(
                "CrashLoopBackOff",
                cluster.container("web-0")
                        .path("state")
                        .path("waiting")
                        .path("reason")
                        .asText());

        cluster.advance(Duration.ofSeconds(10));
        assertTrue(cluster.ready("web-0"));
        assertEquals(uid, cluster.pod("web-0").orElseThrow().uid());
    }

    @Test
    void theReadinessOfAPodCanBeHeldBack() {
        cluster.createSet("web", 2);
        cluster.faults().blockReadiness("default", "web-0");
        cluster.settle();
        assertFalse(cluster.ready("web-0"));
        assertTrue(cluster.pod("web-1").isEmpty());

        cluster.faults().unblockReadiness("default", "web-0");
        cluster.settle();
        assertTrue(cluster.ready("web-0") && cluster.ready("web-1"));
    }

    @Test
    void aSlowPodTakesItsTime() {
        cluster.faults().delayStart("default", "web-0", Duration.ofMinutes(1));
        cluster.createSet("web", 1);
        cluster.advance(Duration.ofSeconds(50));
        assertFalse(cluster.ready("web-0"));
        cluster.advance(Duration.ofSeconds(20));
        assertTrue(cluster.ready("web-0"));
    }

    @Test
    void thePodsOfALostNodeStayTerminatingUntilTheNodeIsGone() {
        cluster.createSet("web", 1);
        cluster.settle();
        Pod pod = cluster.pod("web-0").orElseThrow();
        String node = pod.node().orElseThrow();

        cluster.faults().loseNode(node);
        assertTrue(cluster.simulator()
                .request(pod.address().orElseThrow(), ProgramRequest.get(80, "/"))
                .isEmpty());
        cluster.advance(Duration.ofSeconds(45));
        assertFalse(cluster.ready("web-0"));
        cluster.advance(Duration.ofMinutes(10));
        assertEquals(pod.uid(), cluster.pod("web-0").orElseThrow().uid());
        assertTrue(cluster.pod("web-0").orElseThrow().terminating());

        cluster.faults().deleteObject(new Key(Kinds.NODE, "", node));
        cluster.settle();
        assertTrue(cluster.ready("web-0"));
        assertNotEquals(node, cluster.pod("web-0").orElseThrow().node().orElseThrow());
    }

    /** As kubernetes.io/docs/concepts/cluster-administration/node-shutdown describes non-graceful shutdown. */
    @Test
    void theTaintOutOfServiceFreesThePodsOfADeadNodeAtOnce() {
        cluster.createSet("web", 1);
        cluster.settle();
        Pod pod = cluster.pod("web-0").orElseThrow();
        String node = pod.node().orElseThrow();
        cluster.faults().loseNode(node);
        cluster.advance(Duration.ofSeconds(45));
        assertEquals(
                List.of("MemoryPressure Unknown", "DiskPressure Unknown", "PIDPressure Unknown", "Ready Unknown"),
                cluster.get(Kinds.NODE, node)
                        .orElseThrow()
                        .path("status")
                        .path("conditions")
                        .valueStream()
                        .map(each -> each.path("type").asText() + " "
                                + each.path("status").asText())
                        .toList());
        assertEquals(pod.uid(), cluster.pod("web-0").orElseThrow().uid());

        cluster.patch("/api/v1/nodes/" + node, """
                {"spec": {"taints": [
                  {"key": "node.kubernetes.io/unreachable", "effect": "NoSchedule"},
                  {"key": "node.kubernetes.io/unreachable", "effect": "NoExecute"},
                  {"key": "node.kubernetes.io/out-of-service", "value": "nodeshutdown", "effect": "NoExecute"}]}}""");
        cluster.advance(Duration.ofSeconds(10));
        assertTrue(cluster.ready("web-0"));
        assertNotEquals(node, cluster.pod("web-0").orElseThrow().node().orElseThrow());
    }

    @Test
    void aPodThatToleratesALostNodeForEverIsNotDeleted() {
        cluster.create("/api/v1/namespaces/default/pods", """
                {"metadata": {"name": "stays"}, "spec": {"containers": [{"name": "c", "image": "a"}],
                 "tolerations": [{"key": "node.kubernetes.io/unreachable", "operator": "Exists"}]}}""");
        cluster.settle();
        cluster.faults().loseNode(cluster.pod("stays").orElseThrow().node().orElseThrow());
        cluster.advance(Duration.ofHours(1));
        assertFalse(cluster.pod("stays").orElseThrow().terminating());
        assertFalse(cluster.ready("stays"));
    }

    @Test
    void theGraceOfANodeBeginsAnewWithEachLoss() {
        cluster.createSet("web", 1);
        cluster.settle();
        String node = cluster.pod("web-0").orElseThrow().node().orElseThrow();
        cluster.faults().loseNode(node);
        cluster.advance(Duration.ofSeconds(30));
        cluster.faults().restoreNode(node);
        cluster.faults().loseNode(node);
        cluster.advance(Duration.ofSeconds(35));
        assertTrue(new Pod(cluster.get(Kinds.NODE, node).orElseThrow()).ready());
        cluster.advance(Duration.ofSeconds(10));
        assertFalse(new Pod(cluster.get(Kinds.NODE, node).orElseThrow()).ready());
    }

    @Test
    void aPodOfALostNodeSaysWhoDeletedIt() {
        cluster.createSet("web", 1);
        cluster.settle();
        cluster.faults().loseNode(cluster.pod("web-0").orElseThrow().node().orElseThrow());
        cluster.advance(Duration.ofMinutes(6));
        assertEquals(
                "DeletionByTaintManager",
                cluster.pod("web-0")
                        .orElseThrow()
                        .condition("DisruptionTarget")
                        .path("reason")
                        .asText());
    }

    @Test
    void aNodeThatComesBackEndsThePodsThatWereDeletedMeanwhile() {
        cluster.createSet("web", 1);
        cluster.settle();
        String node = cluster.pod("web-0").orElseThrow().node().orElseThrow();
        String uid = cluster.pod("web-0").orElseThrow().uid();
        cluster.faults().loseNode(node);
        cluster.advance(Duration.ofMinutes(10));

        cluster.faults().restoreNode(node);
        cluster.settle();

        assertTrue(cluster.ready("web-0"));
        assertNotEquals(uid, cluster.pod("web-0").orElseThrow().uid());
    }

    @Test
    void runningPodsSeeAConfigMapLaterThanFreshOnes() {
        ConfigReader reader = new ConfigReader();
        cluster.simulator().behaviours().programs().register(Programs.image("reader"), reader::of);
        cluster.create("/api/v1/namespaces/default/configmaps", """
                {"metadata": {"name": "settings"}, "data": {"key": "old"}}""");
        cluster.create("/api/v1/namespaces/default/pods", pod("early"));
        cluster.settle();

        cluster.patch("/api/v1/namespaces/default/configmaps/settings", "{\"data\": {\"key\": \"new\"}}");
        cluster.create("/api/v1/namespaces/default/pods", pod("late"));
        cluster.advance(Duration.ofMillis(1500));
        assertEquals("old", reader.read("early"));
        assertEquals("new", reader.read("late"));
        cluster.settle();
        assertEquals("new", reader.read("early"));
    }

    private static String pod(String name) {
        return """
                {"metadata": {"name": "%s"}, "spec": {
                  "containers": [{"name": "c", "image": "reader:1"}],
                  "volumes": [{"name": "settings", "configMap": {"name": "settings"}}]}}""".formatted(name);
    }

    @Test
    void aNamespaceGoesAfterAllThatIsInIt() {
        cluster.create("/api/v1/namespaces", "{\"metadata\": {\"name\": \"shop\"}}");
        cluster.create("/api/v1/namespaces/shop/pods", pod("alone"));
        cluster.advance(Duration.ofSeconds(5));

        cluster.faults().deleteObject(new Key(Kinds.NAMESPACE, "", "shop"));
        cluster.advance(Duration.ofMillis(100));
        assertTrue(cluster.get(Kinds.NAMESPACE, "shop").isPresent());
        cluster.settle();
        assertTrue(cluster.get(Kinds.NAMESPACE, "shop").isEmpty());
        assertTrue(cluster.simulator()
                .store()
                .get(new Key(Kinds.POD, "shop", "alone"))
                .isEmpty());
    }
}
