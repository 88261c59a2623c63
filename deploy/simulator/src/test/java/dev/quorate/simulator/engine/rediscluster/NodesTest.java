package dev.quorate.simulator.engine.rediscluster;

import static dev.quorate.simulator.engine.rediscluster.ClusterOfNodes.NAMESPACE;
import static dev.quorate.simulator.engine.rediscluster.ClusterOfNodes.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.simulator.behaviour.ContainerFault;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What simulated nodes refuse and survive; the sentences are those that Redis 7.0.15 and 8.0.2 gave. */
final class NodesTest {

    /** In slot 3300, which the first shard owns at the founding. */
    private static final String KEY = "b";

    private static final String SLOT = "3300";

    @Test
    void threeShardsAreFoundedAndAgree() {
        ClusterOfNodes nodes = new ClusterOfNodes(1);
        for (int ordinal = 0; ordinal < 6; ordinal++) {
            RedisClusterNetwork.View view = nodes.view(ordinal);
            assertTrue(view.well() && view.linked(), view::toString);
            assertEquals(6, view.listedBy());
            assertEquals(ordinal % 2 == 0 ? "" : id(ordinal - 1), view.master());
        }
        assertEquals(SLOT, nodes.ask(0, "CLUSTER", "KEYSLOT", KEY));
        assertEquals("15495", nodes.ask(0, "CLUSTER", "KEYSLOT", "a"));
        assertEquals("MOVED 15495 c-4.c-headless.shop.svc:6379", nodes.ask(0, "SET", "a", "1"));
        assertEquals("OK", nodes.ask(0, "SET", KEY, "1"));
        assertEquals("1", nodes.ask(0, "WAIT", "1", "100"));
        assertEquals("1", nodes.ask(1, "GET", KEY));
        assertTrue(nodes.ask(0, "CLUSTER", "NODES")
                .contains(id(0) + " " + nodes.address(0)
                        + ":6379@16379,c-0.c-headless.shop.svc myself,master - 0 0 1 connected 0-5460"));
    }

    @Test
    void aSlotMovesWithItsKeysAndAllHearOfIt() {
        ClusterOfNodes nodes = new ClusterOfNodes(2);
        nodes.ask(0, "SET", KEY, "1");
        nodes.advance(1);
        open(nodes);
        assertEquals("1", nodes.ask(0, "GET", KEY));
        assertEquals("ASK 3300 c-2.c-headless.shop.svc:6379", nodes.ask(0, "GET", "{b}x"));
        assertEquals("MOVED 3300 c-0.c-headless.shop.svc:6379", nodes.ask(2, "GET", KEY));
        assertEquals(
                "ERR Can't assign hashslot 3300 to a different node while I still hold keys for this hash slot.",
                nodes.ask(0, "CLUSTER", "SETSLOT", SLOT, "NODE", id(2)));
        assertEquals("OK", migrate(nodes));
        assertEquals("NOKEY", migrate(nodes));
        assertEquals("ASK 3300 c-2.c-headless.shop.svc:6379", nodes.ask(0, "GET", KEY));
        long client = nodes.connect(2);
        assertEquals("OK", nodes.askOn(client, 2, "ASKING"));
        assertEquals("1", nodes.askOn(client, 2, "GET", KEY));
        assertEquals("MOVED 3300 c-0.c-headless.shop.svc:6379", nodes.askOn(client, 2, "GET", KEY));
        assertEquals("OK", nodes.ask(2, "CLUSTER", "SETSLOT", SLOT, "NODE", id(2)));
        assertEquals("OK", nodes.ask(0, "CLUSTER", "SETSLOT", SLOT, "NODE", id(2)));
        nodes.advance(2);
        for (int ordinal = 0; ordinal < 6; ordinal++) {
            assertTrue(nodes.ask(ordinal, "CLUSTER", "NODES").contains(" 3300 5461-10922"));
        }
        assertEquals(List.of(), nodes.lost());
        assertEquals("1", nodes.ask(3, "GET", KEY));
    }

