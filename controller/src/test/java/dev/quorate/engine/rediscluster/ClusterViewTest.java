package dev.quorate.engine.rediscluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.state.Member;
import dev.quorate.state.Member.Departure;
import dev.quorate.state.Member.Health;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import dev.quorate.state.MembershipView.Completeness.Gap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterViewTest {

    private final SaidNodes said = new SaidNodes();

    @Test
    void eachShardHasAMasterAndAReplica() {
        MembershipView view = view();
        assertEquals(Gap.NONE, view.completeness().gap());
        assertEquals(Optional.of("shop/store"), view.clusterId());
        assertEquals(6, view.healthyVoters());
        assertEquals(List.of(), view.alarms());
        assertEquals(MemberRole.LEADER, member(0).role());
        assertEquals(MemberRole.FOLLOWER, member(1).role());
        assertEquals(SaidNodes.id(1), member(1).id());
        assertEquals(Optional.of("8.0.2"), member(1).version());
        assertTrue(view.members().stream()
                .allMatch(member -> member.departure() == Departure.STAYS
                        && member.caughtUp()
                        && member.alone().isEmpty()));
    }

    @Test
    void theFirstOfANewShardHasNothingAndIsGivenNothing() {
        said.nodes.put(6, "master - 0 0 0 connected");
        assertEquals(Departure.IDLE, member(6).departure());
        assertEquals(MemberRole.LEADER, member(6).role());
        assertTrue(member(6).voting());
        assertEquals(List.of(), member(6).alone());
        assertEquals(Departure.STAYS, member(0).departure());
    }

    @Test
    void aShardThatHasLessThanItsShareIsFilled() {
        said.nodes.put(6, "master - 0 0 0 connected");
        said.nodes.put(7, SaidNodes.slave(6));
        assertEquals(Departure.EMPTIED, member(7).departure());
        assertEquals(MemberRole.LEARNER, member(7).role());
        assertFalse(member(7).voting());
        assertEquals("its shard has not got its share yet", member(7).detail());
        said.nodes.put(0, "master - 0 0 1 connected 100-5460");
        said.nodes.put(6, "master - 0 0 4 connected 0-99");
        assertEquals(Departure.EMPTYING, member(7).departure());
        assertEquals(Departure.STAYS, member(1).departure());
        said.nodes.put(0, "master - 0 0 1 connected 4096-5460");
        said.nodes.put(6, "master - 0 0 4 connected 0-4095");
        assertEquals(Departure.STAYS, member(7).departure());
        assertEquals(MemberRole.FOLLOWER, member(7).role());
    }

    @Test
    void aBlankNodeBesideTheMasterOfItsShardIsALearner() {
        said.nodes.put(1, "master - 0 0 0 connected");
        assertEquals(MemberRole.LEARNER, member(1).role());
        assertEquals("is a master beside store-0", member(1).detail());
        assertEquals(List.of("slots 0-5460"), member(0).alone());
    }

    /** It took slots over just before it fell out, and its replica had not heard of them. */
    @Test
    void aFormerMasterThatHasKeptSlotsServesThemUntilTheyAreMoved() {
        said.nodes.put(0, "master - 0 0 4 connected 0-18");
        said.nodes.put(1, "master - 0 0 5 connected 19-5460");
        assertEquals(MemberRole.UNKNOWN, member(0).role());
        assertEquals(MemberRole.LEADER, member(1).role());
        assertEquals(Health.HEALTHY, member(0).health());
        assertEquals(Departure.EMPTYING, member(0).departure());
        assertEquals(List.of("slots 0-18"), member(0).alone());
        assertEquals(List.of(), view().alarms());
    }

    @Test
    void aReplicaThatHasNotGotAllLeavesItsMasterAlone() {
        said.unlinked.add(3);
        assertEquals(Health.UNHEALTHY, member(3).health());
        assertEquals("waits for what store-2 has", member(3).detail());
        assertFalse(member(3).caughtUp());
        assertEquals(List.of("slots 5461-10921"), member(2).alone());
    }

    /** redis/redis#13244. */
    @Test
    void aReplicaThatHasWanderedToAnotherShardIsNotWell() {
        said.nodes.put(3, SaidNodes.slave(4));
        assertEquals(MemberRole.UNKNOWN, member(3).role());
        assertEquals(
                "follows store-4, and the master of its shard is store-2",
                member(3).detail());
    }

    @Test
    void whoIsSilentOnceIsNotGone() {
        said.silent.add(4);
        MembershipView view = view();
        assertEquals(Gap.SILENCE, view.completeness().gap());
        assertEquals(
                "store-4 does not answer: nobody there", view.completeness().why());
        assertEquals(6, view.voters());
        assertEquals(Health.SILENT, member(4).health());
        assertEquals(List.of(), member(4).alone());
        said.silent.add(5);
        assertEquals(List.of("slots 10922-16383"), member(4).alone());
    }

    /** As one whose join is taken back, while its pod stops: it would else seem to have become a full member. */
    @Test
    void whoIsSilentInAShardThatHasNothingIsStillALearner() {
        said.nodes.put(6, "master - 0 0 0 connected");
        said.nodes.put(7, SaidNodes.slave(6));
        said.silent.add(7);
        assertEquals(MemberRole.LEARNER, member(7).role());
        assertEquals(Health.SILENT, member(7).health());
        assertFalse(member(7).voting());
        assertEquals(Gap.NONE, view().completeness().gap());
        said.nodes.put(7, "master - 0 0 4 connected");
        assertFalse(member(7).voting());
        said.silent.add(6);
        assertFalse(member(7).voting());
        assertTrue(member(6).voting());
        assertEquals(Gap.SILENCE, view().completeness().gap());
    }

    /** It may have taken that slot, and nobody has heard of it. */
    @Test
    void whoIsSilentWhileASlotIsOnItsWayToItCounts() {
        said.nodes.put(6, "master - 0 0 5 connected");
        said.nodes.put(7, "master - 0 0 4 connected");
        said.silent.add(7);
        said.open.put(0, " [5460->-" + SaidNodes.id(7) + "]");
        assertTrue(member(7).voting());
        assertEquals(Gap.SILENCE, view().completeness().gap());
    }

    @Test
    void aFormerMasterThatIsSilentCounts() {
        said.nodes.put(0, "master,fail - 0 0 1 disconnected");
        said.nodes.put(1, "master - 0 0 5 connected 0-5460");
        said.silent.add(0);
        assertEquals(MemberRole.UNKNOWN, member(0).role());
        assertTrue(member(0).voting());
        assertEquals(Gap.SILENCE, view().completeness().gap());
    }

    @Test
    void withoutAMajorityThereIsNoCluster() {
        said.silent.addAll(List.of(3, 4, 5));
        assertEquals(Optional.empty(), view().clusterId());
        assertEquals(Gap.SILENCE, view().completeness().gap());
        assertEquals(6, view().voters());
    }

    @Test
    void aPodThatHasMetNobodyIsNoMemberAndDisturbsNobody() {
        said.otherwise.put(6, SaidNodes.line(6, "myself,master - 0 0 0 connected"));
        assertEquals(Optional.empty(), view().byPod("store-6"));
        assertEquals(Gap.NONE, view().completeness().gap());
    }

    @Test
    void whoListsOthersThanMostIsContradicted() {
        said.otherwise.put(
                5,
                SaidNodes.line(5, "myself," + SaidNodes.slave(4))
                        + SaidNodes.line(4, "master - 0 0 3 connected 10922-16383"));
        assertEquals(Gap.DISAGREEMENT, view().completeness().gap());
        assertEquals(
                "store-5 and the other nodes do not list the same nodes",
                view().completeness().why());
    }

    /** Nobody would tell them, and nobody else would forget it: so the one that is to leave is still seen, and forgotten by all. */
    @Test
    void aDeadNodeThatSomeHaveForgottenIsListedUntilAllHave() {
        String all = said.lines(1);
        said.silent.add(5);
        for (int ordinal = 0; ordinal < 4; ordinal++) {
            said.otherwise.put(ordinal, said.lines(ordinal).replace(said.lineOf(5), ""));
            assertEquals(Health.SILENT, member(5).health());
            assertEquals(Gap.SILENCE, view().completeness().gap());
            assertEquals(6, view().voters());
            assertTrue(view().clusterId().isPresent());
        }
        said.otherwise.put(4, said.lines(4).replace(said.lineOf(5), ""));
        assertEquals(Optional.empty(), view().byPod("store-5"));
        assertEquals(Gap.NONE, view().completeness().gap());
        said.otherwise.put(1, all.replace(said.lineOf(5), said.lineOf(5).replace("connected", "connected 16383")));
        assertEquals(Gap.DISAGREEMENT, view().completeness().gap());
    }

    @Test
    void aLostVolumeIsAnotherNodeAndTheFormerOneIsSilent() {
        said.otherwise.put(1, "f".repeat(40) + " 10.0.0.2:6379@16379,,tls-port=0 myself,master - 0 0 0 connected\n");
        assertEquals(Health.SILENT, member(1).health());
        assertEquals("answers as " + "f".repeat(40), member(1).detail());
        assertEquals(Gap.SILENCE, view().completeness().gap());
    }

    @Test
    void anOpenSlotIsSeenWhereverItIsNoted() {
        said.open.put(0, " [5460->-" + SaidNodes.id(2) + "]");
        assertEquals(Departure.EMPTYING, member(0).departure());
        assertEquals(Departure.EMPTYING, member(1).departure());
        assertEquals(Departure.STAYS, member(2).departure());
        said.open.clear();
        said.open.put(2, " [5460-<-" + SaidNodes.id(0) + "]");
        assertEquals(Departure.STAYS, member(0).departure());
        assertEquals(Departure.EMPTYING, member(3).departure());
        assertEquals(List.of(), view().alarms());
    }

    @Test
    void aSlotOnItsWayToSomebodyUnknownIsAQuestionToAPerson() {
        said.open.put(0, " [5460->-" + "e".repeat(40) + "]");
        assertEquals(
                List.of("slot 5460 of store-0 is on its way to " + "e".repeat(40) + ", which no node lists"),
                view().alarms());
    }

    @Test
    void slotsThatNobodyOwnsAreAnAlarm() {
        said.nodes.put(0, "master - 0 0 1 connected 0-5458 5460");
        assertEquals(
                List.of(
                        "nobody owns the slots 5459 (CLUSTER ADDSLOTS gives them to a master, when what was in them is gone"
                                + " for good)"),
                view().alarms());
    }

    @Test
    void aNodeThatMostDoNotReachIsNotWell() {
        said.nodes.put(3, "slave,fail " + SaidNodes.id(2) + " 0 0 2 connected");
        assertEquals("most of the others do not reach it", member(3).detail());
        assertEquals(List.of("slots 5461-10921"), member(2).alone());
    }

    @Test
    void nobodyIsSeenWhereNobodyAnswers() {
        said.silent.addAll(said.nodes.keySet());
        assertEquals(List.of(), view().members());
        assertTrue(view().completeness().why().startsWith("store-0 does not answer: nobody there; "));
    }

    private Member member(int ordinal) {
        return view().byPod("store-" + ordinal).orElseThrow();
    }

    private MembershipView view() {
        return ClusterView.of(said.roster(), said.topology());
    }
}
