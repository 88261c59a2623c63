package dev.quorate.simulator.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What no recording shows of Deployments; the rules are those of kubernetes.io/docs/concepts/workloads/controllers/deployment
 * and .../replicaset.
 */
final class DeploymentTest {

    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
    private static final String FRONT = DEPLOYMENTS + "/front";

    private final TestCluster cluster = new TestCluster();

    /** Ten pods with a surge of three and two unavailable become fifteen in the midst of a rollout. */
    @Test
    void scalingDuringARolloutKeepsTheSharesOfTheSets() {
        create(10, "\"rollingUpdate\": {\"maxSurge\": 3, \"maxUnavailable\": 2}");
        cluster.settle();
        cluster.faults().breakImages("v2", ContainerFault.neverReady());
        cluster.patch(FRONT, image("v2"));
        cluster.settle();
        assertEquals(List.of(8, 5), sizes());

        cluster.patch(FRONT, "{\"spec\": {\"replicas\": 15}}");
        cluster.advance(Duration.ofSeconds(1));
        assertEquals(List.of(11, 7), sizes());
    }

    @Test
    void aRolloutThatDoesNotGetOnIsCalledTimedOutAndGoesOnWhenItIsPutRight() {
        create(2, "\"type\": \"RollingUpdate\"");
        cluster.patch(FRONT, "{\"spec\": {\"progressDeadlineSeconds\": 60}}");
        cluster.settle();
        cluster.faults().breakImages("v2", ContainerFault.neverReady());
        cluster.patch(FRONT, image("v2"));
        cluster.advance(Duration.ofSeconds(50));
        assertEquals("True ReplicaSetUpdated", condition("Progressing"));
        cluster.advance(Duration.ofSeconds(20));
        assertEquals("False ProgressDeadlineExceeded", condition("Progressing"));
        assertEquals("True MinimumReplicasAvailable", condition("Available"));

        cluster.faults().mendImages("v2");
        cluster.settle();
        assertEquals("True NewReplicaSetAvailable", condition("Progressing"));
        assertEquals(List.of(0, 2), sizes());
    }

    @Test
    void historyIsKeptToItsLimit() {
        create(1, "\"type\": \"Recreate\"");
        cluster.patch(FRONT, "{\"spec\": {\"revisionHistoryLimit\": 1}}");
        for (String image : List.of("v2", "v3", "v4")) {
            cluster.settle();
            cluster.patch(FRONT, image(image));
        }
        cluster.settle();
        assertEquals(List.of("3", "4"), revisions());
    }

    @Test
    void aDeploymentAdoptsTheSetsThatAnOrphaningDeleteLeft() {
        create(2, "\"type\": \"RollingUpdate\"");
        cluster.settle();
        List<String> before = pods();
        cluster.simulator()
                .store()
                .delete(
                        new Key(Kinds.DEPLOYMENT, "default", "front"),
                        new Store.Deletion(Store.Propagation.ORPHAN, Optional.empty()));
        cluster.settle();
        assertTrue(new Pod(sets().get(0)).controllerUid().isEmpty());

        create(2, "\"type\": \"RollingUpdate\"");
        cluster.settle();
        assertEquals(before, pods());
        assertEquals(
                cluster.get(Kinds.DEPLOYMENT, "front")
                        .orElseThrow()
                        .path("metadata")
                        .path("uid")
                        .asText(),
                new Pod(sets().get(0)).controllerUid().orElseThrow());
    }

    @Test
    void thePodThatCostsLeastIsDeletedFirst() {
        create(3, "\"type\": \"RollingUpdate\"");
        cluster.settle();
        String cheap = pods().get(1);
        cluster.patch("/api/v1/namespaces/default/pods/" + cheap, """
                {"metadata": {"annotations": {"controller.kubernetes.io/pod-deletion-cost": "-1"}}}""");
        cluster.patch(FRONT, "{\"spec\": {\"replicas\": 2}}");
        cluster.settle();
        assertEquals(2, pods().size());
        assertTrue(cluster.pod(cheap).isEmpty());
    }

    @Test
    void aBudgetCountsThePodsThatTheDeploymentWants() {
        create(4, "\"type\": \"RollingUpdate\"");
        cluster.create("/apis/policy/v1/namespaces/default/poddisruptionbudgets", """
                {"metadata": {"name": "front"}, "spec": {"selector": {"matchLabels": {"app": "front"}},
                 "maxUnavailable": "50%"}}""");
        cluster.settle();
        JsonNode status =
                cluster.get(Kinds.DISRUPTION_BUDGET, "front").orElseThrow().path("status");
        assertEquals(4, status.path("expectedPods").asInt());
        assertEquals(2, status.path("disruptionsAllowed").asInt());
    }

    private void create(int replicas, String strategy) {
        cluster.create(DEPLOYMENTS, """
                {"metadata": {"name": "front"}, "spec": {"replicas": %d, "strategy": {%s},
                  "selector": {"matchLabels": {"app": "front"}},
                  "template": {"metadata": {"labels": {"app": "front"}}, "spec": {
                    "terminationGracePeriodSeconds": 1,
                    "containers": [{"name": "c", "image": "v1"}]}}}}""".formatted(replicas, strategy));
    }

    private static String image(String image) {
        return """
                {"spec": {"template": {"spec": {"containers": [{"name": "c", "image": "%s"}]}}}}""".formatted(image);
    }

    /** In the order of their revisions. */
    private List<ObjectNode> sets() {
        return cluster.simulator().store().list(Kinds.REPLICA_SET, Optional.of("default")).stream()
                .sorted((one, other) -> revision(one).compareTo(revision(other)))
                .toList();
    }

    private static String revision(ObjectNode set) {
        return set.path("metadata")
                .path("annotations")
                .path(Deployment.REVISION)
                .asText();
    }

    private List<Integer> sizes() {
        return sets().stream().map(set -> new ReplicaSet(set).replicas()).toList();
    }

    private List<String> revisions() {
        return sets().stream().map(DeploymentTest::revision).toList();
    }

    private List<String> pods() {
        return cluster.simulator().store().list(Kinds.POD, Optional.of("default")).stream()
                .map(pod -> new Pod(pod).name())
                .toList();
    }

    private String condition(String type) {
        JsonNode condition = DeploymentStatus.condition(
                cluster.get(Kinds.DEPLOYMENT, "front").orElseThrow().path("status"), type);
        return condition.path("status").asText() + " "
                + condition.path("reason").asText();
    }
}
