package dev.quorate.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.ApiReply;
import dev.quorate.simulator.api.ApiRequest;
import dev.quorate.simulator.store.Key;
import dev.quorate.state.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** More room from commit to volumes, with StatefulSets that are made anew; the invariants hold after each event. */
@Tag("simulation")
class GrowthTest {

    private static final List<App> APPS = List.of(App.LOCKS, App.WEB);
    private static final int SIZE = 3;

    private final World world = World.calm(APPS);

    @Test
    void volumesGrowUnderTheirPodsAndTheSetsAreMadeAnewAroundThem() {
        install("standard");
        Map<String, String> pods = uids(Kind.POD);
        Map<String, String> sets = uids(Kind.STATEFUL_SET);

        commit("more room", "2Gi", "standard");
        await("all have it", () -> allHave("2Gi"));

        assertEquals(pods, uids(Kind.POD));
        sets.forEach((name, uid) -> assertNotEquals(uid, uids(Kind.STATEFUL_SET).get(name)));
    }

    /** One crash after another, each so many writes after the last start, until all is done. */
    @ParameterizedTest
    @CsvSource({"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"})
    void whereverItCrashesTheSameSetComesBackAndNoPodRestarts(int writes) {
        install("standard");
        Map<String, String> pods = uids(Kind.POD);

        commit("more room", "2Gi", "standard");
        int crashes = 0;
        int lives = world.lives();
        arm(writes, crashes);
        Instant end = world.time().now().plus(Duration.ofMinutes(30));
        while (world.time().now().isBefore(end) && !allHave("2Gi")) {
            world.step(end);
            assertTrue(uids(Kind.POD).size() == 2 * SIZE, () -> world.timeline().text());
            if (world.lives() > lives && crashes < 8) {
                lives = world.lives();
                arm(writes, ++crashes);
            }
        }

        assertTrue(allHave("2Gi"), () -> world.timeline().text());
        assertEquals(pods, uids(Kind.POD), () -> world.timeline().text());
        assertTrue(crashes > 0, "no crash at all proves nothing");
    }

    private void arm(int writes, int crashes) {
        Deed deed = crashes % 2 == 0 ? Deed.CRASH_AFTER : Deed.CRASH_BEFORE;
        world.faults().arm(new Choice(Duration.ZERO, deed, writes, 0));
    }

    @Test
    void aFileSystemThatGrowsOnlyAtAStartGetsOneForEachPodInItsTurn() {
        post("/apis/storage.k8s.io/v1/storageclasses", """
                {"metadata": {"name": "offline"}, "provisioner": "any", "allowVolumeExpansion": true,
                 "volumeBindingMode": "WaitForFirstConsumer", "parameters": {"fileSystemResize": "offline"}}""");
        install("offline");
        Map<String, String> pods = uids(Kind.POD);

        commit("more room", "2Gi", "offline");
        await("all have it", () -> allHave("2Gi"));

        Map<String, String> now = uids(Kind.POD);
        pods.forEach((name, uid) -> assertNotEquals(uid, now.get(name), name));
    }

    @Test
    void aClassThatLetsNothingGrowIsToldByName() {
        post("/apis/storage.k8s.io/v1/storageclasses", """
                {"metadata": {"name": "fixed"}, "provisioner": "any", "volumeBindingMode": "WaitForFirstConsumer"}""");
        install("fixed");

        commit("more room", "2Gi", "fixed");
        await("people are told", () -> says("locks", "StorageClass fixed") && says("web", "StorageClass fixed"));

        assertTrue(allHave("1Gi", false));
        commit("taken back", "1Gi", "fixed");
        await("all is as before", () -> allHave("1Gi"));
    }

    private void install(String storageClass) {
        Setup.install(world);
        commit("two apps", "1Gi", storageClass);
        await("both run", () -> allHave("1Gi"));
    }

    private void commit(String subject, String size, String storageClass) {
        String head = "apiVersion: quorate.dev/v1alpha1\nkind: StatefulApp\nmetadata: {name: %s, namespace: shop}\n";
        String volume = "size: " + size + ", storageClassName: " + storageClass + "}";
        String web = head.formatted("web") + "spec:\n  engine: statefulset\n  replicas: 3\n  statefulset:\n"
                + "    image: nginx:1.27\n    volumeClaims: [{name: data, mountPath: /data, " + volume + "]\n";
        String locks = head.formatted("locks") + "spec:\n  engine: etcd\n  replicas: 3\n  storage: {" + volume + "\n";
        world.timeline().add("commit", () -> subject);
        world.git()
                .push(
                        world.time().now(),
                        subject,
                        Map.of("apps/locks.yaml", Optional.of(locks), "apps/web.yaml", Optional.of(web)));
    }

    private void await(String what, BooleanSupplier holds) {
        Instant end = world.time().now().plus(Duration.ofMinutes(90));
        while (world.time().now().isBefore(end) && !holds.getAsBoolean()) {
            world.step(end);
        }
        assertTrue(holds.getAsBoolean(), () -> what + "\n" + world.timeline().text());
    }

    private boolean allHave(String size) {
        return allHave(size, true);
    }

    private boolean allHave(String size, boolean ready) {
        return APPS.stream()
                .map(App::name)
                .allMatch(app -> hasRoom(app, size) && (!ready || ready(app)) && claims(app, size) == SIZE);
    }

    private boolean hasRoom(String app, String size) {
        return object(Kind.STATEFUL_SET, app)
                .filter(set -> set.at("/spec/replicas").asInt() == SIZE
                        && set.at("/status/readyReplicas").asInt() == SIZE
                        && set.at("/spec/volumeClaimTemplates/0/spec/resources/requests/storage")
                                .asText()
                                .equals(size))
                .isPresent();
    }

    private long claims(String app, String size) {
        return world.simulator().store().list(world.kind(Kind.PERSISTENT_VOLUME_CLAIM), Optional.of("shop")).stream()
                .filter(claim -> claim.at("/metadata/name").asText().startsWith("data-" + app + "-"))
                .filter(claim -> claim.at("/status/capacity/storage").asText().equals(size))
                .count();
    }

    private boolean ready(String app) {
        return condition(app, "Ready")
                .filter(ready -> ready.path("status").asText().equals("True"))
                .isPresent();
    }

    private boolean says(String app, String words) {
        return condition(app, "Stalled")
                .filter(stalled -> stalled.path("message").asText().contains(words))
                .isPresent();
    }

    private Optional<JsonNode> condition(String app, String type) {
        for (JsonNode condition : object(Kind.STATEFUL_APP, app)
                .map(mirror -> mirror.at("/status/conditions"))
                .orElseGet(MissingNode::getInstance)) {
            if (condition.path("type").asText().equals(type)) {
                return Optional.of(condition);
            }
        }
        return Optional.empty();
    }

    private Map<String, String> uids(Kind kind) {
        Map<String, String> uids = new TreeMap<>();
        world.simulator().store().list(world.kind(kind), Optional.of("shop")).stream()
                .map(object -> object.path("metadata"))
                .forEach(metadata -> uids.put(
                        metadata.path("name").asText(), metadata.path("uid").asText()));
        return uids;
    }

    private void post(String path, String body) {
        ApiReply reply = world.api().handle(ApiRequest.json("POST", path, body));
        assertTrue(!reply.isError(), () -> reply.body().toString());
    }

    private Optional<ObjectNode> object(Kind kind, String name) {
        return world.simulator().store().get(new Key(world.kind(kind), Workload.NAMESPACE, name));
    }
}
