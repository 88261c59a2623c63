package dev.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.schema.AppName;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Never plan on a cache that has not seen our own last write. */
class CaughtUpTest {

    private final ScriptedTransport transport = new ScriptedTransport();
    private final FakeClock clock = new FakeClock();
    private final ObjectCache cache = new ObjectCache(Trees.SITE, Set.of(Kind.STATEFUL_SET, Kind.POD), app -> {});
    private final KubernetesCluster cluster = new KubernetesCluster(transport, cache, clock, Runnable::run);

    @BeforeEach
    void listed() {
        cache.replace(Kind.STATEFUL_SET, List.of(Trees.set(5, 3)), "5");
        cache.replace(Kind.POD, List.of(Trees.podOn("n1", 4)), "5");
    }

    @Test
    void theAnswerToOurWriteIsShownAtOnce() throws ClusterException {
        scaled();

        assertTrue(cluster.caughtUp(Trees.LOCKS));
        assertEquals(4, cachedReplicas());
        cache.put(Kind.STATEFUL_SET, Trees.set(7, 3));
        assertEquals(4, cachedReplicas());
    }

    @Test
    void anAnswerThatTheWatchIsPastIsNotBelieved() throws ClusterException {
        cache.reached(Kind.STATEFUL_SET, "9");
        scaled();

        assertTrue(cluster.caughtUp(Trees.LOCKS));
        assertEquals(3, cachedReplicas());
    }

    @Test
    void aListThatIsOlderThanOurWriteDoesNotHideIt() throws ClusterException {
        scaled();
        assertTrue(cluster.caughtUp(Trees.LOCKS));

        cache.replace(Kind.STATEFUL_SET, List.of(), "7");
        assertFalse(cluster.caughtUp(Trees.LOCKS));
        cache.put(Kind.STATEFUL_SET, Trees.set(8, 4));
        assertTrue(cluster.caughtUp(Trees.LOCKS));
    }

    @Test
    void anythingNewerWillDo() throws ClusterException {
        scaled();
        cache.put(Kind.STATEFUL_SET, Trees.set(9, 4));

        assertTrue(cluster.caughtUp(Trees.LOCKS));
    }

    @Test
    void aBookmarkBeyondOurWriteWillDo() throws ClusterException {
        scaled();
        cache.reached(Kind.STATEFUL_SET, "20");
        assertTrue(cluster.caughtUp(Trees.LOCKS));
    }

    @Test
    void otherAppsAndOtherKindsDoNotWait() throws ClusterException {
        hidden();
        cache.reached(Kind.POD, "20");

        assertFalse(cluster.caughtUp(Trees.LOCKS));
        assertTrue(cluster.caughtUp(new AppName("shop", "web")));
    }

    @Test
    void aWriteThatChangedNothingIsSeenAlready() throws ClusterException {
        transport.reply(200, Trees.set(5, 3));
        cluster.replace(Trees.manifest(Trees.set(5, 3)));

        assertTrue(cluster.caughtUp(Trees.LOCKS));
    }

    @Test
    void aDeletionIsSeenWhenThePodGoesOrIsGone() throws ClusterException {
        deleted();
        assertFalse(cluster.caughtUp(Trees.LOCKS));
        ObjectNode terminating = Trees.podOn("n1", 8);
        terminating.withObject("/metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z");
        cache.put(Kind.POD, terminating);
        assertTrue(cluster.caughtUp(Trees.LOCKS));

        deleted();
        cache.remove(Kind.POD, Trees.podOn("n1", 9));
        assertTrue(cluster.caughtUp(Trees.LOCKS));
    }

    @Test
    void aWatchThatStaysBehindIsNotWaitedForForEver() throws ClusterException {
        hidden();
        clock.advance(Duration.ofSeconds(4));
        assertFalse(cluster.caughtUp(Trees.LOCKS));

        clock.advance(Duration.ofSeconds(1));
        transport.reply(200, Trees.set(8, 4));
        assertTrue(cluster.caughtUp(Trees.LOCKS));
        assertEquals(4, cachedReplicas());
    }

    @Test
    void whatIsReadByItselfIsNotOverwrittenByALateEvent() throws ClusterException {
        hidden();
        clock.advance(Duration.ofSeconds(5));
        transport.reply(200, Trees.set(8, 4));
        assertTrue(cluster.caughtUp(Trees.LOCKS));

        cache.put(Kind.STATEFUL_SET, Trees.set(7, 3));
        assertEquals(4, cachedReplicas());
    }

    @Test
    void aWriteWithoutAnAnswerIsLookedUpBeforeAnythingElse() {
        transport.silence(true);
        assertThrows(ClusterException.class, () -> cluster.scale(set().ref(), "uid-of-locks", "5", 3, 4));

        transport.silence(false);
        assertFalse(cluster.caughtUp(Trees.LOCKS));
        transport.reply(200, Trees.set(8, 4));
        assertTrue(cluster.caughtUp(Trees.LOCKS));
        assertEquals(4, cachedReplicas());
        assertTrue(cluster.caughtUp(Trees.LOCKS));
        assertTrue(transport.spent());
    }

    @Test
    void anObjectThatIsGoneWhenLookedUpIsGone() throws ClusterException {
        hidden();
        clock.advance(Duration.ofSeconds(5));
        transport.reply(404, Trees.status(404, "NotFound"));

        assertTrue(cluster.caughtUp(Trees.LOCKS));
        assertTrue(cluster.cached(set().ref()).isEmpty());
    }

    private void scaled() throws ClusterException {
        transport.reply(200, Trees.set(8, 4));
        cluster.scale(set().ref(), "uid-of-locks", "5", 3, 4);
    }

    /** By a list that was read before and comes after. */
    private void hidden() throws ClusterException {
        scaled();
        cache.replace(Kind.STATEFUL_SET, List.of(), "7");
    }

    private void deleted() throws ClusterException {
        Manifest pod = cluster.cached(Trees.ref(Kind.POD, "locks-0")).orElseThrow();
        transport.reply(200, pod.tree());
        cluster.delete(pod.ref(), pod.uid(), pod.resourceVersion());
    }

    private static Manifest set() {
        return Trees.manifest(Trees.set(5, 3));
    }

    private int cachedReplicas() {
        return cluster.cached(set().ref()).orElseThrow().at("/spec/replicas").asInt();
    }
}
