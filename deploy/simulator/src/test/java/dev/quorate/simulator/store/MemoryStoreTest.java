package dev.quorate.simulator.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryStoreTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Kind CONFIG_MAP =
            new Kind("", "v1", "ConfigMap", "configmaps", "configmap", List.of("cm"), true, false);
    private static final Kind POD = new Kind("", "v1", "Pod", "pods", "pod", List.of("po"), true, true);
    private static final Store.Writer WRITER = Store.Writer.of("tester");

    private final MemoryStore store = new MemoryStore(
            InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")),
            new SeededUids(new Random(1)),
            FieldOwnership.NONE,
            20);

    @Test
    void aSpecChangeRaisesTheGenerationAndALabelDoesNot() {
        store.create(POD, pod("p", "{}"), WRITER);

        ObjectNode labelled = store.write(
                POD, with(pod("p", "{}"), "metadata", "{'name':'p','namespace':'n','labels':{'a':'b'}}"), WRITER);
        ObjectNode changed = store.write(POD, pod("p", "{'nodeName':'one'}"), WRITER);

        assertEquals(1, labelled.path("metadata").path("generation").asLong());
        assertEquals(2, changed.path("metadata").path("generation").asLong());
    }

    @Test
    void aStatusWriteLeavesTheSpecAloneAndAMainWriteTheStatus() {
        store.create(POD, pod("p", "{'a':1}"), WRITER);

        ObjectNode byStatus = store.write(
                POD, with(pod("p", "{'a':2}"), "status", "{'phase':'Running'}"), Store.Writer.status("kubelet"));
        ObjectNode byMain = store.write(POD, with(pod("p", "{'a':3}"), "status", "{'phase':'Failed'}"), WRITER);

        assertEquals(1, byStatus.path("spec").path("a").asInt());
        assertEquals("Running", byStatus.path("status").path("phase").asText());
        assertEquals(3, byMain.path("spec").path("a").asInt());
        assertEquals("Running", byMain.path("status").path("phase").asText());
    }

    @Test
    void aWriteThatChangesNothingKeepsTheVersionAndEmitsNothing() {
        ObjectNode created = store.create(CONFIG_MAP, configMap("a", "{'finalizers':['x/y']}"), WRITER);
        long version = store.version();

        ObjectNode again = store.write(CONFIG_MAP, configMap("a", "{'finalizers':['x/y']}"), WRITER);

        assertSame(created, again);
        assertEquals(version, store.version());
        assertEquals(Optional.of(List.of()), store.changesAfter(version));
    }

    @Test
    void aWriteWithAnOldVersionIsAConflict() {
        ObjectNode first = store.create(POD, pod("p", "{'a':1}"), WRITER).deepCopy();
        store.write(POD, pod("p", "{'a':2}"), WRITER);

        StoreException refused = assertThrows(StoreException.class, () -> store.write(POD, first, WRITER));

        assertEquals(StoreException.Reason.CONFLICT, refused.reason());
    }

    @Test
    void aFinalizerHoldsTheObjectAndItsRemovalRemovesIt() {
        store.create(CONFIG_MAP, configMap("a", "{'finalizers':['x/y']}"), WRITER);

        ObjectNode marked = store.delete(key("a"), Store.Deletion.BACKGROUND);
        assertTrue(Metadata.terminating(marked));
        assertTrue(store.get(key("a")).isPresent());

        store.write(CONFIG_MAP, configMap("a", "{}"), WRITER);
        assertTrue(store.get(key("a")).isEmpty());
        assertEquals(Change.Type.DELETED, last().type());
        assertEquals(Long.toString(store.version()), Metadata.resourceVersion(last().object()));
    }

    @Test
    void aRunningPodGetsItsGraceAndIsRemovedByADeleteWithNone() {
        store.create(POD, pod("p", "{'nodeName':'n1','terminationGracePeriodSeconds':5}"), WRITER);
        Key pod = new Key(POD, "n", "p");

        ObjectNode marked = store.delete(pod, Store.Deletion.BACKGROUND);
        assertEquals(
                "2026-01-01T00:00:05Z",
                marked.path("metadata").path("deletionTimestamp").asText());
        assertEquals(2, marked.path("metadata").path("generation").asLong());
        assertTrue(store.get(pod).isPresent());

        store.delete(pod, new Store.Deletion(Store.Propagation.BACKGROUND, Optional.of(0L)));
        assertTrue(store.get(pod).isEmpty());
    }

    @Test
    void aPodWithoutANodeGoesAtOnce() {
        store.create(POD, pod("p", "{}"), WRITER);

        store.delete(new Key(POD, "n", "p"), Store.Deletion.BACKGROUND);

        assertTrue(store.get(new Key(POD, "n", "p")).isEmpty());
    }

    @Test
    void dependentsGoWithTheirLastOwner() {
        String one = Metadata.uid(store.create(CONFIG_MAP, configMap("one", "{}"), WRITER));
        String two = Metadata.uid(store.create(CONFIG_MAP, configMap("two", "{}"), WRITER));
        store.create(CONFIG_MAP, configMap("child", owners(false, one, two)), WRITER);

        store.delete(key("one"), Store.Deletion.BACKGROUND);
        assertEquals(
                1,
                store.get(key("child"))
                        .orElseThrow()
                        .path("metadata")
                        .path("ownerReferences")
                        .size());

        store.delete(key("two"), Store.Deletion.BACKGROUND);
        assertTrue(store.get(key("child")).isEmpty());
    }

    @Test
    void inTheForegroundTheOwnerWaitsForTheDependentsThatBlockIt() {
        String owner = Metadata.uid(store.create(CONFIG_MAP, configMap("owner", "{}"), WRITER));
        store.create(CONFIG_MAP, configMap("child", owners(true, owner)), WRITER);
        ObjectNode held = configMap("held", owners(true, owner));
        Metadata.of(held).putArray("finalizers").add("x/hold");
        store.create(CONFIG_MAP, held, WRITER);

        store.delete(key("owner"), new Store.Deletion(Store.Propagation.FOREGROUND, Optional.empty()));
        assertTrue(store.get(key("child")).isEmpty());
        assertEquals(
                List.of("foregroundDeletion"),
                Metadata.finalizers(store.get(key("owner")).orElseThrow()));

        store.write(CONFIG_MAP, configMap("held", owners(true, owner)), WRITER);
        assertTrue(store.get(key("held")).isEmpty());
        assertTrue(store.get(key("owner")).isEmpty());
    }

    @Test
    void anOrphaningOwnerReleasesItsDependents() {
        String owner = Metadata.uid(store.create(CONFIG_MAP, configMap("owner", "{}"), WRITER));
        store.create(CONFIG_MAP, configMap("child", owners(true, owner)), WRITER);

        store.delete(key("owner"), new Store.Deletion(Store.Propagation.ORPHAN, Optional.empty()));

        assertTrue(store.get(key("owner")).isEmpty());
        assertFalse(store.get(key("child")).orElseThrow().path("metadata").has("ownerReferences"));
    }

    @Test
    void anObjectWhoseOwnerIsNotThereIsCollected() {
        store.create(CONFIG_MAP, configMap("dangling", owners(false, "nobody")), WRITER);

        assertTrue(store.get(key("dangling")).isEmpty());
    }

    @Test
    void historyBeyondTheBoundIsGone() {
        for (int i = 0; i < 50; i++) {
            store.create(CONFIG_MAP, configMap("c" + i, "{}"), WRITER);
        }

        assertTrue(store.changesAfter(store.version() - 21).isEmpty());
        assertEquals(20, store.changesAfter(store.version() - 20).orElseThrow().size());
        store.compact();
        assertTrue(store.changesAfter(store.version() - 1).isEmpty());
        assertEquals(Optional.of(List.of()), store.changesAfter(store.version()));
    }

    @Test
    void listenersSeeEachChangeInOrderWithWhatWasBefore() {
        List<Change> seen = new ArrayList<>();
        store.subscribe(seen::add);
        store.create(POD, pod("p", "{}"), WRITER);
        store.write(POD, pod("p", "{'a':1}"), WRITER);
        store.delete(new Key(POD, "n", "p"), Store.Deletion.BACKGROUND);

        assertEquals(
                List.of(Change.Type.ADDED, Change.Type.MODIFIED, Change.Type.MODIFIED, Change.Type.DELETED),
                seen.stream().map(Change::type).toList());
        assertTrue(seen.get(0).before().isEmpty());
        assertEquals(
                1, seen.get(3).before().orElseThrow().path("spec").path("a").asInt());
    }

    private Change last() {
        List<Change> changes = store.changesAfter(store.version() - 1).orElseThrow();
        return changes.get(changes.size() - 1);
    }

    private static Key key(String name) {
        return new Key(CONFIG_MAP, "n", name);
    }

    private static String owners(boolean blocks, String... uids) {
        List<String> references = new ArrayList<>();
        for (String uid : uids) {
            references.add("{'uid':'" + uid + "','blockOwnerDeletion':" + blocks + "}");
        }
        return "{'ownerReferences':" + references + "}";
    }

    private static ObjectNode configMap(String name, String metadata) {
        ObjectNode object = with(JSON.createObjectNode(), "metadata", metadata);
        Metadata.of(object).put("name", name).put("namespace", "n");
        return object;
    }

    private static ObjectNode pod(String name, String spec) {
        return with(with(JSON.createObjectNode(), "metadata", "{'name':'" + name + "','namespace':'n'}"), "spec", spec);
    }

    private static ObjectNode with(ObjectNode object, String field, String json) {
        try {
            object.set(field, JSON.readTree(json.replace('\'', '"')));
            return object;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
