package dev.quorate.simulator.engine.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.simulator.behaviour.ProgramReply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What simulated members refuse and survive; the texts and codes are those that etcd 3.5.16 and 3.4.23 gave. */
final class EtcdMembersTest {

    private static final String ADD_LEARNER_3 =
            "{\"peerURLs\": [\"" + EtcdCluster.peerUrl(3) + "\"], \"isLearner\": true}";

    @Test
    void threeFoundersBecomeOneClusterWithOneLeader() {
        EtcdCluster etcd = EtcdCluster.founded(1, 3);

        assertEquals(1, etcd.clusterIds().size());
        assertNotEquals(-1, etcd.leader());
        assertTrue(etcd.ready(0) && etcd.ready(1) && etcd.ready(2));
        JsonNode members = etcd.members(0);
        assertEquals(3, members.size());
        members.forEach(member -> assertFalse(member.path("name").asText().isEmpty()));
    }

    @Test
    void aLearnerIsAddedThenStartedThenPromoted() {
        EtcdCluster etcd = EtcdCluster.founded(2, 3);
        etcd.put(0, "YQ==");

        JsonNode added = etcd.ok(0, "/v3/cluster/member/add", ADD_LEARNER_3).path("member");
        assertTrue(added.path("isLearner").asBoolean());
        etcd.admit("etcd-3", EtcdCluster.start("second", "existing", 4));
        etcd.scale(4);
        etcd.settle();

        assertEquals("503 etcdserver: rpc not supported for learner", etcd.refusal(3, "/v3/cluster/member/list", "{}"));
        assertTrue(etcd.ok(3, "/v3/maintenance/status", "{}").path("isLearner").asBoolean());
        String id = "{\"ID\": \"" + added.path("ID").asText() + "\"}";
        etcd.ok(0, "/v3/cluster/member/promote", id);
        assertEquals(
                "400 etcdserver: can only promote a learner member", etcd.refusal(0, "/v3/cluster/member/promote", id));
        assertEquals(4, etcd.members(3).size());
        assertEquals(
                "1",
                etcd.ok(3, "/v3/kv/range", "{\"key\": \"YQ==\"}").path("count").asText());
    }

    @Test
    void aMemberThatHasNotStartedCannotBePromoted() {
        EtcdCluster etcd = EtcdCluster.founded(3, 3);
        String id = etcd.ok(0, "/v3/cluster/member/add", ADD_LEARNER_3)
                .path("member")
                .path("ID")
                .asText();

        assertEquals(
                "400 etcdserver: can only promote a learner member which is in sync with leader",
                etcd.refusal(0, "/v3/cluster/member/promote", "{\"ID\": \"" + id + "\"}"));
    }

    /** As etcd 3.5.16 answers: it would be given the id of the one that was removed, which may never come back. */
    @Test
    void whoWasRemovedIsNotAddedAnewInTheSameSecond() {
        EtcdCluster etcd = EtcdCluster.founded(20, 3);
        String id = etcd.ok(0, "/v3/cluster/member/add", ADD_LEARNER_3)
                .path("member")
                .path("ID")
                .asText();
        etcd.ok(0, "/v3/cluster/member/remove", "{\"ID\": \"" + id + "\"}");

        assertEquals("404 etcdserver: member not found", etcd.refusal(0, "/v3/cluster/member/add", ADD_LEARNER_3));
        etcd.advance(Duration.ofSeconds(1));
        etcd.ok(0, "/v3/cluster/member/add", ADD_LEARNER_3);
    }

    @Test
    void addingIsRefusedInEtcdsWords() {
        EtcdCluster etcd = EtcdCluster.founded(4, 3);
        etcd.ok(0, "/v3/cluster/member/add", ADD_LEARNER_3);
        assertEquals(
                "400 etcdserver: member ID already exist", etcd.refusal(0, "/v3/cluster/member/add", ADD_LEARNER_3));
        etcd.advance(Duration.ofSeconds(2));
        assertEquals(
                "400 etcdserver: Peer URLs already exists", etcd.refusal(0, "/v3/cluster/member/add", ADD_LEARNER_3));
        assertEquals(
                "400 etcdserver: too many learner members in cluster",
                etcd.refusal(0, "/v3/cluster/member/add", ADD_LEARNER_3.replace("etcd-3", "etcd-4")));
        assertEquals(
                "400 etcdserver: given member URLs are invalid",
                etcd.refusal(0, "/v3/cluster/member/add", "{\"peerURLs\": [\"etcd-9:2380\"]}"));
        assertEquals(
                "404 etcdserver: member not found", etcd.refusal(0, "/v3/cluster/member/remove", "{\"ID\": \"123\"}"));
        assertEquals(
                "404 etcdserver: member not found", etcd.refusal(0, "/v3/cluster/member/promote", "{\"ID\": \"123\"}"));
    }