    @Test
    void whatIsSaidOfSlotsIsRefusedInTheWordsOfRedis() {
        ClusterOfNodes nodes = new ClusterOfNodes(3);
        assertEquals("ERR I'm not the owner of hash slot 9000", setSlot(nodes, 0, "9000", "MIGRATING", id(2)));
        assertEquals("ERR I'm already the owner of hash slot 1", setSlot(nodes, 0, "1", "IMPORTING", id(2)));
        assertEquals("ERR I don't know about node x", setSlot(nodes, 0, "9000", "IMPORTING", "x"));
        assertEquals("ERR Target node is not a master", setSlot(nodes, 0, "1", "MIGRATING", id(1)));
        assertEquals("ERR Please use SETSLOT only with masters.", setSlot(nodes, 1, "1", "NODE", id(0)));
        assertEquals("ERR Unknown node x", setSlot(nodes, 0, "1", "NODE", "x"));
        assertEquals("ERR Invalid or out of range slot", setSlot(nodes, 0, "99999", "STABLE", ""));
        assertEquals("ERR I tried hard but I can't forget myself...", nodes.ask(0, "CLUSTER", "FORGET", id(0)));
        assertEquals("ERR Can't forget my master!", nodes.ask(1, "CLUSTER", "FORGET", id(0)));
        assertEquals("ERR Unknown node x", nodes.ask(0, "CLUSTER", "FORGET", "x"));
        assertEquals("ERR Can't replicate myself", nodes.ask(2, "CLUSTER", "REPLICATE", id(2)));
        assertEquals(
                "ERR To set a master the node must be empty and without assigned slots.",
                nodes.ask(0, "CLUSTER", "REPLICATE", id(2)));
        assertEquals("ERR You should send CLUSTER FAILOVER to a replica", nodes.ask(0, "CLUSTER", "FAILOVER"));
        assertEquals("ERR Invalid slot", nodes.ask(0, "CLUSTER", "COUNTKEYSINSLOT", "99999"));
    }

    @Test
    void aMasterIsMovedByItsReplicaAndFollowsIt() {
        ClusterOfNodes nodes = new ClusterOfNodes(4);
        nodes.ask(0, "SET", KEY, "1");
        assertEquals("OK", nodes.ask(1, "CLUSTER", "FAILOVER"));
        nodes.advance(3);
        assertEquals("", nodes.view(1).master());
        assertEquals(id(1), nodes.view(0).master());
        assertTrue(nodes.view(0).linked());
        assertEquals("1", nodes.ask(1, "GET", KEY));
        assertEquals(List.of(), nodes.lost());
    }

    /** Seen with both versions: it owns nothing any more, and is not told to follow, as it had not all that its replica claims. */
    @Test
    void aMasterThatGaveASlotAwayAloneIsLeftEmptyByAFailoverAndFollowsByItself() {
        ClusterOfNodes nodes = new ClusterOfNodes(5);
        nodes.ask(0, "SET", KEY, "1");
        assertEquals("OK", setSlot(nodes, 0, "1", "NODE", id(2)));
        assertEquals("OK", nodes.ask(1, "CLUSTER", "FAILOVER"));
        nodes.advance(3);
        assertEquals(5461, nodes.view(1).slots());
        assertEquals(id(1), nodes.view(0).master());
        assertEquals(List.of(), nodes.lost());
    }

    @Test
    void aNodeWhoseVolumeIsLostDoesNotStartAgain() {
        ClusterOfNodes nodes = new ClusterOfNodes(13);
        nodes.simulator().faults().loseVolume(NAMESPACE, "data-c-1");
        nodes.advance(30);
        assertEquals(5, nodes.simulator().redisCluster().running(NAMESPACE).size());
        assertTrue(nodes.ask(0, "CLUSTER", "NODES").contains(id(1)));
    }

    @Test
    void aReplicaTakesThePlaceOfADeadMasterAndKeepsWhatWasAcknowledged() {
        ClusterOfNodes nodes = new ClusterOfNodes(6);
        nodes.ask(0, "SET", KEY, "1");
        nodes.advance(1);
        nodes.simulator().faults().crashAtStart(NAMESPACE, "c-0", ContainerFault.exits(1));
        nodes.advance(20);
        assertEquals("", nodes.view(1).master());
        assertEquals("1", nodes.ask(1, "GET", KEY));
        assertTrue(nodes.ask(2, "CLUSTER", "NODES").contains("master,fail - "));
        nodes.simulator().faults().stopCrashing(NAMESPACE, "c-0");
        nodes.advance(400);
        assertEquals(id(1), nodes.view(0).master());
        assertTrue(nodes.view(0).linked());
        assertEquals(List.of(), nodes.lost());
    }

    @Test
    void allPodsComeBackWithOtherAddressesAndFindEachOther() {
        ClusterOfNodes nodes = new ClusterOfNodes(7);
        nodes.ask(0, "SET", KEY, "1");
        nodes.advance(1);
        for (int ordinal = 0; ordinal < 6; ordinal++) {
            nodes.simulator().faults().killPod(NAMESPACE, "c-" + ordinal);
        }
        nodes.advance(60);
        for (int ordinal = 0; ordinal < 6; ordinal++) {
            assertTrue(nodes.view(ordinal).well() && nodes.view(ordinal).linked(), "c-" + ordinal);
        }
        assertEquals(List.of(), nodes.lost());
    }

