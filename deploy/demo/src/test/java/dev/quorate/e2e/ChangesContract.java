package dev.quorate.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.cluster.ApiRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each kind of change, on an app of its own; all apps side by side under one controller. */
abstract class ChangesContract extends Changes {

    @Test
    void aNewImageComesToEachPod() {
        AppLife app = plain("image", 2);
        List<String> before = app.uids();
        String commit = app.commit("Update nginx", spec(2, "nginx:1.28"));
        app.awaitReady();
        assertEquals(List.of("nginx:1.28", "nginx:1.28"), app.images());
        assertTrue(app.uids().stream().noneMatch(before::contains));
        JsonNode cause = app.set().at("/metadata/annotations/kubernetes.io~1change-cause");
        assertEquals("commit " + commit, cause.asText());
    }

    @Test
    void aLabelOfTheAppRestartsNobody() {
        AppLife app = plain("label", 2);
        List<String> before = app.uids();
        app.edit("Name the team", "metadata: {", "metadata: {labels: {team: shop}, ");
        app.awaitReady();
        assertEquals("shop", app.set().at("/metadata/labels/team").asText());
        assertEquals(before, app.uids());
    }

    @Test
    void aCanaryRestsAtThePartition() {
        AppLife app = plain("canary", 3);
        app.commit("Try it on one", spec(3, "nginx:1.28", "updateStrategy: {rollingUpdate: {partition: 2}}"));
        app.awaitSaid("updateStrategy.rollingUpdate.partition is 2");
        assertEquals(List.of("nginx:1.27", "nginx:1.27", "nginx:1.28"), app.images());
        app.commit("Now all", spec(3, "nginx:1.28"));
        app.awaitReady();
        assertEquals(List.of("nginx:1.28", "nginx:1.28", "nginx:1.28"), app.images());
    }

    @Test
    void aPausedUpdateRestsAfterItsFirstPod() {
        AppLife app = plain("paused", 2);
        app.commit("Try it", spec(2, "nginx:1.28", "paused: true"));
        app.awaitSaid("until a commit takes spec.paused away");
        assertEquals(List.of("nginx:1.27", "nginx:1.28"), app.images());
        app.commit("Go on", spec(2, "nginx:1.28"));
        app.awaitReady();
        assertEquals(List.of("nginx:1.28", "nginx:1.28"), app.images());
    }

    @Test
    void underOnDeleteOnlyThePodThatAPersonDeletesIsUpdated() {
        AppLife app = plain("on-delete", 2);
        app.commit("Update when we like", spec(2, "nginx:1.28", "updateStrategy: {type: OnDelete}"));
        app.awaitSaid("updateStrategy.type is OnDelete");
        assertEquals(List.of("nginx:1.27", "nginx:1.27"), app.images());
        app.deletePod(0);
        app.await("the pod is back, updated", () -> app.images().equals(List.of("nginx:1.28", "nginx:1.27")));
        app.awaitReady();
        assertFalse(app.status().contains("Drift"), app.status());
    }

    @Test
    void volumesGrowUnderTheirPodsAndNeverShrink() {
        AppLife app = world().app("larger");
        app.commit("Add", withVolumes("1Gi"));
        app.awaitReady();
        assumeTrue(app.mayGrow(), "the default StorageClass does not let volumes grow");
        List<String> pods = app.uids();
        String set = app.set().at("/metadata/uid").asText();

        app.commit("Give it more room", withVolumes("2Gi"));
        app.awaitReady();
        assertEquals(List.of("2Gi", "2Gi"), app.room());
        assertEquals(pods, app.uids());
        assertNotEquals(set, app.set().at("/metadata/uid").asText());
        assertEquals(2, app.set().at("/spec/replicas").asInt());
        assertEquals(
                "2Gi",
                app.report().at("/observed/sets/larger/claims/0/capacity").asText());

        app.commit("Take it back", withVolumes("1Gi"));
        app.awaitSaid("no volume can be made smaller");
        app.commit("Rest", withVolumes("2Gi"));
        app.awaitReady();
        app.patchClaim(1, "{\"spec\": {\"resources\": {\"requests\": {\"storage\": \"3Gi\"}}}}");
        app.awaitSaid("larger than Git asks for, and left so: data-larger-1 3Gi");
        assertTrue(app.ready());
    }

    static String withVolumes(String size) {
        return "engine: statefulset\nreplicas: 2\nstatefulset:\n  image: nginx:1.27\n"
                + "  volumeClaims: [{name: data, mountPath: /data, size: " + size + "}]\n";
    }

    @Test
    void aBadUpdateStopsAtItsFirstPodAndARevertHeals() {
        AppLife app = plain("broken", 2);
        String untouched = app.uids().get(0);
        app.commit("Update to nothing", spec(2, Place.NO_IMAGE, "progressDeadlineSeconds: 10"));
        app.awaitSaid("its image cannot be pulled");
        app.await("it is Stalled", () -> app.holds("Stalled"));
        assertEquals(untouched, app.uids().get(0));
        app.commit("Revert", spec(2, "nginx:1.27"));
        app.awaitReady();
        assertEquals(List.of("nginx:1.27", "nginx:1.27"), app.images());
        assertEquals(untouched, app.uids().get(0));
    }

