package dev.quorate.engine.rediscluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.engine.CallResult;
import dev.quorate.engine.MemberAction;
import dev.quorate.engine.MemberAction.CompleteJoin;
import dev.quorate.engine.MemberAction.FinalizeLeave;
import dev.quorate.engine.MemberAction.Leave;
import dev.quorate.engine.MemberAction.PrepareLeave;
import dev.quorate.engine.MemberAction.Switchover;
import dev.quorate.engine.MemberCluster.Start;
import dev.quorate.engine.Membership;
import dev.quorate.state.Admission.State;
import dev.quorate.state.Member;
import dev.quorate.state.Member.Departure;
import dev.quorate.state.Member.Health;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import dev.quorate.state.MembershipView.Completeness.Gap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the client of Redis Cluster keeps, whether its nodes are real or simulated. */
abstract class RedisClusterContractTest {

    private static final int KEYS = 100;

    @AutoClose
    protected NodeCluster cluster;

    private Membership membership;

    protected abstract NodeCluster newCluster();

    @BeforeEach
    void makeCluster() {
        cluster = newCluster();
        membership = cluster.membership();
    }

    @Test
    void foundersFormOneClusterThatTwoObserversSeeAlike() {
        found();
        MembershipView view = observe();
        assertEquals(Gap.NONE, view.completeness().gap());
        assertEquals(6, view.voters());
        assertEquals(List.of(), view.alarms());
        assertTrue(view.clusterId().isPresent());
        for (int ordinal = 0; ordinal < 6; ordinal++) {
            assertEquals(
                    ordinal % 2 == 0 ? MemberRole.LEADER : MemberRole.FOLLOWER,
                    member(ordinal).role());
            assertEquals(Departure.STAYS, member(ordinal).departure());
            assertEquals(List.of(), member(ordinal).alone());
        }
        cluster.await(
                "both see the same", () -> observe().equals(cluster.membership().observe(cluster.roster())));
        assertEquals(Start.NOT_ADMITTED, cluster.start(6));
        assertTrue(cluster.write("key", "kept"));
    }

    @Test
    void aShardComesAndGoesWithItsKeysAndEveryCallRepeated() {
        found();
        write();
        join(6);
        assertEquals(MemberRole.LEADER, member(6).role());
        assertEquals(Departure.IDLE, member(6).departure());
        join(7);
        assertEquals(8, observe().healthyVoters());
        assertEquals(MemberRole.FOLLOWER, member(7).role());
        assertEquals(Departure.STAYS, member(7).departure());
        perform(new CompleteJoin(cluster.pod(7), member(7).id()));
        assertKept();
        for (int ordinal : List.of(7, 6)) {
            String id = member(ordinal).id();
            perform(new PrepareLeave(cluster.pod(ordinal), id));
            perform(new PrepareLeave(cluster.pod(ordinal), id));
            assertEquals(
                    ordinal == 7 ? Departure.EMPTIED : Departure.IDLE,
                    member(ordinal).departure());
            perform(new Leave(cluster.pod(ordinal), id));
            cluster.dismiss(ordinal);
            perform(new Leave(cluster.pod(ordinal), id));
            perform(new FinalizeLeave(cluster.pod(ordinal), id));
            assertEquals(Optional.empty(), observe().byId(id));
        }
        cluster.await("the others are whole", () -> whole(6));
        assertKept();
        join(6);
        assertEquals(7, observe().healthyVoters());
        assertEquals(1, cluster.setAside(6).size());
    }

    @Test
    void aShardWhoseLeaveIsGivenUpIsFilledAgain() {
        found();
        write();
        join(6);
        join(7);
        perform(new PrepareLeave(cluster.pod(7), member(7).id()));
        assertEquals(MemberRole.LEARNER, member(7).role());
        perform(new CompleteJoin(cluster.pod(7), member(7).id()));
        assertEquals(MemberRole.FOLLOWER, member(7).role());
        assertEquals(Departure.STAYS, member(7).departure());
        assertKept();
    }

    @Test
    void aMasterMovesOnceAndIsEmptiedWhereverItIs() {
        found();
        write();
        join(6);
        join(7);
        Switchover move = new Switchover(member(6).id(), member(7).id());
        perform(move);
        perform(move);
        cluster.await("its shard has changed places", () -> member(7).role() == MemberRole.LEADER && whole(8));
        perform(new PrepareLeave(cluster.pod(7), member(7).id()));
        assertEquals(MemberRole.LEADER, member(6).role());
        assertEquals(Departure.EMPTIED, member(7).departure());
        assertKept();
    }

    @Test
    void aMasterThatDiesIsReplacedByItsReplicaAndComesBackAsOne() {
        found();
        write();
        cluster.await("the replica has it", () -> member(1).caughtUp());
        String id = member(0).id();
        cluster.kill(0);
        cluster.await("its replica is the master", () -> member(1).role() == MemberRole.LEADER);
        assertEquals(Health.SILENT, observe().byId(id).orElseThrow().health());
        assertEquals(Gap.SILENCE, observe().completeness().gap());
        assertEquals(1, member(1).alone().size());
        assertEquals(Start.RUNS, cluster.start(0));
        cluster.await("all are whole", () -> whole(6));
        assertEquals(MemberRole.FOLLOWER, member(0).role());
        assertEquals(id, member(0).id());
        assertKept();
    }

