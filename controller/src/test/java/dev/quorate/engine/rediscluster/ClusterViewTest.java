package dev.quorate.engine.rediscluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.engine.Roster;
import dev.quorate.schema.AppName;
import dev.quorate.state.Member;
import dev.quorate.state.Member.Departure;
import dev.quorate.state.Member.Health;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import dev.quorate.state.MembershipView.Completeness.Gap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClusterViewTest {

    private static final AppName APP = new AppName("shop", "store");

    /** By ordinal: flags, master and slots of each node, as all say. */
    private final Map<Integer, String> nodes = new TreeMap<>(Map.of(
            0, "master - 0 0 1 connected 0-5460",
            1, slave(0),
            2, "master - 0 0 2 connected 5461-10921",
            3, slave(2),
            4, "master - 0 0 3 connected 10922-16383",
            5, slave(4)));

    /** What one says of itself beside that. */
    private final Map<Integer, String> open = new TreeMap<>();

    /** What one says in the place of all that. */
    private final Map<Integer, String> otherwise = new TreeMap<>();

    private final TreeSet<Integer> silent = new TreeSet<>();
    private final TreeSet<Integer> unlinked = new TreeSet<>();

    @Test
    void eachShardHasAMasterAndAReplica() {
        MembershipView view = view();
        assertEquals(Gap.NONE, view.completeness().gap());
        assertEquals(Optional.of("shop/store"), view.clusterId());
        assertEquals(6, view.healthyVoters());
        assertEquals(List.of(), view.alarms());
        assertEquals(MemberRole.LEADER, member(0).role());
        assertEquals(MemberRole.FOLLOWER, member(1).role());
        assertEquals(id(1), member(1).id());
        assertEquals(Optional.of("8.0.2"), member(1).version());
        assertTrue(view.members().stream()
                .allMatch(member -> member.departure() == Departure.STAYS
                        && member.caughtUp()
                        && member.alone().isEmpty()));
    }

    @Test
    void theFirstOfANewShardHasNothingAndIsGivenNothing() {
        nodes.put(6, "master - 0 0 0 connected");
        assertEquals(Departure.IDLE, member(6).departure());
        assertEquals(MemberRole.LEADER, member(6).role());
        assertTrue(member(6).voting());
        assertEquals(List.of(), member(6).alone());
        assertEquals(Departure.STAYS, member(0).departure());
    }

    @Test
    void aShardThatHasLessThanItsShareIsFilled() {
        nodes.put(6, "master - 0 0 0 connected");
        nodes.put(7, slave(6));
        assertEquals(Departure.EMPTIED, member(7).departure());
        assertEquals(MemberRole.LEARNER, member(7).role());
        assertFalse(member(7).voting());
        assertEquals("its shard has not got its share yet", member(7).detail());
        nodes.put(0, "master - 0 0 1 connected 100-5460");
        nodes.put(6, "master - 0 0 4 connected 0-99");
        assertEquals(Departure.EMPTYING, member(7).departure());
        assertEquals(Departure.STAYS, member(1).departure());
        nodes.put(0, "master - 0 0 1 connected 4096-5460");
        nodes.put(6, "master - 0 0 4 connected 0-4095");
        assertEquals(Departure.STAYS, member(7).departure());
        assertEquals(MemberRole.FOLLOWER, member(7).role());
    }

    @Test
    void aBlankNodeBesideTheMasterOfItsShardIsALearner() {
        nodes.put(1, "master - 0 0 0 connected");
        assertEquals(MemberRole.LEARNER, member(1).role());
        assertEquals("is a master beside store-0", member(1).detail());
        assertEquals(List.of("slots 0-5460"), member(0).alone());
    }

    @Test
    void aReplicaThatHasNotGotAllLeavesItsMasterAlone() {
        unlinked.add(3);
        assertEquals(Health.UNHEALTHY, member(3).health());
        assertEquals("waits for what store-2 has", member(3).detail());
        assertFalse(member(3).caughtUp());
        assertEquals(List.of("slots 5461-10921"), member(2).alone());
    }

    /** redis/redis#13244. */
    @Test
    void aReplicaThatHasWanderedToAnotherShardIsNotWell() {
        nodes.put(3, slave(4));
        assertEquals(MemberRole.UNKNOWN, member(3).role());
        assertEquals("follows store-4, and the master of its shard is store-2", member(3).detail());
    }

    @Test
    void whoIsSilentOnceIsNotGone() {
        silent.add(4);
        MembershipView view = view();
        assertEquals(Gap.SILENCE, view.completeness().gap());
        assertEquals("store-4 does not answer: nobody there", view.completeness().why());
        assertEquals(6, view.voters());
        assertEquals(Health.SILENT, member(4).health());
        assertEquals(List.of(), member(4).alone());
        silent.add(5);
        assertEquals(List.of("slots 10922-16383"), member(4).alone());
    }

    @Test
    void withoutAMajorityThereIsNoCluster() {
        silent.addAll(List.of(3, 4, 5));
        assertEquals(Optional.empty(), view().clusterId());
        assertEquals(Gap.SILENCE, view().completeness().gap());
        assertEquals(6, view().voters());
    }

    @Test
    void aPodThatHasMetNobodyIsNoMemberAndDisturbsNobody() {
        otherwise.put(6, line(6, "myself,master - 0 0 0 connected"));
        assertEquals(Optional.empty(), view().byPod("store-6"));
        assertEquals(Gap.NONE, view().completeness().gap());
    }

    @Test
    void whoListsOthersThanMostIsContradicted() {
        otherwise.put(5, line(5, "myself," + slave(4)) + line(4, "master - 0 0 3 connected 10922-16383"));
        assertEquals(Gap.DISAGREEMENT, view().completeness().gap());
        assertEquals(
                "store-5 and the other nodes do not list the same nodes",
                view().completeness().why());
    }

    @Test
    void aLostVolumeIsAnotherNodeAndTheFormerOneIsSilent() {
        otherwise.put(1, "f".repeat(40) + " 10.0.0.2:6379@16379,,tls-port=0 myself,master - 0 0 0 connected\n");
        assertEquals(Health.SILENT, member(1).health());
        assertEquals("answers as " + "f".repeat(40), member(1).detail());
        assertEquals(Gap.SILENCE, view().completeness().gap());
    }

    @Test
    void anOpenSlotIsSeenWhereverItIsNoted() {
        open.put(0, " [5460->-" + id(2) + "]");
        assertEquals(Departure.EMPTYING, member(0).departure());
        assertEquals(Departure.EMPTYING, member(1).departure());
        assertEquals(Departure.STAYS, member(2).departure());
        open.clear();
        open.put(2, " [5460-<-" + id(0) + "]");
        assertEquals(Departure.STAYS, member(0).departure());
        assertEquals(Departure.EMPTYING, member(3).departure());
        assertEquals(List.of(), view().alarms());
    }

    @Test
    void aSlotOnItsWayToSomebodyUnknownIsAQuestionToAPerson() {
        open.put(0, " [5460->-" + "e".repeat(40) + "]");
        assertEquals(
                List.of("slot 5460 of store-0 is on its way to " + "e".repeat(40) + ", which no node lists"),
                view().alarms());
    }

    @Test
    void slotsThatNobodyOwnsAreAnAlarm() {
        nodes.put(0, "master - 0 0 1 connected 0-5458 5460");
        assertEquals(
                List.of("nobody owns the slots 5459 (CLUSTER ADDSLOTS gives them to a master, when what was in them is gone"
                        + " for good)"),
                view().alarms());
    }

    @Test
    void aNodeThatMostDoNotReachIsNotWell() {
        nodes.put(3, "slave,fail " + id(2) + " 0 0 2 connected");
        assertEquals("most of the others do not reach it", member(3).detail());
        assertEquals(List.of("slots 5461-10921"), member(2).alone());
    }

    @Test
    void nobodyIsSeenWhereNobodyAnswers() {
        silent.addAll(nodes.keySet());
        assertEquals(List.of(), view().members());
        assertTrue(view().completeness().why().startsWith("store-0 does not answer: nobody there; "));
    }

    private static String slave(int master) {
        return "slave " + id(master) + " 0 0 1 connected";
    }

    private static String id(int ordinal) {
        return Integer.toString(ordinal).repeat(40);
    }

    private Member member(int ordinal) {
        return view().byPod("store-" + ordinal).orElseThrow();
    }

    private MembershipView view() {
        TreeSet<Integer> pods = new TreeSet<>(nodes.keySet());
        pods.addAll(otherwise.keySet());
        List<NodeAnswer> answers = new ArrayList<>();
        List<Roster.Pod> all = new ArrayList<>();
        for (int ordinal : pods) {
            Roster.Pod pod = new Roster.Pod("store-" + ordinal, "store", ordinal, true, Optional.empty());
            all.add(pod);
            answers.add(silent.contains(ordinal) ? NodeAnswer.silence(pod, "nobody there") : answer(pod));
        }
        Roster roster = new Roster(APP, RedisClusterEngine.NAME, all);
        return ClusterView.of(roster, Topology.of(roster, Addresses.DNS, answers));
    }

    private NodeAnswer answer(Roster.Pod pod) {
        StringBuilder lines = new StringBuilder();
        nodes.forEach((ordinal, words) -> lines.append(line(
                ordinal,
                ordinal == pod.ordinal() ? "myself," + words + open.getOrDefault(ordinal, "") : words)));
        String text = otherwise.getOrDefault(pod.ordinal(), lines.toString());
        String link = unlinked.contains(pod.ordinal()) ? "down" : "up";
        return NodeAnswer.of(
                pod,
                text,
                "cluster_state:ok\r\ncluster_known_nodes:6\r\n",
                "redis_version:8.0.2\r\nrole:slave\r\nmaster_link_status:" + link + "\r\nslave_repl_offset:10\r\n");
    }

    private static String line(int ordinal, String words) {
        return id(ordinal) + " 10.0.0." + (ordinal + 1) + ":6379@16379,"
                + Addresses.DNS.host(APP.namespace(), APP.name(), "store-" + ordinal) + " " + words + "\n";
    }

    @Test
    void movesAreEvenAndInARow() {
        Roster roster = new Roster(APP, RedisClusterEngine.NAME, List.of());
        nodes.put(6, "master - 0 0 0 connected");
        nodes.put(7, slave(6));
        Topology topology = topology(roster);
        Shard poor = topology.shards().get(3);
        List<Reshard.Move> moves = new Reshard(topology).fill(poor);
        assertEquals(4096, moves.size());
        for (int from : List.of(0, 2, 4)) {
            Slots slots = Slots.of(moves.stream()
                    .filter(move -> move.from().ordinal() == from)
                    .mapToInt(Reshard.Move::slot));
            assertFalse(slots.toString().contains(" "), slots::toString);
            assertTrue(slots.size() >= 1365 && slots.size() <= 1366, slots::toString);
        }
        nodes.put(0, "master - 0 0 1 connected 0-4095");
        nodes.put(2, "master - 0 0 2 connected 4096-8191");
        nodes.put(4, "master - 0 0 3 connected 8192-12287");
        nodes.put(6, "master - 0 0 4 connected 12288-16383");
        topology = topology(roster);
        List<Reshard.Move> back = new Reshard(topology).empty(topology.shards().get(3));
        assertEquals(4096, back.size());
        assertEquals(
                List.of(0, 2, 4),
                back.stream().map(move -> move.to().ordinal()).distinct().toList());
    }

    private Topology topology(Roster roster) {
        List<NodeAnswer> answers = IntStream.range(0, nodes.size())
                .mapToObj(ordinal ->
                        answer(new Roster.Pod("store-" + ordinal, "store", ordinal, true, Optional.empty())))
                .toList();
        return Topology.of(roster, Addresses.DNS, answers);
    }
}
