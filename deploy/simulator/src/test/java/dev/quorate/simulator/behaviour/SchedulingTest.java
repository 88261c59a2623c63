package dev.quorate.simulator.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.simulator.store.Kinds;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Why a pod gets no node. The words of affinity and of a missing claim are recorded from Kubernetes 1.36; the others are those
 * of its NodeResourcesFit, TaintToleration and VolumeBinding plugins.
 */
final class SchedulingTest {

    private static final String PODS = "/api/v1/namespaces/default/pods";

    private final TestCluster cluster = new TestCluster();

    @Test
    void aPodThatAsksForMoreThanAnyNodeHasIsUnschedulable() {
        cluster.faults().resizeNodes("2", "4Gi");
        pod(
                "\"containers\": [{\"name\": \"c\", \"image\": \"a\", \"resources\": {\"requests\": {\"cpu\": \"2500m\"}}}]");
        cluster.settle();
        assertEquals(
                "0/5 nodes are available: 5 Insufficient cpu. no new claims to deallocate, preemption: 0/5 nodes are"
                        + " available: 5 Preemption is not helpful for scheduling.",
                unschedulable());

        cluster.faults().resizeNodes("4", "4Gi");
        cluster.settle();
        assertTrue(cluster.ready("p"));
        assertEquals(
                "True",
                cluster.pod("p")
                        .orElseThrow()
                        .condition("PodScheduled")
                        .path("status")
                        .asText());
    }

    @Test
    void aPodWaitsForRoomThatOthersTake() {
        cluster.faults().resizeNodes("1", "4Gi");
        cluster.createSet("web", 5);
        cluster.patch("/apis/apps/v1/namespaces/default/statefulsets/web", """
                {"spec": {"template": {"spec": {"containers": [{"name": "c", "image": "nginx:1",
                  "resources": {"requests": {"cpu": "600m"}}}]}}}}""");
        cluster.settle();
        pod(
                "\"containers\": [{\"name\": \"c\", \"image\": \"a\", \"resources\": {\"requests\": {\"cpu\": \"600m\"}}}]");
        cluster.settle();
        assertEquals(
                "0/5 nodes are available: 5 Insufficient cpu. no new claims to deallocate, preemption: 0/5 nodes are"
                        + " available: 5 No preemption victims found for incoming pod.",
                unschedulable());

        cluster.patch("/apis/apps/v1/namespaces/default/statefulsets/web", "{\"spec\": {\"replicas\": 4}}");
        cluster.settle();
        assertTrue(cluster.ready("p"));
    }

    @Test
    void affinityAndTaintsAreCountedByNode() {
        cluster.patch("/api/v1/nodes/node-1", "{\"spec\": {\"unschedulable\": true}}");
        cluster.patch(
                "/api/v1/nodes/node-2",
                "{\"spec\": {\"taints\": [{\"key\": \"dedicated\", \"value\": \"x\", \"effect\": \"NoSchedule\"}]}}");
        pod("\"nodeSelector\": {\"disk\": \"fast\"}, \"containers\": [{\"name\": \"c\", \"image\": \"a\"}]");
        cluster.settle();
        assertEquals(
                "0/5 nodes are available: 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable, 3 node(s)"
                        + " didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/5"
                        + " nodes are available: 5 Preemption is not helpful for scheduling.",
                unschedulable());

        cluster.patch("/api/v1/nodes/node-4", "{\"metadata\": {\"labels\": {\"disk\": \"fast\"}}}");
        cluster.settle();
        assertEquals("node-4", cluster.pod("p").orElseThrow().node().orElseThrow());
    }

    @Test
    void requiredNodeAffinityIsKept() {
        pod("""
                "affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [
                  {"matchExpressions": [{"key": "topology.kubernetes.io/zone", "operator": "In", "values": ["zone-b"]}],
                   "matchFields": [{"key": "metadata.name", "operator": "NotIn", "values": ["node-2"]}]}]}}},
                "containers": [{"name": "c", "image": "a"}]""");
        cluster.settle();
        assertEquals("node-5", cluster.pod("p").orElseThrow().node().orElseThrow());
    }

    /** As Kubernetes' persistent volume controller and its scheduler have it. */
    @Test
    void aPodWhoseClaimHasLostItsVolumeFindsNoNodeUntilTheClaimIsMadeAnew() {
        cluster.createSet("web", 1);
        cluster.settle();
        String claim = "/api/v1/namespaces/default/persistentvolumeclaims/data-web-0";
        JsonNode before = cluster.request("GET", claim, "").body();
        String volume =
                "/api/v1/persistentvolumes/" + before.at("/spec/volumeName").asText();
        cluster.request("DELETE", volume, "");
        cluster.settle();
        assertEquals(
                "Lost",
                cluster.request("GET", claim, "").body().at("/status/phase").asText());
        assertTrue(cluster.ready("web-0"), "what runs goes on");

        cluster.request("DELETE", "/api/v1/namespaces/default/pods/web-0", "");
        cluster.settle();
        assertEquals(
                "0/5 nodes are available: 5 node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)."
                        + " no new claims to deallocate, preemption: 0/5 nodes are available: 5 Preemption is not helpful"
                        + " for scheduling.",
                cluster.pod("web-0")
                        .orElseThrow()
                        .condition("PodScheduled")
                        .path("message")
                        .asText());

        cluster.request("DELETE", claim, "");
        cluster.request("DELETE", "/api/v1/namespaces/default/pods/web-0", "");
        cluster.settle();
        assertTrue(cluster.ready("web-0"));
    }

    @Test
    void aClaimThatCannotBeBoundKeepsThePodFromBeingScheduled() {
        String claim = "\"volumes\": [{\"name\": \"d\", \"persistentVolumeClaim\": {\"claimName\": \"d\"}}],"
                + " \"containers\": [{\"name\": \"c\", \"image\": \"a\"}]";
        pod(claim);
        cluster.settle();
        assertEquals("0/5 nodes are available: persistentvolumeclaim \"d\" not found. not found", unschedulable());

        cluster.create("/api/v1/namespaces/default/persistentvolumeclaims", """
                {"metadata": {"name": "d"}, "spec": {"storageClassName": "gone", "accessModes": ["ReadWriteOnce"],
                 "resources": {"requests": {"storage": "1Gi"}}}}""");
        cluster.settle();
        assertEquals(
                "0/5 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found",
                unschedulable());

        cluster.create("/apis/storage.k8s.io/v1/storageclasses", """
                {"metadata": {"name": "gone"}, "provisioner": "any", "volumeBindingMode": "Immediate"}""");
        cluster.advance(Duration.ofSeconds(5));
        assertTrue(cluster.ready("p"));
    }

    private void pod(String spec) {
        cluster.create(PODS, "{\"metadata\": {\"name\": \"p\"}, \"spec\": {" + spec + "}}");
    }

    /** The message of the condition, which the event must repeat. */
    private String unschedulable() {
        JsonNode condition = cluster.pod("p").orElseThrow().condition("PodScheduled");
        assertEquals(
                "False Unschedulable",
                condition.path("status").asText() + " "
                        + condition.path("reason").asText());
        String message = condition.path("message").asText();
        assertTrue(cluster.simulator().store().list(Kinds.EVENT, Optional.of("default")).stream()
                .anyMatch(event -> event.path("reason").asText().equals("FailedScheduling")
                        && event.path("message").asText().equals(message)));
        return message;
    }
}
