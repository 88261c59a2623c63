package dev.quorate.engine.redis;

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
import dev.quorate.engine.MemberAction.PrepareJoin;
import dev.quorate.engine.MemberAction.PrepareLeave;
import dev.quorate.engine.MemberAction.Switchover;
import dev.quorate.engine.MemberCluster.Start;
import dev.quorate.engine.Membership;
import dev.quorate.state.Admission.State;
import dev.quorate.state.Member;
import dev.quorate.state.Member.Health;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import dev.quorate.state.MembershipView.Completeness.Gap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Redis' client keeps, whether its members are real or simulated: pods join by themselves, and sentinels name the master. */
abstract class RedisContractTest {

    private static final String REDIS = RedisEngine.REDIS;
    private static final String SENTINELS = RedisEngine.SENTINELS;

    @AutoClose
    protected RedisCluster cluster;

    private Membership membership;

    protected abstract RedisCluster newCluster();

    @BeforeEach
    void makeCluster() {
        cluster = newCluster();
        membership = cluster.membership();
    }

    @Test
    void foundersFormOneClusterThatTwoObserversSeeAlike() {
        found();
        for (String component : List.of(REDIS, SENTINELS)) {
            MembershipView view = observe(component);
            assertEquals(Gap.NONE, view.completeness().gap());
            assertEquals(3, view.voters());
            assertEquals(3, view.healthyVoters());
            assertEquals(List.of(), view.alarms());
            assertEquals(List.of(), view.openOperations());
            assertTrue(view.clusterId().isPresent());
            cluster.await(
                    "both see the same",
                    () -> observe(component).equals(cluster.membership().observe(cluster.roster(component))));
            assertEquals(Start.NOT_ADMITTED, cluster.start(component, 3));
        }
        assertEquals(MemberRole.LEADER, member(REDIS, 0).role());
        assertEquals(MemberRole.REPLICA, member(REDIS, 1).role());
        assertEquals(MemberRole.SENTINEL, member(SENTINELS, 1).role());
        assertEquals(List.of(2, 2, 2), cluster.quorums());
        assertTrue(cluster.write("key", "kept"));
        cluster.await("replicas have it", () -> cluster.readFrom(2, "key").equals(Optional.of("kept")));
    }

    @Test
    void aReplicaComesAndGoesWithEveryCallRepeatedAndIsForgottenByAll() {
        found();
        assertTrue(cluster.write("before", "kept"));
        joinRedis(3);
        String id = member(REDIS, 3).id();
        perform(REDIS, new CompleteJoin(pod(REDIS, 3), id));
        assertEquals(4, observe(REDIS).healthyVoters());
        assertEquals(Optional.of("kept"), cluster.readFrom(3, "before"));
        perform(REDIS, new PrepareLeave(pod(REDIS, 3), id));
        CallResult early = membership.perform(new Leave(pod(REDIS, 3), id), cluster.roster(REDIS));
        assertInstanceOf(CallResult.Blocked.class, early, early::toString);
        cluster.forgetPod(REDIS, 3);
        cluster.await("it is listed, and silent", () -> member(REDIS, 3).health() == Health.SILENT);
        assertEquals(Gap.SILENCE, observe(REDIS).completeness().gap());
        perform(REDIS, new Leave(pod(REDIS, 3), id));
        perform(REDIS, new Leave(pod(REDIS, 3), id));
        perform(REDIS, new FinalizeLeave(pod(REDIS, 3), id));
        assertEquals(Optional.empty(), observe(REDIS).byPod(pod(REDIS, 3)));
        cluster.await("all others are found again", () -> whole(REDIS, 3) && whole(SENTINELS, 3));
        joinRedis(3);
        assertEquals(4, observe(REDIS).healthyVoters());
    }