    @Test
    void aClusterIsUnhealthyForFiveSecondsAfterAMemberCame() {
        EtcdCluster etcd = EtcdCluster.founded(5, 3);
        etcd.simulator().faults().crashContainer(EtcdCluster.NAMESPACE, "etcd-2");
        etcd.advance(Duration.ofSeconds(2));

        assertEquals("503 etcdserver: unhealthy cluster", etcd.refusal(0, "/v3/cluster/member/add", ADD_LEARNER_3));
        etcd.advance(Duration.ofSeconds(6));
        etcd.ok(0, "/v3/cluster/member/add", ADD_LEARNER_3);
    }

    @Test
    void aRemovedMemberEndsAndEndsAgainWithItsOldData() {
        EtcdCluster etcd = EtcdCluster.founded(6, 3);
        String id = etcd.memberId(0, "etcd-2");

        etcd.ok(0, "/v3/cluster/member/remove", "{\"ID\": \"" + id + "\"}");
        etcd.advance(Duration.ofMinutes(2));

        assertFalse(etcd.ready(2));
        assertTrue(etcd.restarts(2) > 2);
        assertEquals(2, etcd.members(0).size());
        assertEquals(
                "404 etcdserver: member not found",
                etcd.refusal(0, "/v3/cluster/member/remove", "{\"ID\": \"" + id + "\"}"));
    }

    @Test
    void aBlankMemberThatMayFoundMakesASecondCluster() {
        EtcdCluster etcd = EtcdCluster.founded(7, 3);

        etcd.admit(
                "etcd-3",
                EtcdCluster.start("second", "new", 4)
                        .replaceAll("initial-cluster=.*", "initial-cluster=etcd-3=" + EtcdCluster.peerUrl(3)));
        etcd.scale(4);
        etcd.settle();

        assertEquals(2, etcd.clusterIds().size());
    }

    @Test
    void aJoinerWhoseListDoesNotMatchExits() {
        EtcdCluster etcd = EtcdCluster.founded(8, 3);

        etcd.admit("etcd-3", EtcdCluster.start("second", "existing", 4));
        etcd.scale(4);
        etcd.advance(Duration.ofMinutes(1));

        assertFalse(etcd.ready(3));
        assertTrue(etcd.restarts(3) > 1);
    }

    @Test
    void aPodThatIsNotAdmittedWaits() {
        EtcdCluster etcd = EtcdCluster.founded(9, 3);

        etcd.scale(4);
        etcd.settle();

        assertEquals(
                "Pending",
                etcd.pod(3).orElseThrow().path("status").path("phase").asText());
        assertEquals(0, etcd.restarts(3));
    }

    @Test
    void aLostVolumeIsNotStartedAgain() {
        EtcdCluster etcd = EtcdCluster.founded(10, 3);
        etcd.admit("etcd-1", EtcdCluster.start("first", "started", 3));
        etcd.simulator().faults().loseVolume(EtcdCluster.NAMESPACE, "data-etcd-1");
        etcd.simulator().faults().killPod(EtcdCluster.NAMESPACE, "etcd-1");
        etcd.settle();

        assertEquals(
                "Pending",
                etcd.pod(1).orElseThrow().path("status").path("phase").asText());
        assertEquals(1, etcd.clusterIds().size());
        assertTrue(etcd.ready(0) && etcd.ready(2));
    }

    @Test
    void aFounderThatLostItsDataIsNotLetInAgain() {
        EtcdCluster etcd = EtcdCluster.founded(11, 3);
        etcd.simulator().faults().loseVolume(EtcdCluster.NAMESPACE, "data-etcd-1");
        etcd.advance(Duration.ofMinutes(1));

        assertFalse(etcd.ready(1));
        assertTrue(etcd.restarts(1) > 1);
        assertEquals(1, etcd.clusterIds().size());
    }

    @Test
    void withoutAMajorityNothingIsWrittenAndHealthSaysSo() {
        EtcdCluster etcd = EtcdCluster.founded(12, 3);
        etcd.put(0, "YQ==");
        etcd.simulator().faults().cutFromNetwork(EtcdCluster.NAMESPACE, "etcd-1");
        etcd.simulator().faults().cutFromNetwork(EtcdCluster.NAMESPACE, "etcd-2");
        etcd.settle();

        ProgramReply health = etcd.get(0, "/health").orElseThrow();
        assertEquals(503, health.status());
        assertEquals("{\"health\":\"false\",\"reason\":\"RAFT NO LEADER\"}", health.body());
        assertEquals(200, etcd.get(0, "/health?serializable=true").orElseThrow().status());
        assertEquals(
                "504 context deadline exceeded",
                etcd.refusal(0, "/v3/kv/put", "{\"key\": \"Yg==\", \"value\": \"Yg==\"}"));
        assertEquals("503 etcdserver: request timed out", etcd.refusal(0, "/v3/kv/range", "{\"key\": \"YQ==\"}"));
        assertEquals("503 etcdserver: unhealthy cluster", etcd.refusal(0, "/v3/cluster/member/add", ADD_LEARNER_3));
        assertEquals(3, etcd.members(0).size());
        assertEquals(
                "503 etcdserver: request timed out",
                etcd.refusal(0, "/v3/cluster/member/list", "{\"linearizable\": true}"));
        JsonNode status = etcd.ok(0, "/v3/maintenance/status", "{}");
        assertEquals("etcdserver: no leader", status.path("errors").path(0).asText());
        assertFalse(status.has("leader"));

        etcd.simulator().faults().reconnect(EtcdCluster.NAMESPACE, "etcd-1");
        etcd.settle();
        etcd.put(0, "Yg==");
        assertTrue(etcd.simulator().etcd().lostWrites(etcd.clusterIds().get(0)).isEmpty());
    }

