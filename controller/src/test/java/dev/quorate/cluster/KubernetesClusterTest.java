package dev.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.cluster.ClusterException.Reason;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KubernetesClusterTest {

    private static final ObjectRef SET = Trees.ref(Kind.STATEFUL_SET, "locks");

    private final ScriptedTransport transport = new ScriptedTransport();
    private final FakeClock clock = new FakeClock();
    private final ObjectCache cache =
            new ObjectCache(Trees.SITE, Set.of(Kind.STATEFUL_SET, Kind.POD, Kind.CONFIG_MAP), app -> {});
    private final KubernetesCluster cluster = new KubernetesCluster(transport, cache, clock, Runnable::run);

    @Test
    void createsByPostUnderItsOwnName() throws ClusterException {
        transport.reply(201, Trees.set(7, 3));

        cluster.create(Trees.manifest(Trees.set(0, 3)));

        assertEquals("POST", transport.last().method());
        assertEquals(
                "/apis/apps/v1/namespaces/shop/statefulsets?fieldManager=quorate",
                transport.last().target());
    }

    @Test
    void refusesAnApplyOfReplicasOrPartition() {
        assertThrows(IllegalArgumentException.class, () -> cluster.apply(Trees.manifest(Trees.set(1, 3))));
        ObjectNode partitioned = Trees.ours(Kind.STATEFUL_SET, "locks", 1);
        partitioned.withObject("/spec/updateStrategy/rollingUpdate").put("partition", 0);
        assertThrows(IllegalArgumentException.class, () -> cluster.apply(Trees.manifest(partitioned)));
        assertTrue(transport.requests.isEmpty());
    }

    @Test
    void anApplyNeverMakesAnObject() {
        transport.reply(404, Trees.status(404, "NotFound"));

        ClusterException no = assertThrows(ClusterException.class, () -> cluster.apply(wanted()));

        assertEquals(Reason.NOT_FOUND, no.reason());
        assertTrue(transport.spent());
    }

    @Test
    void anApplyNeverTouchesAnObjectOfOthers() {
        transport.reply(200, Trees.bare(Kind.CONFIG_MAP, "locks-start", 5));

        ClusterException no = assertThrows(ClusterException.class, () -> cluster.apply(wanted()));

        assertEquals(Reason.CONFLICT, no.reason());
        assertTrue(String.valueOf(no.getMessage()).contains("not touched"), no.getMessage());
    }

    @Test
    void anApplyIsBoundToTheObjectThatIsThere() throws ClusterException {
        transport.reply(200, Trees.ours(Kind.CONFIG_MAP, "locks-start", 5));
        transport.reply(200, Trees.ours(Kind.CONFIG_MAP, "locks-start", 6));

        cluster.apply(wanted());

        assertEquals(ApiRequest.APPLY, transport.last().contentType());
        assertEquals(
                Map.of("fieldManager", "quorate", "force", "true"),
                transport.last().query());
        JsonNode metadata = body().path("metadata");
        assertEquals("uid-of-locks-start", metadata.path("uid").asText());
        assertFalse(metadata.has("resourceVersion"));
    }

    @Test
    void theFirstApplyTakesOverWhatTheCreateOwned() throws ClusterException {
        ObjectNode created = Trees.ours(Kind.CONFIG_MAP, "locks-start", 5);
        created.withObject("/metadata")
                .set(
                        "managedFields",
                        Trees.json("[{'manager':'quorate','operation':'Update','apiVersion':'v1',"
                                + "'fieldsType':'FieldsV1','fieldsV1':{'f:data':{'f:locks-0':{}}}}]"));
        transport.reply(200, created);
        transport.reply(200, Trees.ours(Kind.CONFIG_MAP, "locks-start", 6));
        transport.reply(200, Trees.ours(Kind.CONFIG_MAP, "locks-start", 7));

        cluster.apply(wanted());

        ApiRequest takeOver = transport.requests.get(1);
        assertEquals(ApiRequest.JSON_PATCH, takeOver.contentType());
        JsonNode patch = takeOver.body().orElseThrow();
        assertEquals("/metadata/resourceVersion", patch.at("/1/path").asText());
        assertEquals("5", patch.at("/1/value").asText());
        assertEquals("Apply", patch.at("/2/value/0/operation").asText());
        assertTrue(transport.spent());
    }

    @Test
    void aScaleIsTestedOnUidVersionAndOldValue() throws ClusterException {
        cache.put(Kind.STATEFUL_SET, Trees.set(5, 3));
        transport.reply(200, Trees.set(6, 4));

        cluster.scale(SET, "uid-of-locks", "5", 3, 4);

        assertEquals(
                Trees.json("[{'op':'test','path':'/metadata/uid','value':'uid-of-locks'},"
                        + "{'op':'test','path':'/metadata/resourceVersion','value':'5'},"
                        + "{'op':'test','path':'/spec/replicas','value':3},"
                        + "{'op':'replace','path':'/spec/replicas','value':4}]"),
                body());
    }

    @Test
    void aPartitionThatRestsAtTheSizeRisesWithIt() throws ClusterException {
        transport.reply(200, partitioned(3)).reply(200, partitioned(4));

        cluster.scale(SET, "uid-of-locks", "5", 3, 4);

        assertEquals(
                "/spec/updateStrategy/rollingUpdate/partition",
                body().at("/4/path").asText());
        assertEquals(4, body().at("/4/value").asInt());
    }

    @Test
    void aPartitionThatSteersAnUpdateStaysWhenTheSizeRises() throws ClusterException {
        transport.reply(200, partitioned(1)).reply(200, partitioned(1));

        cluster.scale(SET, "uid-of-locks", "5", 3, 4);

        assertEquals(4, body().size());
    }

    @Test
    void aScaleThatSomebodyOvertookIsAConflict() {
        cache.put(Kind.STATEFUL_SET, Trees.set(5, 3));
        transport.reply(422, Trees.failedPatch());

        ClusterException no = assertThrows(ClusterException.class, () -> cluster.scale(SET, "uid-of-locks", "5", 3, 4));

        assertEquals(Reason.CONFLICT, no.reason());
    }

    @Test
    void aDeleteOfWhatIsGoneIsDone() throws ClusterException {
        transport.reply(404, Trees.status(404, "NotFound"));
        cluster.delete(Trees.ref(Kind.POD, "locks-0"), "uid-of-locks-0", "7");

        assertEquals("uid-of-locks-0", body().at("/preconditions/uid").asText());
        assertEquals("7", body().at("/preconditions/resourceVersion").asText());
    }

    @Test
    void aDeleteOfWhatWasMadeAnewIsDone() throws ClusterException {
        transport.reply(
                409,
                "{'reason':'Conflict','message':'Operation cannot be fulfilled on Pod locks-0: the UID in the precondition"
                        + " (a) does not match the UID in record (b).'}");

        cluster.delete(Trees.ref(Kind.POD, "locks-0"), "a", "7");

        assertTrue(transport.spent());
    }

    @Test
    void aDeleteThatIsRefusedIsNotDone() {
        transport.reply(409, Trees.status(409, "Conflict"));

        ClusterException no = assertThrows(
                ClusterException.class, () -> cluster.delete(Trees.ref(Kind.POD, "locks-0"), "uid-of-locks-0", "7"));

        assertEquals(Reason.CONFLICT, no.reason());
    }

    @Test
    void aLabelIsSetAndTakenAwayOnTheVeryPod() throws ClusterException {
        transport.reply(200, Trees.podOn("n1", 6)).reply(200, Trees.podOn("n1", 7));

        cluster.label(Trees.ref(Kind.POD, "locks-0"), "uid-of-locks-0", "quorate.dev/role", Optional.of("leader"));
        assertEquals("leader", body().at("/metadata/labels/quorate.dev~1role").asText());
        assertEquals("uid-of-locks-0", body().at("/metadata/uid").asText());

        cluster.label(Trees.ref(Kind.POD, "locks-0"), "uid-of-locks-0", "quorate.dev/role", Optional.empty());
        assertTrue(body().at("/metadata/labels/quorate.dev~1role").isNull());
    }

    @Test
    void aLabelForAPodThatWasMadeAnewIsAConflict() {
        transport.reply(
                422,
                "{'reason':'Invalid','message':'Pod is invalid: metadata.uid: field is immutable',"
                        + "'details':{'causes':[{'field':'metadata.uid','reason':'FieldValueInvalid'}]}}");

        ClusterException no = assertThrows(
                ClusterException.class,
                () -> cluster.label(Trees.ref(Kind.POD, "locks-0"), "old", "quorate.dev/role", Optional.empty()));

        assertEquals(Reason.CONFLICT, no.reason());
    }

    @Test
    void replacesTheStatusOnlyOfAVersionThatWasSeen() throws ClusterException {
        ObjectNode unseen = Trees.ours(Kind.STATEFUL_APP, "locks", 1);
        unseen.withObject("/metadata").remove("resourceVersion");
        assertThrows(IllegalArgumentException.class, () -> cluster.replaceStatus(Trees.manifest(unseen)));

        transport.reply(200, Trees.ours(Kind.STATEFUL_APP, "locks", 2));
        cluster.replaceStatus(Trees.manifest(Trees.ours(Kind.STATEFUL_APP, "locks", 1)));
        assertEquals(
                "/apis/quorate.dev/v1alpha1/namespaces/shop/statefulapps/locks/status",
                transport.last().path());
    }

    @Test
    void readsWhatIsOursByTheFrozenLabels() throws ClusterException {
        transport.reply(
                200, "{'metadata':{'resourceVersion':'9','continue':'more'},'items':[{'metadata':{'name':'a'}}]}");
        transport.reply(200, "{'metadata':{'resourceVersion':'9'},'items':[{'metadata':{'name':'b'}}]}");

        List<Manifest> pods = cluster.readOf(Trees.LOCKS, Kind.POD);

        assertEquals(List.of("a", "b"), pods.stream().map(Manifest::name).toList());
        assertEquals(Kind.POD, pods.get(0).kind());
        ApiRequest first = transport.requests.get(0);
        assertEquals(
                "quorate.dev/repository=apps,quorate.dev/cluster=lab,quorate.dev/app=locks",
                first.query().get("labelSelector"));
        assertFalse(first.query().containsKey("resourceVersion"));
        assertEquals("more", transport.last().query().get("continue"));
    }

    @Test
    void beginsAgainWhenThePagesOfAListRanOut() throws ClusterException {
        transport.reply(200, "{'metadata':{'continue':'more'},'items':[{'metadata':{'name':'a'}}]}");
        transport.reply(410, Trees.status(410, "Expired"));
        transport.reply(200, "{'metadata':{'resourceVersion':'12'},'items':[{'metadata':{'name':'a'}}]}");

        assertEquals(1, cluster.readOf(Trees.LOCKS, Kind.POD).size());
        assertEquals("0", transport.last().query().get("limit"));
    }

    private static Manifest wanted() {
        ObjectNode tree = Trees.ours(Kind.CONFIG_MAP, "locks-start", 0);
        tree.putObject("data").put("locks-0", "state=new");
        return Trees.manifest(tree);
    }

    private static ObjectNode partitioned(int partition) {
        ObjectNode set = Trees.set(5, 3);
        set.withObject("/spec/updateStrategy/rollingUpdate").put("partition", partition);
        return set;
    }

    private JsonNode body() {
        return transport.last().body().orElseThrow();
    }
}
