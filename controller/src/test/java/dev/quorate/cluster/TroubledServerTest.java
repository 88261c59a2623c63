package dev.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.cluster.ClusterException.Reason;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An API server that restarts, forgets, refuses and hangs, with the real client before it. */
class TroubledServerTest {

    private static final Duration TIME_LIMIT = Duration.ofSeconds(20);
    private static final Duration IMPATIENT = Duration.ofMillis(700);

    private final SimulatedFace simulated;
    private final ObjectCache cache = new ObjectCache(Trees.SITE, Set.of(Kind.CONFIG_MAP), app -> {});
    private final KubernetesCluster cluster;
    private final CacheFeeder feeder;

    TroubledServerTest() throws IOException, ClusterException {
        simulated = new SimulatedFace(TIME_LIMIT);
        ClientTransport client = simulated.client();
        cluster = new KubernetesCluster(client, cache, InstantSource.system(), Runnable::run);
        feeder = new CacheFeeder(client, client, cache, InstantSource.system(), new Random(1));
    }

    @BeforeEach
    void startWithOneObject() throws ClusterException, InterruptedException {
        simulated.create(Trees.bare(Kind.NAMESPACE, "shop", 0));
        simulated.create(configMap("first"));
        feeder.start();
        feeder.awaitSynced(Duration.ofSeconds(20));
        assertTrue(cached("first").isPresent());
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        simulated.face().faults().heal();
        feeder.close();
        simulated.close();
    }

    @Test
    void droppedWatchesMissNothing() throws ClusterException {
        for (int i = 0; i < 5; i++) {
            simulated.face().dropWatches();
            String name = "made-" + i;
            cluster.create(new Manifest(unversioned(configMap(name))));
            Await.until(
                    name + " is seen",
                    () -> cluster.caughtUp(Trees.LOCKS) && cached(name).isPresent());
        }
    }

    @Test
    void aServerThatForgotItsHistoryIsListedAnew() throws ClusterException {
        simulated.face().goDown();
        simulated.face().comeBack();
        Manifest live = cluster.read(ref("first")).orElseThrow();
        cluster.delete(live.ref(), live.uid(), live.resourceVersion());
        simulated.create(configMap("second"));
        simulated.compact();
        simulated.face().dropWatches();

        Await.until(
                "the new list is here",
                () -> cached("second").isPresent() && cached("first").isEmpty());
    }

    @Test
    void aServerThatIsAwayIsUnavailableAndComesBack() throws ClusterException {
        simulated.face().goDown();
        ClusterException no = assertThrows(ClusterException.class, () -> cluster.read(ref("first")));
        assertEquals(Reason.UNAVAILABLE, no.reason());
        ClusterException write =
                assertThrows(ClusterException.class, () -> cluster.create(new Manifest(unversioned(configMap("new")))));
        assertEquals(Reason.UNAVAILABLE, write.reason(), write.getMessage());
        assertTrue(cached("first").isPresent());

        simulated.face().comeBack();
        cluster.create(new Manifest(unversioned(configMap("new"))));
        Await.until("the watch is back", () -> cached("new").isPresent());
    }

    @Test
    void aServerThatIsBusyIsThrottledTo() {
        simulated.face().faults().answerWith(429);

        ClusterException no = assertThrows(ClusterException.class, () -> cluster.read(ref("first")));

        assertEquals(Reason.THROTTLED, no.reason());
    }

    @Test
    void aServerThatHangsIsNotWaitedForForEver() throws ClusterException {
        KubernetesCluster impatient =
                new KubernetesCluster(simulated.client(IMPATIENT), cache, InstantSource.system(), Runnable::run);
        simulated.face().faults().hang();

        ClusterException read = assertThrows(ClusterException.class, () -> impatient.read(ref("first")));
        assertEquals(Reason.UNAVAILABLE, read.reason());

        ClusterException write = assertThrows(
                ClusterException.class, () -> impatient.create(new Manifest(unversioned(configMap("late")))));
        assertEquals(Reason.NO_REPLY, write.reason());
        assertFalse(impatient.caughtUp(Trees.LOCKS));

        simulated.face().faults().heal();
        Await.until("the late write is looked up", () -> impatient.caughtUp(Trees.LOCKS));
    }

    @Test
    void aStartOnHalfAViewFailsWithTheReason() throws ClusterException, InterruptedException {
        simulated.face().faults().answerWith(500);
        ClientTransport client = simulated.client();
        ObjectCache blank = new ObjectCache(Trees.SITE, Set.of(Kind.CONFIG_MAP), app -> {});
        try (CacheFeeder late = new CacheFeeder(client, client, blank, InstantSource.system(), new Random(1))) {
            late.start();

            ClusterException no = assertThrows(ClusterException.class, () -> late.awaitSynced(Duration.ofMillis(300)));

            assertTrue(String.valueOf(no.getMessage()).contains("configmaps (list configmaps: "), no.getMessage());
        }
    }

    @Test
    void aKindThatNoAppHasNeedsNoRight() throws ClusterException, InterruptedException {
        simulated.face().faults().forbid("secrets");
        ClientTransport client = simulated.client();
        ObjectCache some = new ObjectCache(Trees.SITE, Set.of(Kind.CONFIG_MAP), Set.of(Kind.SECRET), app -> {});
        KubernetesCluster other = new KubernetesCluster(client, some, InstantSource.system(), Runnable::run);
        try (CacheFeeder feed = new CacheFeeder(client, client, some, InstantSource.system(), new Random(1))) {
            feed.start();
            feed.awaitSynced(Duration.ofSeconds(20));
            assertEquals(Optional.empty(), other.closed(Kind.SECRET));

            assertFalse(other.keeps(Set.of(Kind.CONFIG_MAP, Kind.SECRET)));
            Await.until("the refusal is known", () -> other.keeps(Set.of(Kind.SECRET)));
            String why = other.closed(Kind.SECRET).orElseThrow();
            assertTrue(why.startsWith("list secrets: the API server answered 403: Forbidden"), why);

            simulated.face().faults().allow("secrets");
            Await.until("it may be seen", () -> other.closed(Kind.SECRET).isEmpty());
            assertTrue(other.keeps(Set.of(Kind.SECRET)));
        }
    }

    private Optional<Manifest> cached(String name) {
        return cluster.cached(ref(name));
    }

    private static ObjectRef ref(String name) {
        return Trees.ref(Kind.CONFIG_MAP, name);
    }

    private static ObjectNode configMap(String name) {
        return Trees.ours(Kind.CONFIG_MAP, name, 0);
    }

    private static ObjectNode unversioned(ObjectNode tree) {
        tree.withObject("/metadata").remove("uid");
        tree.withObject("/metadata").remove("resourceVersion");
        return tree;
    }
}