    /** OT-CONTAINER-KIT/redis-operator#173. */
    @Test
    void aNodeWhoseVolumeIsLostIsForgottenAndJoinsAsSomebodyNew() {
        found();
        write();
        String dead = member(0).id();
        cluster.kill(0);
        cluster.loseVolume(0);
        assertEquals(Start.BLANK_VOLUME, cluster.start(0));
        cluster.await("its replica is the master", () -> member(1).role() == MemberRole.LEADER);
        CallResult other = membership.perform(new Leave(cluster.pod(2), dead), cluster.roster());
        assertInstanceOf(CallResult.Blocked.class, other, other::toString);
        perform(new Leave(cluster.pod(0), dead));
        assertEquals(Optional.empty(), observe().byId(dead));
        join(0, List.of(0, 1, 2, 3, 4, 5));
        assertNotEquals(dead, member(0).id());
        cluster.await("all are whole", () -> whole(6));
        assertEquals(MemberRole.LEADER, member(1).role());
        assertKept();
    }

    @Test
    void whoOwnsSlotsIsNotForgottenAndThreeMastersStay() {
        found();
        String id = member(4).id();
        CallResult leave = membership.perform(new Leave(cluster.pod(4), id), cluster.roster());
        assertInstanceOf(CallResult.Blocked.class, leave, leave::toString);
        CallResult prepare = membership.perform(new PrepareLeave(cluster.pod(4), id), cluster.roster());
        assertInstanceOf(CallResult.Blocked.class, prepare, prepare::toString);
        assertEquals(6, observe().healthyVoters());
    }

    @Test
    void withoutAMajorityNothingIsChanged() {
        found();
        String id = member(5).id();
        for (int ordinal = 2; ordinal < 6; ordinal++) {
            cluster.kill(ordinal);
        }
        cluster.await("the others see it", () -> observe().healthyVoters() == 0);
        MembershipView view = observe();
        assertEquals(Gap.SILENCE, view.completeness().gap());
        assertEquals(Optional.empty(), view.clusterId());
        assertEquals(6, view.voters());
        for (MemberAction action : List.of(
                new Leave(cluster.pod(5), id),
                new Switchover(member(0).id(), member(1).id()),
                new CompleteJoin(cluster.pod(1), member(1).id()),
                new PrepareLeave(cluster.pod(5), id))) {
            CallResult result = membership.perform(action, cluster.roster());
            assertFalse(result instanceof CallResult.Done, () -> action + " is " + result);
        }
        for (int ordinal = 2; ordinal < 6; ordinal++) {
            assertEquals(Start.RUNS, cluster.start(ordinal));
        }
        cluster.await("all are back", () -> whole(6));
        assertTrue(cluster.write("after", "served"));
    }

    /** OT-CONTAINER-KIT/redis-operator#1250, #1251: it must not found a second cluster. */
    @Test
    void theFirstFounderThatLosesItsVolumeFoundsNothing() {
        found();
        cluster.kill(0);
        cluster.loseVolume(0);
        assertEquals(Start.BLANK_VOLUME, cluster.start(0));
        assertFalse(cluster.runs(0));
        assertEquals(6, observe().voters());
    }

    private void found() {
        List<Integer> founders = List.of(0, 1, 2, 3, 4, 5);
        founders.forEach(ordinal -> cluster.admit(ordinal, State.NEW, founders));
        founders.forEach(ordinal -> assertEquals(Start.RUNS, cluster.start(ordinal)));
        cluster.await("the founders are whole", () -> whole(6));
        founders.forEach(ordinal -> cluster.admit(ordinal, State.STARTED, founders));
    }

    private void join(int ordinal) {
        join(ordinal, IntStream.rangeClosed(0, ordinal).boxed().toList());
    }

    private void join(int ordinal, List<Integer> all) {
        cluster.admit(ordinal, State.EXISTING, all);
        assertEquals(Start.RUNS, cluster.start(ordinal));
        perform(new CompleteJoin(cluster.pod(ordinal), ""));
        cluster.admit(ordinal, State.STARTED, all);
        cluster.await(
                "it is a full member",
                () -> member(ordinal).voting() && member(ordinal).caughtUp());
    }

    private void write() {
        for (int key = 0; key < KEYS; key++) {
            assertTrue(cluster.write("key" + key, "kept"));
        }
    }

    /** By those who own their slots. */
    private void assertKept() {
        for (int key = 0; key < KEYS; key++) {
            String name = "key" + key;
            assertTrue(
                    observe().members().stream()
                            .filter(member -> member.role() == MemberRole.LEADER)
                            .map(member -> member.pod().orElseThrow())
                            .map(pod -> Integer.parseInt(pod.substring(pod.lastIndexOf('-') + 1)))
                            .anyMatch(ordinal -> cluster.readFrom(ordinal, name).equals(Optional.of("kept"))),
                    name);
        }
    }

    private boolean whole(int size) {
        MembershipView view = observe();
        return view.completeness().complete()
                && view.members().size() == size
                && view.healthyVoters() == size
                && view.members().stream().allMatch(Member::caughtUp);
    }

    /** Performs until it is done, as the loop does. */
    private void perform(MemberAction action) {
        CallResult[] last = new CallResult[1];
        cluster.await(action + " is done", () -> {
            last[0] = membership.perform(action, cluster.roster());
            return last[0] instanceof CallResult.Done;
        });
    }

    private MembershipView observe() {
        return membership.observe(cluster.roster());
    }

    private Member member(int ordinal) {
        MembershipView view = observe();
        return view.byPod(cluster.pod(ordinal))
                .orElseThrow(() -> new AssertionError(cluster.pod(ordinal) + " is no member in " + view));
    }
}
