package dev.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.Engine.Site;
import dev.quorate.schema.AppName;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ObjectCacheTest {

    private static final AppName WEB = new AppName("shop", "web");

    private final List<AppName> changed = new ArrayList<>();
    private final ObjectCache cache =
            new ObjectCache(Trees.SITE, Set.of(Kind.STATEFUL_SET, Kind.POD, Kind.NODE), changed::add);

    @Test
    void tellsWhoseObjectChanged() {
        cache.put(Kind.STATEFUL_SET, Trees.set(1, 3));
        cache.put(Kind.STATEFUL_SET, Trees.set(2, 4));
        cache.remove(Kind.STATEFUL_SET, Trees.set(3, 4));

        assertEquals(List.of(Trees.LOCKS, Trees.LOCKS, Trees.LOCKS), changed);
        assertTrue(cache.of(Trees.LOCKS, Kind.STATEFUL_SET).isEmpty());
    }

    @Test
    void whatComesLateChangesNothing() {
        cache.put(Kind.STATEFUL_SET, Trees.set(7, 4));
        changed.clear();

        cache.put(Kind.STATEFUL_SET, Trees.set(7, 4));
        cache.put(Kind.STATEFUL_SET, Trees.set(6, 3));

        assertTrue(changed.isEmpty());
        assertEquals("7", cache.of(Trees.LOCKS, Kind.STATEFUL_SET).get(0).resourceVersion());
    }

    @Test
    void anAutoscalerOfOthersCountsToTheAppWhoseSetItScales() {
        ObjectCache all = new ObjectCache(Trees.SITE, Set.of(Kind.HORIZONTAL_POD_AUTOSCALER), changed::add);
        ObjectNode autoscaler = JsonNodeFactory.instance.objectNode();
        autoscaler.put("apiVersion", "autoscaling/v2").put("kind", "HorizontalPodAutoscaler");
        autoscaler
                .putObject("metadata")
                .put("name", "theirs")
                .put("namespace", "shop")
                .put("resourceVersion", "7");
        autoscaler
                .putObject("spec")
                .putObject("scaleTargetRef")
                .put("kind", "StatefulSet")
                .put("name", "locks");
        ObjectNode status = autoscaler.putObject("status").put("currentReplicas", 3);
        status.putArray("conditions").addObject().put("type", "ScalingActive").put("status", "True");

        all.put(Kind.HORIZONTAL_POD_AUTOSCALER, autoscaler);

        assertEquals(List.of(Trees.LOCKS), changed);
        Manifest kept = all.of(Trees.LOCKS, Kind.HORIZONTAL_POD_AUTOSCALER).get(0);
        assertEquals("True", kept.at("/status/conditions/0/status").asText());
        assertTrue(kept.at("/status/currentReplicas").isMissingNode());

        ObjectNode counted = autoscaler.deepCopy();
        counted.withObject("/metadata").put("resourceVersion", "8");
        counted.withObject("/status").put("currentReplicas", 4);
        all.put(Kind.HORIZONTAL_POD_AUTOSCALER, counted);
        assertEquals(List.of(Trees.LOCKS), changed, "what it counts wakes nobody");
    }

    @Test
    void findsAnAppsObjectsInTheOrderOfNames() {
        cache.replace(
                Kind.POD, List.of(pod("locks", "locks-1", 1), pod("web", "web-0", 2), pod("locks", "locks-0", 3)), "9");

        List<Manifest> pods = cache.of(Trees.LOCKS, Kind.POD);

        assertEquals(
                List.of("locks-0", "locks-1"), pods.stream().map(Manifest::name).toList());
        assertEquals(List.of(Trees.LOCKS, WEB), changed);
    }

    @Test
    void aListTellsOnlyOfWhatIsDifferent() {
        cache.replace(Kind.POD, List.of(pod("locks", "locks-0", 1), pod("web", "web-0", 2)), "9");
        changed.clear();

        cache.replace(Kind.POD, List.of(pod("web", "web-0", 2)), "12");

        assertEquals(List.of(Trees.LOCKS), changed);
        assertEquals("12", cache.version(Kind.POD));
    }

    @Test
    void aListThatIsOlderThanWhatWasReadByItselfChangesNothing() {
        Manifest read = new Manifest(Trees.set(8, 4));
        cache.refresh(read.ref(), Optional.of(read));

        cache.replace(Kind.STATEFUL_SET, List.of(Trees.set(5, 3)), "6");

        assertEquals(
                4,
                cache.of(Trees.LOCKS, Kind.STATEFUL_SET)
                        .get(0)
                        .at("/spec/replicas")
                        .asInt());
    }

    @Test
    void anEventThatComesLateChangesNothing() {
        cache.put(Kind.STATEFUL_SET, Trees.set(8, 4));
        changed.clear();

        cache.put(Kind.STATEFUL_SET, Trees.set(7, 3));

        assertEquals(List.of(), changed);
        assertEquals(
                4,
                cache.of(Trees.LOCKS, Kind.STATEFUL_SET)
                        .get(0)
                        .at("/spec/replicas")
                        .asInt());
    }

    @Test
    void theEndOfAnObjectDoesNotTakeItsSuccessor() {
        ObjectNode successor = Trees.podOn("n1", 9);
        successor.withObject("/metadata").put("uid", "another");
        cache.put(Kind.POD, successor);

        cache.remove(Kind.POD, Trees.podOn("n1", 8));

        assertEquals(1, cache.of(Trees.LOCKS, Kind.POD).size());
    }

    @Test
    void keepsNothingOfOtherSitesOrOfNobody() {
        Site other = new Site("lab", "another-repository");
        cache.put(Kind.POD, Trees.of(other, "locks", Kind.POD, "locks-0", 1));
        cache.put(Kind.POD, Trees.bare(Kind.POD, "stranger", 2));

        assertEquals(Optional.empty(), cache.get(Trees.ref(Kind.POD, "locks-0")));
        assertEquals(Optional.empty(), cache.get(Trees.ref(Kind.POD, "stranger")));
        assertEquals(List.of(), changed);
    }

    @Test
    void anObjectThatLosesItsLabelsIsNoLongerOurs() {
        cache.put(Kind.POD, Trees.podOn("n1", 1));
        changed.clear();

        cache.put(Kind.POD, Trees.bare(Kind.POD, "locks-0", 2));

        assertEquals(List.of(Trees.LOCKS), changed);
        assertTrue(cache.of(Trees.LOCKS, Kind.POD).isEmpty());
    }

    @Test
    void aNodeWakesTheAppsWithPodsThereAndItsHeartbeatWakesNobody() {
        cache.put(Kind.POD, Trees.podOn("n1", 1));
        cache.put(Kind.NODE, node("n1", 2, "True", "10:00"));
        cache.put(Kind.NODE, node("n2", 3, "True", "10:00"));
        changed.clear();

        cache.put(Kind.NODE, node("n1", 4, "True", "10:05"));
        assertEquals(List.of(), changed);

        cache.put(Kind.NODE, node("n1", 5, "Unknown", "10:05"));
        cache.put(Kind.NODE, node("n2", 6, "Unknown", "10:05"));
        assertFalse(changed.isEmpty());
        assertEquals(Set.of(Trees.LOCKS), Set.copyOf(changed));
        assertEquals("6", cache.version(Kind.NODE));
    }

    @Test
    void saysWhichKindsHaveNotBeenListed() {
        cache.replace(Kind.POD, List.of(), "1");

        assertEquals(Set.of(Kind.NODE, Kind.STATEFUL_SET), cache.unsynced());
    }

    @Test
    void aKindThatNobodyAskedForIsAMistakeOfTheProgram() {
        assertThrows(IllegalArgumentException.class, () -> cache.of(Trees.LOCKS, Kind.SECRET));
    }

    @Test
    void keepsLittleOfAPodAndAllThatStateIsReadFrom() {
        ObjectNode wire = (ObjectNode) RecordedPod.running();
        cache.put(Kind.POD, wire.deepCopy());

        JsonNode kept = cache.get(new Manifest(wire).ref()).orElseThrow().tree();

        assertTrue(values(kept) < 90, () -> values(kept) + " values of " + values(wire));
        for (String read : List.of(
                "/metadata/uid",
                "/metadata/labels/controller-revision-hash",
                "/spec/nodeName",
                "/status/podIP",
                "/status/conditions/0/type",
                "/status/containerStatuses/0/ready",
                "/status/containerStatuses/0/state/running")) {
            assertEquals(wire.at(read), kept.at(read), read);
            assertFalse(kept.at(read).isMissingNode(), read);
        }
    }

    private static int values(JsonNode tree) {
        int count = 1;
        for (JsonNode child : tree) {
            count += values(child);
        }
        return count;
    }

    private static ObjectNode pod(String app, String name, int version) {
        return Trees.of(Trees.SITE, app, Kind.POD, name, version);
    }

    private static ObjectNode node(String name, int version, String ready, String heartbeat) {
        ObjectNode node = Trees.bare(Kind.NODE, name, version);
        node.putObject("status")
                .putArray("conditions")
                .addObject()
                .put("type", "Ready")
                .put("status", ready)
                .put("lastHeartbeatTime", heartbeat);
        return node;
    }
}