    @Test
    void theMasterMovesWithAllThatItAcknowledgedAndOnlyOnce() {
        found();
        for (int key = 0; key < 50; key++) {
            assertTrue(cluster.write("key" + key, "kept"));
        }
        Switchover move = new Switchover(member(REDIS, 0).id(), member(REDIS, 2).id());
        CallResult leaves = membership.perform(
                new PrepareLeave(pod(REDIS, 0), member(REDIS, 0).id()), cluster.roster(REDIS));
        assertInstanceOf(CallResult.Blocked.class, leaves, leaves::toString);
        perform(REDIS, move);
        assertEquals(MemberRole.LEADER, member(REDIS, 2).role());
        cluster.await("it has heard of it", () -> member(REDIS, 0).role() == MemberRole.REPLICA);
        perform(REDIS, move);
        assertEquals(MemberRole.LEADER, member(REDIS, 2).role());
        cluster.await("all follow", () -> whole(REDIS, 3));
        assertTrue(cluster.write("after", "served"));
        for (int key = 0; key < 50; key++) {
            assertEquals(Optional.of("kept"), cluster.readFrom(2, "key" + key));
            assertEquals(Optional.of("kept"), cluster.readFrom(0, "key" + key));
        }
    }

    @Test
    void aMasterThatDiesIsReplacedAndComesBackAsAReplica() {
        found();
        assertTrue(cluster.write("before", "kept"));
        cluster.await(
                "a replica has it",
                () -> cluster.readFrom(1, "before").equals(Optional.of("kept"))
                        && cluster.readFrom(2, "before").equals(Optional.of("kept")));
        cluster.kill(REDIS, 0);
        CallResult[] move = new CallResult[1];
        cluster.await(
                "the sentinels name another",
                () -> leader().filter(pod -> !pod.equals(pod(REDIS, 0))).isPresent());
        move[0] = membership.perform(new Switchover(pod(REDIS, 0), pod(REDIS, 1)), cluster.roster(REDIS));
        assertInstanceOf(CallResult.Done.class, move[0], move[0]::toString);
        assertEquals(Health.SILENT, member(REDIS, 0).health());
        assertEquals(Start.RUNS, cluster.start(REDIS, 0));
        cluster.await("all follow", () -> whole(REDIS, 3));
        assertEquals(MemberRole.REPLICA, member(REDIS, 0).role());
        assertEquals(Optional.of("kept"), cluster.readFrom(0, "before"));
    }

    /** Its replicas would receive its empty data. */
    @Test
    void aMasterWhoseVolumeIsLostNeverStartsAsTheMaster() {
        found();
        assertTrue(cluster.write("before", "kept"));
        cluster.await(
                "replicas have it",
                () -> cluster.readFrom(1, "before").equals(Optional.of("kept"))
                        && cluster.readFrom(2, "before").equals(Optional.of("kept")));
        cluster.kill(REDIS, 0);
        cluster.loseVolume(REDIS, 0);
        cluster.start(REDIS, 0);
        cluster.await("another is the master, and all follow", () -> whole(REDIS, 3));
        assertNotEquals(Optional.of(pod(REDIS, 0)), leader());
        for (int ordinal = 0; ordinal < 3; ordinal++) {
            assertEquals(Optional.of("kept"), cluster.readFrom(ordinal, "before"));
        }
    }

    @Test
    void withoutAMajorityOfSentinelsNothingIsChanged() {
        found();
        String id = member(SENTINELS, 2).id();
        cluster.kill(SENTINELS, 1);
        cluster.kill(SENTINELS, 2);
        cluster.await("both are silent", () -> observe(SENTINELS).healthyVoters() < 2);
        MembershipView view = observe(REDIS);
        assertEquals(Gap.SILENCE, view.completeness().gap());
        assertEquals(Optional.empty(), view.clusterId());
        assertEquals(Optional.empty(), view.leader());
        assertEquals(3, view.voters());
        for (MemberAction action :
                List.of(new Switchover(pod(REDIS, 0), pod(REDIS, 1)), new Leave(pod(REDIS, 3), pod(REDIS, 3)))) {
            CallResult result = membership.perform(action, cluster.roster(REDIS));
            assertFalse(result instanceof CallResult.Done, () -> action + " is " + result);
        }
        CallResult result = membership.perform(new Leave(pod(SENTINELS, 2), id), cluster.roster(SENTINELS));
        assertFalse(result instanceof CallResult.Done, result::toString);
        assertTrue(cluster.readFrom(0, "none").isEmpty());
        assertEquals(Start.RUNS, cluster.start(SENTINELS, 1));
        assertEquals(Start.RUNS, cluster.start(SENTINELS, 2));
        cluster.await("the sentinels are back", () -> whole(SENTINELS, 3) && whole(REDIS, 3));
    }