    @Test
    void whoIsForgottenByAllStaysSoAndByOneAloneDoesNot() {
        ClusterOfNodes nodes = new ClusterOfNodes(8);
        nodes.admit("started", 5);
        assertEquals("OK", nodes.ask(0, "CLUSTER", "FORGET", id(5)));
        nodes.advance(70);
        assertEquals(6, nodes.view(5).listedBy());
        for (int ordinal = 0; ordinal < 5; ordinal++) {
            nodes.ask(ordinal, "CLUSTER", "FORGET", id(5));
        }
        nodes.scale(5);
        nodes.advance(120);
        for (int ordinal = 0; ordinal < 5; ordinal++) {
            assertFalse(nodes.ask(ordinal, "CLUSTER", "NODES").contains(id(5)));
        }
    }

    @Test
    void aJoinerIsAnEmptyMasterAndTheNextItsReplica() {
        ClusterOfNodes nodes = new ClusterOfNodes(9);
        nodes.admit("started", 8);
        nodes.scale(8);
        nodes.advance(30);
        assertEquals("", nodes.view(6).master());
        assertEquals(0, nodes.view(6).slots());
        assertEquals(id(6), nodes.view(7).master());
        assertEquals(8, nodes.view(7).listedBy());
        nodes.ask(7, "CLUSTER", "FAILOVER");
        nodes.advance(10);
        assertEquals(id(6), nodes.view(7).master(), "nobody is elected who would own nothing");
    }

    /** The one that froze had looked before the slot went back; what it says late would take it from its owner. */
    @Test
    void aLateWordIsSaidOnAConnectionThatIsClosed() {
        ClusterOfNodes nodes = new ClusterOfNodes(10);
        nodes.ask(0, "SET", KEY, "1");
        nodes.advance(1);
        long frozen = nodes.connect(2);
        nodes.askOn(frozen, 2, "CLIENT", "SETNAME", "quorate");
        open(nodes);
        long other = nodes.connect(2);
        nodes.askOn(other, 2, "CLIENT", "SETNAME", "quorate");
        assertTrue(nodes.askOn(other, 2, "CLIENT", "LIST").contains("id=" + frozen + " "));
        assertEquals("1", nodes.askOn(other, 2, "CLIENT", "KILL", "ID", String.valueOf(frozen)));
        assertEquals("closed", nodes.askOn(frozen, 2, "CLUSTER", "SETSLOT", SLOT, "NODE", id(2)));
        nodes.advance(2);
        assertEquals(List.of(), nodes.lost());
    }

    /** The same without the connections being closed: a master takes what was not given to it, and the keys are gone. */
    @Test
    void aLateWordThatIsHeardLosesKeys() {
        ClusterOfNodes nodes = new ClusterOfNodes(11);
        nodes.ask(0, "SET", KEY, "1");
        nodes.advance(1);
        open(nodes);
        assertEquals("OK", nodes.ask(2, "CLUSTER", "SETSLOT", SLOT, "NODE", id(2)));
        nodes.advance(2);
        assertEquals("MOVED 3300 c-2.c-headless.shop.svc:6379", nodes.ask(0, "GET", KEY));
        assertEquals(List.of(KEY), nodes.lost());
    }

    @Test
    void aSlotIsTakenOverOnlyFromWhomItComes() {
        ClusterOfNodes nodes = new ClusterOfNodes(12);
        String[] take = {"EVAL", "-- take over a slot\nreturn 1", "0", SLOT, id(0)};
        assertEquals("ERR the slot is not imported from there", nodes.ask(2, take));
        open(nodes);
        assertEquals("OK", nodes.ask(2, take));
        assertEquals("ERR the slot is not imported from there", nodes.ask(2, take));
    }

    private static void open(ClusterOfNodes nodes) {
        assertEquals("OK", setSlot(nodes, 2, SLOT, "IMPORTING", id(0)));
        assertEquals("OK", setSlot(nodes, 0, SLOT, "MIGRATING", id(2)));
    }

    private static String setSlot(ClusterOfNodes nodes, int ordinal, String slot, String how, String other) {
        return nodes.ask(ordinal, "CLUSTER", "SETSLOT", slot, how, other);
    }

    private static String migrate(ClusterOfNodes nodes) {
        return nodes.ask(0, "MIGRATE", nodes.address(2), "6379", "", "0", "1000", "REPLACE", "KEYS", KEY);
    }
}
