package dev.quorate.simulator.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.simulator.api.ApiReply;
import dev.quorate.simulator.api.ApiRequest;
import dev.quorate.simulator.store.Kinds;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Growing claims as kubernetes.io/docs/concepts/storage/persistent-volumes describes it; refusals are recorded ones. */
final class VolumeExpansionTest {

    private static final String CLAIM = "/api/v1/namespaces/default/persistentvolumeclaims/data-web-0";

    private final TestCluster cluster = new TestCluster();

    @Test
    void aVolumeGrowsAndThenItsFileSystemWhileThePodRuns() {
        cluster.createSet("web", 1);
        cluster.settle();
        String uid = cluster.pod("web-0").orElseThrow().uid();

        cluster.patch(CLAIM, size("2Gi"));
        cluster.advance(Duration.ofMillis(500));
        assertEquals("1Gi Resizing ControllerResizeInProgress", growth());
        cluster.advance(Duration.ofSeconds(1));
        assertEquals("1Gi FileSystemResizePending NodeResizePending", growth());
        cluster.advance(Duration.ofSeconds(1));
        assertEquals("2Gi  ", growth());
        assertEquals(uid, cluster.pod("web-0").orElseThrow().uid());
        assertEquals("2Gi", volume().at("/spec/capacity/storage").asText());
    }

    @Test
    void anOfflineFileSystemGrowsWhenThePodComesBack() {
        cluster.create("/apis/storage.k8s.io/v1/storageclasses", """
                {"metadata": {"name": "offline"}, "provisioner": "any", "allowVolumeExpansion": true,
                 "volumeBindingMode": "WaitForFirstConsumer", "parameters": {"fileSystemResize": "offline"}}""");
        cluster.patch(
                "/apis/storage.k8s.io/v1/storageclasses/standard",
                "{\"metadata\": {\"annotations\": {\"storageclass.kubernetes.io/is-default-class\": \"false\"}}}");
        cluster.patch(
                "/apis/storage.k8s.io/v1/storageclasses/offline",
                "{\"metadata\": {\"annotations\": {\"storageclass.kubernetes.io/is-default-class\": \"true\"}}}");
        cluster.createSet("web", 1);
        cluster.settle();

        cluster.patch(CLAIM, size("2Gi"));
        cluster.settle();
        assertEquals("1Gi FileSystemResizePending NodeResizePending", growth());
        JsonNode condition = claim().at("/status/conditions/0");
        assertEquals(
                "Waiting for user to (re-)start a pod to finish file system resize of volume on node.",
                condition.path("message").asText());

        cluster.request("DELETE", "/api/v1/namespaces/default/pods/web-0", "");
        cluster.settle();
        assertEquals("2Gi  ", growth());
        assertTrue(cluster.ready("web-0"));
    }

    @Test
    void aDriverThatFailsSaysSoOnTheClaimAndTriesAgain() {
        cluster.createSet("web", 1);
        cluster.settle();
        fails("the pool is full");
        cluster.patch(CLAIM, size("2Gi"));
        cluster.advance(Duration.ofSeconds(1));
        assertEquals("1Gi ControllerResizeError ControllerResizeInfeasible", growth());
        assertEquals(
                "the pool is full", claim().at("/status/conditions/0/message").asText());

        fails("");
        cluster.advance(Duration.ofSeconds(20));
        assertEquals("2Gi  ", growth());
    }

    private void fails(String words) {
        cluster.patch(
                "/apis/storage.k8s.io/v1/storageclasses/standard",
                "{\"parameters\": {\"volumeResizeError\": \"" + words + "\"}}");
    }

    @Test
    void growthThatNoClassAllowsAndShrinkingAreRefused() {
        cluster.createSet("web", 1);
        cluster.settle();
        assertEquals(422, patched(size("512Mi")).status());

        cluster.patch("/apis/storage.k8s.io/v1/storageclasses/standard", "{\"allowVolumeExpansion\": false}");
        ApiReply refused = patched(size("2Gi"));
        assertEquals(403, refused.status());
        assertEquals(
                "persistentvolumeclaims \"data-web-0\" is forbidden: only dynamically provisioned pvc can be resized and"
                        + " the storageclass that provisions the pvc must support resize",
                refused.body().path("message").asText());
    }

    private ApiReply patched(String body) {
        return cluster.simulator()
                .api()
                .handle(ApiRequest.of("PATCH", CLAIM, Map.of("content-type", "application/merge-patch+json"), body));
    }

    private static String size(String size) {
        return "{\"spec\": {\"resources\": {\"requests\": {\"storage\": \"" + size + "\"}}}}";
    }

    private JsonNode claim() {
        return cluster.get(Kinds.CLAIM, "data-web-0").orElseThrow();
    }

    private JsonNode volume() {
        return cluster.get(Kinds.VOLUME, claim().at("/spec/volumeName").asText())
                .orElseThrow();
    }

    private String growth() {
        JsonNode status = claim().path("status");
        return status.at("/capacity/storage").asText() + " "
                + status.at("/conditions/0/type").asText() + " "
                + status.at("/allocatedResourceStatuses/storage").asText();
    }
}
