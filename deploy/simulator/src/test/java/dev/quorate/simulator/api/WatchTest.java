package dev.quorate.simulator.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.simulator.store.MemoryStore;
import dev.quorate.simulator.store.SeededUids;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchTest {

    private static final String MAPS = "/api/v1/namespaces/n/configmaps";

    private final Types types = Types.create();
    private final SeededUids uids = new SeededUids(new Random(1));
    private final Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final MemoryStore store = new MemoryStore(() -> now, uids, types.ownership(), 10);
    private final ApiServer server = new ApiServer(store, types, () -> now, new Random(2), uids);

    @BeforeEach
    void namespace() {
        send("POST", "/api/v1/namespaces", "{'metadata':{'name':'n'}}");
    }

    @Test
    void withoutAVersionWhatIsThereComesFirst() {
        create("a", "x");

        Watch watch = watch("");
        create("b", "x");

        assertEquals(List.of("ADDED a", "ADDED b"), events(watch));
    }

    @Test
    void fromAVersionOnlyWhatCameAfterIsToldAlsoWhatHappenedBeforeTheWatchBegan() {
        create("a", "x");
        String version = Long.toString(store.version());
        create("b", "x");

        assertEquals(List.of("ADDED b"), events(watch("&resourceVersion=" + version)));
    }

    @Test
    void anObjectThatLeavesTheSelectorIsDeletedWithItsLastMatchingContent() {
        Watch watch = watch("&labelSelector=app%3Dx");
        create("a", "x");
        send("PATCH", MAPS + "/a", "{'metadata':{'labels':{'app':'y'}}}");
        send("PATCH", MAPS + "/a", "{'data':{'k':'v'}}");
        send("PATCH", MAPS + "/a", "{'metadata':{'labels':{'app':'x'}}}");

        List<WatchEvent> events = watch.take();

        assertEquals(
                List.of("ADDED", "DELETED", "ADDED"),
                events.stream().map(WatchEvent::type).toList());
        assertEquals(
                "x",
                events.get(1)
                        .object()
                        .path("metadata")
                        .path("labels")
                        .path("app")
                        .asText());
        assertTrue(version(events.get(1)) > version(events.get(0)));
    }

    @Test
    void aVersionThatIsForgottenEndsTheWatchWith410() {
        for (int i = 0; i < 20; i++) {
            create("c" + i, "x");
        }

        Watch watch = watch("&resourceVersion=2");
        List<WatchEvent> events = watch.take();

        assertEquals("ERROR", events.get(0).type());
        assertEquals(410, events.get(0).object().path("code").asInt());
        assertTrue(watch.hasEnded());
    }

    @Test
    void bookmarksComeOnlyToThoseWhoAsked() {
        Watch asked = watch("&allowWatchBookmarks=true");
        Watch silent = watch("");
        create("a", "x");

        server.bookmarkWatches();

        assertEquals(List.of("ADDED a", "BOOKMARK "), events(asked));
        assertEquals(List.of("ADDED a"), events(silent));
    }

    @Test
    void aWriteThatChangesNothingIsNoEvent() {
        create("a", "x");
        Watch watch = watch("&resourceVersion=" + store.version());

        send("PATCH", MAPS + "/a", "{'metadata':{'labels':{'app':'x'}}}");

        assertEquals(List.of(), events(watch));
    }

    @Test
    void aClosedWatchHearsNothingMore() {
        Watch watch = watch("");
        watch.close();
        create("a", "x");

        assertEquals(List.of(), events(watch));
        assertTrue(watch.hasEnded());
    }

    @Test
    void endingAllWatchesIsSeenByEach() {
        Watch watch = watch("");
        assertFalse(watch.hasEnded());

        server.endWatches();

        assertTrue(watch.hasEnded());
    }

    private Watch watch(String query) {
        return server.open(ApiRequest.get(MAPS + "?watch=true" + query));
    }

    private static List<String> events(Watch watch) {
        return watch.take().stream()
                .map(event -> event.type() + " "
                        + event.object().path("metadata").path("name").asText())
                .toList();
    }

    private static long version(WatchEvent event) {
        return event.object().path("metadata").path("resourceVersion").asLong();
    }

    private void create(String name, String app) {
        send("POST", MAPS, "{'metadata':{'name':'" + name + "','labels':{'app':'" + app + "'}}}");
    }

    private void send(String method, String path, String body) {
        String type = method.equals("PATCH") ? Patches.MERGE : "application/json";
        ApiReply reply =
                server.handle(ApiRequest.of(method, path, Map.of("content-type", type), body.replace('\'', '"')));
        assertFalse(reply.isError(), () -> reply.body().toString());
    }
}