    @Test
    void sentinelsGoOutByTwoAndInByTwoAndTheQuorumFollows() {
        found();
        joinSentinel(3);
        assertEquals(Set.of(3), quorums());
        joinSentinel(4);
        assertEquals(Set.of(3), quorums());
        assertEquals(5, observe(SENTINELS).healthyVoters());
        leaveSentinel(4);
        leaveSentinel(3);
        countAgain();
        assertEquals(Set.of(2), quorums());
        cluster.await("all others are found again", () -> whole(REDIS, 3) && whole(SENTINELS, 3));
        assertEquals(Optional.of(pod(REDIS, 0)), leader());
    }

    @Test
    void aSentinelWhoseVolumeIsLostIsSomebodyNew() {
        found();
        String dead = member(SENTINELS, 1).id();
        cluster.kill(SENTINELS, 1);
        cluster.loseVolume(SENTINELS, 1);
        assertEquals(Start.BLANK_VOLUME, cluster.start(SENTINELS, 1));
        cluster.await("it is silent", () -> member(SENTINELS, 1).health() == Health.SILENT);
        assertEquals(3, observe(SENTINELS).voters());
        CallResult other = membership.perform(new Leave(pod(SENTINELS, 2), dead), cluster.roster(SENTINELS));
        assertInstanceOf(CallResult.Blocked.class, other, other::toString);
        perform(SENTINELS, new Leave(pod(SENTINELS, 1), dead));
        assertEquals(Optional.empty(), observe(SENTINELS).byId(dead));
        joinSentinel(1, List.of(0, 1, 2));
        assertNotEquals(dead, member(SENTINELS, 1).id());
        cluster.await("all are whole", () -> whole(SENTINELS, 3));
        assertEquals(Set.of(2), quorums());
    }

    /** What the sentinels remember outlives them. */
    @Test
    void afterAStopOfAllNoFormerMasterIsTheMasterAgain() {
        found();
        perform(REDIS, new Switchover(member(REDIS, 0).id(), member(REDIS, 1).id()));
        cluster.await("all follow", () -> whole(REDIS, 3));
        cluster.kill(REDIS, 0);
        assertTrue(cluster.write("after it stopped", "kept"));
        cluster.await(
                "the other replica has it",
                () -> cluster.readFrom(2, "after it stopped").isPresent());
        for (int ordinal = 0; ordinal < 3; ordinal++) {
            cluster.kill(SENTINELS, ordinal);
        }
        cluster.kill(REDIS, 1);
        cluster.kill(REDIS, 2);
        assertEquals(Start.RUNS, cluster.start(REDIS, 0));
        for (int ordinal = 0; ordinal < 3; ordinal++) {
            assertEquals(Start.RUNS, cluster.start(SENTINELS, ordinal));
        }
        cluster.start(REDIS, 1);
        cluster.start(REDIS, 2);
        cluster.await("all are back", () -> whole(SENTINELS, 3) && whole(REDIS, 3));
        assertNotEquals(Optional.of(pod(REDIS, 0)), leader());
        assertEquals(Optional.of("kept"), cluster.readFrom(0, "after it stopped"));
    }