    @Test
    void whatIsSuspendedIsLeftAlone() {
        AppLife app = plain("suspended", 1);
        app.commit("Leave it", spec(2, "nginx:1.28", "suspend: true"));
        app.await("it is in force", () -> app.mirror().at("/spec/suspend").asBoolean());
        app.awaitSaid("suspend");
        assertEquals(List.of("nginx:1.27"), app.images());
        app.commit("Go on", spec(2, "nginx:1.28"));
        app.awaitReady();
        assertEquals(List.of("nginx:1.28", "nginx:1.28"), app.images());
    }

    @Test
    void whoDependsOnAnotherWaitsForIt() {
        AppLife first = world().app("first");
        AppLife second = world().app("second");
        second.commit("Add the second", spec(1, "nginx:1.27", "dependsOn: [{name: first}]"));
        second.awaitSaid("waits for");
        assertTrue(second.set().isMissingNode());
        first.commit("Add the first", spec(1, "nginx:1.27"));
        second.awaitReady();
        assertTrue(first.ready());
    }

    @Test
    void withoutItsFileAnAppStaysUnlessItAskedToGo() {
        AppLife stays = plain("stays", 1);
        AppLife goes = world().app("goes");
        goes.commit("Add", spec(1, "nginx:1.27", "deletion: Delete"));
        goes.awaitReady();
        stays.remove("Remove one");
        goes.remove("Remove the other");
        goes.await("it is gone", () -> goes.set().isMissingNode() && goes.pods().isEmpty());
        stays.awaitSaid("No file mentions this app any more");
        assertEquals(1, stays.pods().size());
    }

    /** As somebody's tool would make it. */
    private static final String FOREIGN = """
            {"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "legacy"}, "spec": {
              "replicas": 2, "serviceName": "legacy", "selector": {"matchLabels": {"app": "legacy"}},
              "template": {
                "metadata": {"labels": {"app": "legacy"}},
                "spec": {"containers": [{"name": "nginx", "image": "nginx:1.27"}]}}}}
            """;

    private static final String FOREIGN_SERVICE = """
            {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "legacy"}, "spec": {
              "clusterIP": "None", "selector": {"app": "legacy"}}}
            """;

    private static final String LEGACY = """
            engine: statefulset
            replicas: 2
            statefulset: {image: "nginx:1.27", containerName: nginx, serviceName: legacy}
            pod: {metadata: {labels: {app: legacy}}, spec: {automountServiceAccountToken: true}}
            """;

    @Test
    void whatSomebodyElseMadeIsTakenOverAroundItsRunningPods() {
        AppLife app = world().app("legacy");
        world().write(
                        "POST",
                        world().path("/api/v1/namespaces/%s/services"),
                        ApiRequest.JSON,
                        World.json(FOREIGN_SERVICE));
        world().write(
                        "POST",
                        world().path("/apis/apps/v1/namespaces/%s/statefulsets"),
                        ApiRequest.JSON,
                        World.json(FOREIGN));
        app.await(
                "the foreign pods run",
                () -> app.set().at("/status/readyReplicas").asInt() == 2);
        String before = app.set().at("/metadata/uid").asText();
        List<String> pods = app.uidsByName();
        app.commit("Write down what is there", LEGACY);
        app.awaitSaid("NotOurs");
        assertEquals(before, app.set().at("/metadata/uid").asText());
        app.commit("Take it over", LEGACY + "adopt: true\n");
        app.awaitReady();
        assertEquals(pods, app.uids());
    }

    @Test
    void aFieldChangedByHandIsPutBackAndItIsSaidByWhom() {
        AppLife app = plain("edited", 1);
        app.patchSetAs("some-tool", "{\"metadata\": {\"labels\": {\"app.kubernetes.io/name\": \"theirs\"}}}");
        app.awaitSaid("metadata.labels.app.kubernetes.io/name, by some-tool at ");
        app.awaitReady();
        assertNotEquals(
                "theirs",
                app.set().at("/metadata/labels/app.kubernetes.io~1name").asText());
    }

    @Test
    void whoNeverStopsIsNamedAndNotChased() {
        AppLife app = plain("fight", 2);
        for (int answer = 0; answer < 3; answer++) {
            app.scaleAs("autoscaler", 1);
            app.await("it is put right", () -> app.set().at("/spec/replicas").asInt() == 2);
        }
        app.scaleAs("autoscaler", 1);
        app.awaitSaid("ControllerFight");
        assertTrue(app.status().contains("autoscaler"), app::status);
        assertEquals(1, app.set().at("/spec/replicas").asInt());
    }
}
