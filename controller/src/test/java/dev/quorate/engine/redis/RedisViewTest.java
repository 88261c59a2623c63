package dev.quorate.engine.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quorate.engine.Roster;
import dev.quorate.schema.AppName;
import dev.quorate.state.Member;
import dev.quorate.state.Member.Health;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import dev.quorate.state.MembershipView.Completeness.Gap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RedisViewTest {

    private static final AppName APP = new AppName("shop", "store");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final List<RedisAnswer> redis = new ArrayList<>();
    private final List<SentinelAnswer> sentinels = new ArrayList<>();

    @Test
    void theMasterIsWhoSaysSoAndIsNamedByMost() {
        master(0, 1, 2);
        replica(1, 0, "up", 100);
        replica(2, 0, "up", 100);
        three(0, 1, 2);
        MembershipView view = view();
        assertEquals(Gap.NONE, view.completeness().gap());
        assertEquals(Optional.of("shop/store"), view.clusterId());
        assertEquals(List.of(MemberRole.LEADER, MemberRole.REPLICA, MemberRole.REPLICA), roles(view));
        assertTrue(view.members().stream()
                .allMatch(member -> member.voting() && member.caughtUp() && member.health() == Health.HEALTHY));
        assertEquals("7.0.15", member(view, 1).version().orElseThrow());
    }

    @Test
    void aReplicaThatWaitsForDataIsNeitherWellNorCaughtUp() {
        master(0, 1);
        replica(1, 0, "up", 100);
        replica(2, 0, "down", 100);
        three(0, 1, 2);
        Member waiting = member(view(), 2);
        assertEquals(Health.UNHEALTHY, waiting.health());
        assertFalse(waiting.caughtUp());
        assertEquals("waits for what the master has", waiting.detail());
    }

    @Test
    void whoCannotBeElectedYetIsNoFullMember() {
        master(0, 1, 2);
        replica(1, 0, "up", 100);
        replica(2, 0, "up", 0);
        three(0, 1, 2);
        Member blank = member(view(), 2);
        assertFalse(blank.voting());
        assertEquals(MemberRole.LEARNER, blank.role());
        assertEquals("writes down what it has received", blank.detail());
    }

    @Test
    void aFormerMasterThatHasNotHeardOfItIsNotTheMaster() {
        master(0);
        master(1, 2);
        replica(2, 1, "up", 100);
        three(1, 0, 2);
        MembershipView view = view();
        assertEquals(Optional.of("store-1"), view.leader().map(Member::id));
        assertEquals(MemberRole.UNKNOWN, member(view, 0).role());
        assertEquals(
                "answers as a master, and the sentinels name store-1",
                member(view, 0).detail());
    }

    @Test
    void oneWhoIsNamedAndStillFollowsIsNotTheMaster() {
        replica(0, 1, "up", 100);
        replica(1, 0, "up", 100);
        three(0, 1);
        assertEquals(Optional.empty(), view().leader());
        assertEquals(Health.UNHEALTHY, member(view(), 0).health());
    }

    @Test
    void oneOfThreeSentinelsNamesNobody() {
        master(0, 1);
        replica(1, 0, "up", 100);
        sentinel(0, 0, 3, 1);
        silentSentinel(1);
        silentSentinel(2);
        MembershipView view = view();
        assertEquals(Gap.SILENCE, view.completeness().gap());
        assertEquals(Optional.empty(), view.clusterId());
        assertEquals(Optional.empty(), view.leader());
    }

    @Test
    void sentinelsThatNameDifferentMastersContradictEachOther() {
        master(0, 1);
        replica(1, 0, "up", 100);
        sentinel(0, 0, 4, 1);
        sentinel(1, 0, 4, 1);
        sentinel(2, 1, 4, 0);
        sentinel(3, 1, 4, 0);
        assertTrue(view().contradictory());
    }

    /** One that was just reset knows nobody, and must not be a majority of one. */
    @Test
    void whoWasJustResetCountsAsOneOfAll() {
        master(0, 1, 2);
        replica(1, 0, "up", 100);
        replica(2, 0, "up", 100);
        sentinel(0, 0, 1);
        sentinel(1, 0, 3, 1, 2);
        sentinel(2, 0, 3, 1, 2);
        MembershipView view = view();
        assertEquals(3, view.voters());
        assertEquals(Gap.NONE, view.completeness().gap());
        Member reset = sentinelView().byPod("store-sentinels-0").orElseThrow();
        assertEquals(Health.HEALTHY, reset.health());
        assertFalse(reset.caughtUp());
        assertTrue(reset.detail().startsWith("does not list "), reset::detail);
    }

    /** KubeBlocks counts them, and Redis operators reset all at once when a count is wrong. */
    @Test
    void whoIsGoneStaysAMemberUntilNobodyListsIt() {
        master(0, 1);
        replica(1, 0, "up", 100);
        sentinel(0, 0, 3, 1, 2);
        sentinel(1, 0, 3, 1);
        sentinel(2, 0, 3, 1);
        Member gone = member(view(), 2);
        assertEquals(Health.SILENT, gone.health());
        assertEquals("has no pod", gone.detail());
        assertEquals(Gap.SILENCE, view().completeness().gap());
    }

    @Test
    void aSentinelOfTheWrongQuorumIsNotThroughWithIt() {
        master(0, 1);
        replica(1, 0, "up", 100);
        sentinel(0, 0, 3, 1);
        sentinel(1, 0, 3, 1);
        quorum = 3;
        sentinel(2, 0, 3, 1);
        Member wrong = sentinelView().byPod("store-sentinels-2").orElseThrow();
        assertTrue(wrong.voting());
        assertFalse(wrong.caughtUp());
        assertEquals("has the quorum 3, which is to be 2", wrong.detail());
    }

    @Test
    void aSentinelThatIsNotCountedYetDoesNotVote() {
        master(0, 1);
        replica(1, 0, "up", 100);
        sentinel(0, 0, 4, 1);
        sentinel(1, 0, 4, 1);
        sentinel(2, 0, 4, 1);
        quorum = RedisEngine.UNCOUNTED;
        sentinel(3, 0, 4, 1);
        MembershipView view = sentinelView();
        assertEquals(3, view.voters());
        assertEquals(
                MemberRole.LEARNER,
                view.byPod("store-sentinels-3").orElseThrow().role());
    }

    @Test
    void aSentinelWhoseMemoryIsLostIsListedByItsOldIdAndSilent() {
        master(0, 1);
        replica(1, 0, "up", 100);
        sentinel(0, 0, 3, 1);
        sentinel(1, 0, 3, 1);
        silentSentinel(2);
        MembershipView view = sentinelView();
        Member dead = view.byId(id(2)).orElseThrow();
        assertEquals(Optional.of("store-sentinels-2"), dead.pod());
        assertEquals(Health.SILENT, dead.health());
        assertEquals(3, view.voters());
        assertEquals(Gap.SILENCE, view.completeness().gap());
    }

    private int quorum = 2;

    private void three(int master, int... replicas) {
        for (int sentinel = 0; sentinel < 3; sentinel++) {
            sentinel(sentinel, master, 3, replicas);
        }
    }

    private void master(int ordinal, int... followers) {
        StringBuilder info = new StringBuilder("redis_version:7.0.15\r\nrole:master\r\nmaster_repl_offset:500\r\n");
        for (int at = 0; at < followers.length; at++) {
            info.append("slave%d:ip=%s,port=6379,state=online,offset=500,lag=1\r\n"
                    .formatted(at, host(RedisEngine.REDIS, followers[at])));
        }
        redis.add(RedisAnswer.of(pod(RedisEngine.REDIS, ordinal), info + "slave_priority:100\r\n"));
    }

    private void replica(int ordinal, int master, String link, int priority) {
        String info = String.join(
                "\r\n",
                "redis_version:7.0.15",
                "loading:0",
                "role:slave",
                "master_host:" + host(RedisEngine.REDIS, master),
                "master_link_status:" + link,
                "master_sync_in_progress:0",
                "slave_repl_offset:500",
                "slave_priority:" + priority);
        redis.add(RedisAnswer.of(pod(RedisEngine.REDIS, ordinal), info));
    }

    private void silentSentinel(int ordinal) {
        sentinels.add(SentinelAnswer.silence(pod(RedisEngine.SENTINELS, ordinal), "connection refused"));
    }

    /** @param known how many sentinels it knows, itself among them */
    private void sentinel(int ordinal, int master, int known, int... replicas) {
        ArrayNode listed = JSON.arrayNode();
        for (int replica : replicas) {
            listed.add(fields("ip", host(RedisEngine.REDIS, replica), "flags", "slave", "slave-priority", "100"));
        }
        ArrayNode peers = JSON.arrayNode();
        IntStream.range(0, known)
                .filter(other -> other != ordinal)
                .forEach(other -> peers.add(
                        fields("ip", host(RedisEngine.SENTINELS, other), "port", "26379", "runid", id(other))));
        sentinels.add(SentinelAnswer.of(
                pod(RedisEngine.SENTINELS, ordinal),
                id(ordinal),
                fields(
                        "ip",
                        host(RedisEngine.REDIS, master),
                        "flags",
                        "master",
                        "quorum",
                        Integer.toString(quorum),
                        "failover-timeout",
                        "10000"),
                listed,
                peers));
    }

    private static ArrayNode fields(String... words) {
        ArrayNode fields = JSON.arrayNode();
        List.of(words).forEach(fields::add);
        return fields;
    }

    private static String id(int sentinel) {
        return "%040d".formatted(sentinel + 1);
    }

    private static String host(String component, int ordinal) {
        Roster.Pod pod = pod(component, ordinal);
        return Addresses.DNS.host(APP.namespace(), pod.set(), pod.name());
    }

    private static Roster.Pod pod(String component, int ordinal) {
        String set = RedisEngine.set(APP, component);
        return new Roster.Pod(set + "-" + ordinal, set, ordinal, true, Optional.of("10.0.0." + ordinal));
    }

    private MembershipView view() {
        Roster roster = new Roster(
                APP, RedisEngine.REDIS, redis.stream().map(RedisAnswer::pod).toList());
        return RedisView.of(roster, Addresses.DNS, redis, new Watch(sentinels));
    }

    private MembershipView sentinelView() {
        Roster roster = new Roster(
                APP,
                RedisEngine.SENTINELS,
                sentinels.stream().map(SentinelAnswer::pod).toList());
        return SentinelView.of(roster, Addresses.DNS, new Watch(sentinels));
    }

    private static List<MemberRole> roles(MembershipView view) {
        return view.members().stream().map(Member::role).toList();
    }

    private static Member member(MembershipView view, int ordinal) {
        return view.byPod("store-" + ordinal).orElseThrow();
    }
}