    private void found() {
        List<Integer> founders = List.of(0, 1, 2);
        for (String component : List.of(SENTINELS, REDIS)) {
            founders.forEach(ordinal -> cluster.admit(component, ordinal, State.NEW, founders));
        }
        for (String component : List.of(SENTINELS, REDIS)) {
            founders.forEach(ordinal -> assertEquals(Start.RUNS, cluster.start(component, ordinal)));
        }
        for (String component : List.of(SENTINELS, REDIS)) {
            cluster.await("the founders of " + component + " are well", () -> whole(component, 3));
            founders.forEach(ordinal -> cluster.admit(component, ordinal, State.STARTED, founders));
        }
    }

    private boolean whole(String component, int size) {
        MembershipView view = observe(component);
        return view.completeness().complete()
                && view.members().size() == size
                && view.healthyVoters() == size
                && view.members().stream().allMatch(Member::caughtUp);
    }

    /** As the planner does where the call that saw the last one forgotten did not come to it. */
    private void countAgain() {
        observe(SENTINELS).members().stream()
                .filter(member -> !member.caughtUp())
                .findFirst()
                .ifPresent(member ->
                        perform(SENTINELS, new CompleteJoin(member.pod().orElseThrow(), member.id())));
    }

    private void joinRedis(int ordinal) {
        List<Integer> all = IntStream.rangeClosed(0, ordinal).boxed().toList();
        perform(REDIS, new PrepareJoin(pod(REDIS, ordinal), "store"));
        cluster.admit(REDIS, ordinal, State.EXISTING, all);
        assertEquals(Start.RUNS, cluster.start(REDIS, ordinal));
        perform(REDIS, new CompleteJoin(pod(REDIS, ordinal), ""));
        cluster.admit(REDIS, ordinal, State.STARTED, all);
        assertEquals(MemberRole.REPLICA, member(REDIS, ordinal).role());
    }

    private void joinSentinel(int ordinal) {
        joinSentinel(ordinal, IntStream.rangeClosed(0, ordinal).boxed().toList());
    }

    private void joinSentinel(int ordinal, List<Integer> all) {
        cluster.admit(SENTINELS, ordinal, State.EXISTING, all);
        assertEquals(Start.RUNS, cluster.start(SENTINELS, ordinal));
        cluster.await(
                "it answers, and is not counted",
                () -> observe(SENTINELS)
                        .byPod(pod(SENTINELS, ordinal))
                        .filter(member -> member.role() == MemberRole.LEARNER && !member.voting())
                        .isPresent());
        perform(SENTINELS, new CompleteJoin(pod(SENTINELS, ordinal), ""));
        cluster.admit(SENTINELS, ordinal, State.STARTED, all);
        assertTrue(member(SENTINELS, ordinal).voting());
    }

    private void leaveSentinel(int ordinal) {
        String id = member(SENTINELS, ordinal).id();
        CallResult early = membership.perform(new Leave(pod(SENTINELS, ordinal), id), cluster.roster(SENTINELS));
        assertInstanceOf(CallResult.Blocked.class, early, early::toString);
        cluster.forgetPod(SENTINELS, ordinal);
        perform(SENTINELS, new Leave(pod(SENTINELS, ordinal), id));
        assertEquals(Optional.empty(), observe(SENTINELS).byId(id));
    }

    private Set<Integer> quorums() {
        return cluster.quorums().stream().collect(Collectors.toSet());
    }

    /** Performs until it is done, as the loop does. */
    private void perform(String component, MemberAction action) {
        CallResult[] last = new CallResult[1];
        cluster.await(action + " is done", () -> {
            last[0] = membership.perform(action, cluster.roster(component));
            return last[0] instanceof CallResult.Done;
        });
    }

    private Optional<String> leader() {
        return observe(REDIS).leader().flatMap(Member::pod);
    }

    private String pod(String component, int ordinal) {
        return cluster.pod(component, ordinal);
    }

    private MembershipView observe(String component) {
        return membership.observe(cluster.roster(component));
    }

    private Member member(String component, int ordinal) {
        MembershipView view = observe(component);
        return view.byPod(pod(component, ordinal))
                .orElseThrow(() -> new AssertionError(pod(component, ordinal) + " is no member in " + view));
    }
}