    @Test
    void aLostMinorityOfVolumesLosesNothingAndALostMajorityDoes() {
        EtcdCluster minority = EtcdCluster.founded(13, 3);
        minority.put(0, "YQ==");
        minority.simulator().faults().loseVolume(EtcdCluster.NAMESPACE, "data-etcd-0");
        minority.settle();
        String cluster = minority.clusterIds().get(0);
        assertEquals(List.of(), minority.simulator().etcd().lostWrites(cluster));
        assertEquals(List.of(cluster), minority.simulator().etcd().clustersWithWrites());

        EtcdCluster majority = EtcdCluster.founded(13, 3);
        majority.put(0, "YQ==");
        for (int ordinal = 0; ordinal < 3; ordinal++) {
            majority.simulator().faults().loseVolume(EtcdCluster.NAMESPACE, "data-etcd-" + ordinal);
        }
        majority.settle();
        assertEquals(List.of("a"), majority.simulator().etcd().lostWrites(cluster));
    }

    @Test
    void leadershipMovesAtOnceWhenAskedAndByElectionWhenTheLeaderIsCutOff() {
        EtcdCluster etcd = EtcdCluster.founded(14, 3);
        int leader = etcd.leader();
        int other = (leader + 1) % 3;
        String target = "{\"targetID\": \"" + etcd.memberId(0, "etcd-" + other) + "\"}";

        assertEquals("400 etcdserver: not leader", etcd.refusal(other, "/v3/maintenance/transfer-leadership", target));
        assertEquals(
                "400 etcdserver: bad leader transferee",
                etcd.refusal(leader, "/v3/maintenance/transfer-leadership", "{\"targetID\": \"123\"}"));
        etcd.ok(leader, "/v3/maintenance/transfer-leadership", target);
        assertEquals(other, etcd.leader());

        etcd.simulator().faults().cutFromNetwork(EtcdCluster.NAMESPACE, "etcd-" + other);
        etcd.settle();
        assertNotEquals(-1, etcd.leader());
        assertNotEquals(other, etcd.leader());
    }

    @Test
    void theDataOfAnotherIncarnationIsSetAsideOnTheSameVolume() {
        EtcdCluster etcd = EtcdCluster.founded(15, 3);
        etcd.ok(0, "/v3/cluster/member/remove", "{\"ID\": \"" + etcd.memberId(0, "etcd-2") + "\"}");
        etcd.scale(2);
        etcd.settle();
        etcd.ok(0, "/v3/cluster/member/add", ADD_LEARNER_3.replace("etcd-3", "etcd-2"));
        etcd.admit("etcd-2", EtcdCluster.start("second", "existing", 3));
        etcd.scale(3);
        etcd.settle();

        assertTrue(etcd.ok(2, "/v3/maintenance/status", "{}").path("isLearner").asBoolean());
        assertTrue(etcd.simulator()
                .behaviours()
                .volume(EtcdCluster.NAMESPACE, "data-etcd-2")
                .orElseThrow()
                .read("aside/first/member", DataDirectory.class)
                .isPresent());
    }

    @Test
    void anOlderReleaseAnswersInItsOwnForm() {
        EtcdCluster etcd = new EtcdCluster(16);
        etcd.admit("etcd-0", EtcdCluster.start("first", "new", 1));
        etcd.createSet("3.4.23", 1);
        etcd.settle();

        assertEquals(
                "{\"health\":\"true\"}", etcd.get(0, "/health").orElseThrow().body());
        assertEquals(404, etcd.get(0, "/readyz").orElseThrow().status());
        assertEquals(
                "{\"etcdserver\":\"3.4.23\",\"etcdcluster\":\"3.4.0\"}",
                etcd.get(0, "/version").orElseThrow().body());
        etcd.ok(0, "/v3/cluster/member/add", ADD_LEARNER_3);
        assertEquals(
                "412 etcdserver: member ID already exist", etcd.refusal(0, "/v3/cluster/member/add", ADD_LEARNER_3));
    }

    @Test
    void theSameSeedGivesTheSameHistory() {
        EtcdCluster one = EtcdCluster.founded(17, 5);
        EtcdCluster other = EtcdCluster.founded(17, 5);

        assertEquals(one.leader(), other.leader());
        assertEquals(
                one.simulator().store().version(), other.simulator().store().version());
        assertEquals(
                one.simulator().etcd().running(EtcdCluster.NAMESPACE),
                other.simulator().etcd().running(EtcdCluster.NAMESPACE));
    }
}
