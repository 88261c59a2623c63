package dev.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Kind;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReflectorTest {

    private static final Duration LONG = Duration.ofMinutes(4);

    private final FakeClock clock = new FakeClock();
    private final ScriptedTransport transport = new ScriptedTransport();
    private final ScriptedWatches watches = new ScriptedWatches(clock);
    private final ObjectCache cache = new ObjectCache(Trees.SITE, Set.of(Kind.POD), app -> {});
    private final Reflector reflector = new Reflector(Kind.POD, transport, watches, cache, clock, new Random(1));

    @Test
    void listsThenWatchesFromThere() {
        list("10", Trees.podOn("n1", 4));
        watches.watch(LONG, event("MODIFIED", Trees.podOn("n2", 12)), bookmark("20"));

        assertEquals(Duration.ZERO, reflector.round());

        assertEquals("n2", node());
        assertEquals("20", cache.version(Kind.POD));
        ApiRequest watch = watches.opened.get(0);
        assertEquals("10", watch.query().get("resourceVersion"));
        assertEquals("true", watch.query().get("allowWatchBookmarks"));
        assertEquals(
                "quorate.dev/repository=apps,quorate.dev/cluster=lab",
                watch.query().get("labelSelector"));
    }

    @Test
    void goesOnWhereAWatchEnded() {
        list("10");
        watches.watch(LONG, event("ADDED", Trees.podOn("n1", 11)));
        watches.broken(LONG, bookmark("30"));
        watches.watch(LONG, event("DELETED", Trees.podOn("n1", 31)));

        reflector.round();
        reflector.round();
        assertEquals("the connection broke", reflector.trouble().orElseThrow());
        reflector.round();

        assertEquals("11", watches.opened.get(1).query().get("resourceVersion"));
        assertEquals("30", watches.opened.get(2).query().get("resourceVersion"));
        assertTrue(cache.of(Trees.LOCKS, Kind.POD).isEmpty());
        assertEquals(1, transport.requests.size());
    }

    @Test
    void listsAgainWhenTheVersionIsGone() {
        list("10", Trees.podOn("n1", 4));
        watches.watch(LONG, error(410, "too old resource version"));
        list("50");
        watches.watch(LONG, bookmark("51"));

        reflector.round();
        reflector.round();

        assertTrue(cache.of(Trees.LOCKS, Kind.POD).isEmpty());
        assertEquals("50", watches.opened.get(1).query().get("resourceVersion"));
    }

    @Test
    void listsAgainAfterAWatchThatToldNothing() {
        list("9000");
        watches.watch(LONG);
        list("12", Trees.podOn("n1", 4));
        watches.watch(LONG, bookmark("13"));

        reflector.round();
        reflector.round();

        assertEquals("13", cache.version(Kind.POD));
        assertEquals("n1", node());
    }

    @Test
    void restsLongerEachTimeThatAWatchEndsAtOnce() {
        list("10");
        Duration previous = Duration.ZERO;
        for (int i = 0; i < 12; i++) {
            watches.watch(Duration.ZERO, bookmark("1" + i));
            Duration rest = reflector.round();
            if (i % 3 == 0) {
                assertTrue(
                        rest.compareTo(previous) > 0 || rest.compareTo(Duration.ofSeconds(15)) >= 0,
                        rest + " after " + previous);
                previous = rest;
            }
            assertTrue(rest.compareTo(Duration.ofSeconds(30)) <= 0);
        }
        assertFalse(previous.minus(Duration.ofSeconds(15)).isNegative());

        watches.watch(LONG, bookmark("99"));
        assertEquals(Duration.ZERO, reflector.round());
    }

    @Test
    void restsAsLongAsTheServerAsks() {
        transport.retryAfter(429, Duration.ofSeconds(20));

        assertEquals(Duration.ofSeconds(20), reflector.round());
        assertTrue(cache.unsynced().contains(Kind.POD));
        assertTrue(reflector.trouble().orElseThrow().contains("list pods"));
    }

    @Test
    void aDefectInOneRoundDoesNotEndTheWatch() {
        list("10");
        watches.watch(LONG, Trees.json("{'type':'ADDED','object':{'kind':'Surprise','apiVersion':'v1'}}"));
        list("20", Trees.podOn("n1", 14));
        watches.watch(LONG, bookmark("21"));

        reflector.round();
        assertTrue(reflector.trouble().orElseThrow().contains("Surprise"));
        reflector.round();

        assertEquals("n1", node());
    }

    @Test
    void keepsItsViewWhileTheServerIsAway() {
        list("10", Trees.podOn("n1", 4));
        watches.watch(LONG, bookmark("11"));
        watches.broken(Duration.ZERO, bookmark("12"));

        reflector.round();
        reflector.round();

        assertEquals("n1", node());
        assertEquals(1, transport.requests.size());
    }

    private void list(String version, ObjectNode... items) {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.putObject("metadata").put("resourceVersion", version);
        for (ObjectNode item : items) {
            list.withArray("/items").add(item);
        }
        transport.reply(200, list);
    }

    private static JsonNode event(String type, ObjectNode object) {
        return JsonNodeFactory.instance.objectNode().put("type", type).set("object", object);
    }

    private static JsonNode bookmark(String version) {
        return Trees.json(
                "{'type':'BOOKMARK','object':{'kind':'Pod','metadata':{'resourceVersion':'" + version + "'}}}");
    }

    private static JsonNode error(int code, String message) {
        return Trees.json(
                "{'type':'ERROR','object':{'kind':'Status','code':" + code + ",'message':'" + message + "'}}");
    }

    private String node() {
        return cache.of(Trees.LOCKS, Kind.POD).get(0).at("/spec/nodeName").asText();
    }
}
