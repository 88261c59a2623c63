package dev.quorate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.engine.MemberAction.CompleteJoin;
import dev.quorate.engine.MemberAction.FinalizeLeave;
import dev.quorate.engine.MemberAction.Leave;
import dev.quorate.engine.MemberAction.PrepareJoin;
import dev.quorate.engine.MemberAction.PrepareLeave;
import dev.quorate.engine.MemberAction.Switchover;
import dev.quorate.engine.MemberCluster.Start;
import dev.quorate.state.Admission.State;
import dev.quorate.state.Member;
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

/** What every client of an engine with voters keeps, whether its members are real or simulated. */
public abstract class MembershipContractTest {

    @AutoClose
    protected MemberCluster cluster;

    protected Membership membership;

    protected abstract MemberCluster newCluster();

    @BeforeEach
    void makeCluster() {
        cluster = newCluster();
        membership = cluster.membership();
    }

    @Test
    void foundersFormOneClusterThatIsSeenWhole() {
        found(3);
        MembershipView view = observe();
        assertEquals(Gap.NONE, view.completeness().gap());
        assertEquals(3, view.voters());
        assertEquals(3, view.healthyVoters());
        assertTrue(view.clusterId().isPresent());
        assertEquals(
                1,
                view.members().stream()
                        .filter(member -> member.role() == MemberRole.LEADER)
                        .count());
        assertEquals(List.of(), view.alarms());
        for (int ordinal = 0; ordinal < 3; ordinal++) {
            assertTrue(member(ordinal).started());
            assertTrue(member(ordinal).caughtUp());
        }
    }

    @Test
    void aMemberJoinsAsLearnerIsPromotedAndHoldsWhatWasWrittenBefore() {
        found(1);
        assertTrue(cluster.write("before", "kept"));
        String id = announce(1);
        Member learner = member(1);
        assertFalse(learner.voting());
        assertFalse(learner.started());
        assertEquals(Gap.NONE, observe().completeness().gap(), "a learner that has not started hides nothing");
        cluster.admit(1, State.EXISTING, List.of(0, 1));
        assertEquals(Start.RUNS, cluster.start(1));
        perform(new CompleteJoin(cluster.pod(1), id));
        cluster.await("the new voter is healthy", () -> member(1).health() == Health.HEALTHY);
        assertEquals(id, member(1).id());
        assertTrue(member(1).voting());
        cluster.await(
                "the new voter holds the data",
                () -> cluster.readFrom(1, "before").equals(Optional.of("kept")));
    }

    @Test
    void repeatedCallsChangeNothing() {
        found(1);
        String id = announce(1);
        assertEquals(
                CallResult.Done.meaning(id),
                membership.perform(new PrepareJoin(cluster.pod(1), cluster.set()), roster()));
        cluster.admit(1, State.EXISTING, List.of(0, 1));
        assertEquals(Start.RUNS, cluster.start(1));
        perform(new CompleteJoin(cluster.pod(1), id));
        assertEquals(CallResult.Done.meaning(id), membership.perform(new CompleteJoin(cluster.pod(1), id), roster()));
        cluster.await("both are healthy", () -> observe().healthyVoters() == 2);
        moveLeadership(1, 0);
        perform(new Leave(cluster.pod(1), id));
        perform(new Leave(cluster.pod(1), id));
        perform(new PrepareLeave(cluster.pod(1), id));
        perform(new FinalizeLeave(cluster.pod(1), id));
        assertEquals(1, observe().members().size());
        assertTrue(cluster.write("after", "still served"));
    }

    @Test
    void aFormerMemberComesBackOnlyAsSomebodyNewWithItsOldDataSetAside() {
        found(1);
        String first = join(1, List.of(0, 1));
        moveLeadership(1, 0);
        perform(new Leave(cluster.pod(1), first));
        stopRemoved(1);
        String second = join(1, List.of(0, 1));
        assertNotEquals(first, second);
        assertEquals(1, cluster.setAside(1).size());
        assertEquals(2, observe().healthyVoters());
    }

    @Test
    void aDeadMemberIsNotSeenAsGoneAndIsReplacedByTheOthers() {
        found(3);
        assertTrue(cluster.write("before", "kept"));
        int lost = (leader() + 1) % 3;
        String dead = member(lost).id();
        cluster.kill(lost);
        cluster.loseVolume(lost);
        cluster.admit(lost, State.STARTED, List.of(0, 1, 2));
        assertEquals(Start.BLANK_VOLUME, cluster.start(lost));
        MembershipView view = observe();
        assertEquals(Gap.SILENCE, view.completeness().gap());
        assertTrue(view.completeness().why().contains(cluster.pod(lost)), view.completeness()::why);
        assertEquals(Health.SILENT, view.byId(dead).orElseThrow().health());
        assertEquals(3, view.voters());
        assertEquals(2, view.healthyVoters());
        perform(new Leave(cluster.pod(lost), dead));
        assertEquals(2, observe().voters());
        String anew = join(lost, List.of(0, 1, 2));
        assertNotEquals(dead, anew);
        assertEquals(3, observe().healthyVoters());
        assertEquals(Optional.of("kept"), cluster.readFrom(lost, "before"));
    }

    /** Else the join would never end, and who is down is not replaced before it has. */
    @Test
    void aLearnerGetsItsVoteWhileAVoterIsDown() {
        found(3);
        assertTrue(cluster.write("before", "kept"));
        String id = announce(3);
        cluster.admit(3, State.EXISTING, List.of(0, 1, 2, 3));
        assertEquals(Start.RUNS, cluster.start(3));
        cluster.await("it follows", () -> member(3).started());
        cluster.admit(3, State.STARTED, List.of(0, 1, 2, 3));
        int down = (leader() + 1) % 3;
        cluster.kill(down);
        perform(new CompleteJoin(cluster.pod(3), id));
        cluster.await("three of four are healthy", () -> observe().healthyVoters() == 3);
        assertEquals(4, observe().voters());
        assertTrue(cluster.write("after", "served by three"));
        cluster.await(
                "the new voter holds the data",
                () -> cluster.readFrom(3, "before").equals(Optional.of("kept")));
    }

    @Test
    void aJoinThatStoppedHalfWayIsTakenBackAndBlocksAnother() {
        found(3);
        String id = announce(3);
        CallResult other = membership.perform(new PrepareJoin(cluster.pod(4), cluster.set()), roster());
        assertInstanceOf(CallResult.Blocked.class, other, other::toString);
        CallResult early = membership.perform(new CompleteJoin(cluster.pod(3), id), roster());
        assertInstanceOf(CallResult.InProgress.class, early, early::toString);
        assertTrue(cluster.write("meanwhile", "written"));
        perform(new Leave(cluster.pod(3), id));
        assertEquals(3, observe().members().size());
        CallResult gone = membership.perform(new CompleteJoin(cluster.pod(3), id), roster());
        assertInstanceOf(CallResult.Failed.class, gone, gone::toString);
        String again = announce(3);
        assertNotEquals(id, again);
    }

    @Test
    void withoutAMajorityTheViewIsPartialAndNothingIsChanged() {
        found(3);
        String last = member(0).id();
        String removed = member(2).id();
        cluster.kill(1);
        cluster.kill(2);
        cluster.await("the survivor notices", () -> observe().healthyVoters() == 0);
        MembershipView view = observe();
        assertEquals(Gap.SILENCE, view.completeness().gap());
        assertEquals(Optional.empty(), view.clusterId());
        assertEquals(Optional.empty(), view.leader());
        assertEquals(votersSeenWithoutAMajority(3), view.voters());
        for (MemberAction action : List.of(
                new Leave(cluster.pod(2), removed),
                new PrepareJoin(cluster.pod(3), cluster.set()),
                new Switchover(last, removed))) {
            CallResult result = membership.perform(action, roster());
            assertFalse(result instanceof CallResult.Done, () -> action + " is " + result);
        }
        assertEquals(Start.RUNS, cluster.start(1));
        assertEquals(Start.RUNS, cluster.start(2));
        cluster.await("the members are back", () -> observe().healthyVoters() == 3);
        assertEquals(3, observe().members().size());
    }

    @Test
    void twoObserversSeeTheSameAndAnnounceOneJoinerOnce() {
        found(3);
        Membership other = cluster.membership();
        cluster.await("both see a whole cluster", () -> observe().equals(other.observe(roster())));
        String id = announce(3);
        assertEquals(
                CallResult.Done.meaning(id), other.perform(new PrepareJoin(cluster.pod(3), cluster.set()), roster()));
        assertEquals(4, other.observe(roster()).members().size());
        perform(new Leave(cluster.pod(3), id));
        assertEquals(CallResult.Done.DONE, other.perform(new Leave(cluster.pod(3), id), roster()));
    }

    @Test
    void noPodStartsThatNobodyAdmitted() {
        found(1);
        assertEquals(Start.NOT_ADMITTED, cluster.start(1));
    }

    @Test
    void aFounderWhoseVolumeIsLostFoundsNoSecondCluster() {
        found(1);
        Optional<String> founded = observe().clusterId();
        cluster.kill(0);
        cluster.loseVolume(0);
        assertEquals(Start.BLANK_VOLUME, cluster.start(0));
        assertTrue(founded.isPresent());
        assertFalse(cluster.runs(0));
    }

    @Test
    void anIdentityThatBelongsToAnotherPodIsNotRemoved() {
        found(3);
        int follower = (leader() + 1) % 3;
        CallResult result = membership.perform(
                new Leave(cluster.pod((follower + 1) % 3), member(follower).id()), roster());
        assertInstanceOf(CallResult.Blocked.class, result, result::toString);
        assertEquals(3, observe().voters());
    }

    /** Founds a cluster and marks its founders as started, as a bootstrap does. */
    protected final void found(int size) {
        List<Integer> founders = IntStream.range(0, size).boxed().toList();
        founders.forEach(ordinal -> cluster.admit(ordinal, State.NEW, founders));
        founders.forEach(ordinal -> assertEquals(Start.RUNS, cluster.start(ordinal)));
        cluster.await(
                "the founders are healthy",
                () -> observe().healthyVoters() == size && observe().leader().isPresent());
        founders.forEach(ordinal -> cluster.admit(ordinal, State.STARTED, founders));
    }

    protected final void stopRemoved(int ordinal) {
        if (!cluster.endsWhenRemoved()) {
            cluster.kill(ordinal);
        }
        cluster.await("who was removed has ended", () -> !cluster.runs(ordinal));
    }

    /** How many of the voters are known while most of them are silent; where members then say nothing of each other, none. */
    protected int votersSeenWithoutAMajority(int voters) {
        return voters;
    }

    /** Before a leader leaves; nothing where the others elect another then. */
    protected void moveLeadership(int from, int to) {
        if (leader() == from) {
            perform(new Switchover(member(from).id(), member(to).id()));
        }
    }

    protected final String join(int ordinal, List<Integer> peers) {
        String id = announce(ordinal);
        cluster.admit(ordinal, State.EXISTING, peers);
        assertEquals(Start.RUNS, cluster.start(ordinal));
        perform(new CompleteJoin(cluster.pod(ordinal), id));
        cluster.await("the new voter is healthy", () -> member(ordinal).health() == Health.HEALTHY);
        cluster.admit(ordinal, State.STARTED, peers);
        return id;
    }

    private String announce(int ordinal) {
        perform(new PrepareJoin(cluster.pod(ordinal), cluster.set()));
        return member(ordinal).id();
    }

    /** Performs until it is done, as the loop does; a refusal that may pass is waited for. */
    protected final void perform(MemberAction action) {
        CallResult[] last = new CallResult[1];
        cluster.await(action + " is done", () -> {
            last[0] = membership.perform(action, roster());
            return last[0] instanceof CallResult.Done;
        });
    }

    protected final MembershipView observe() {
        return membership.observe(roster());
    }

    protected final Member member(int ordinal) {
        MembershipView view = observe();
        return view.byPod(cluster.pod(ordinal))
                .orElseThrow(() -> new AssertionError(cluster.pod(ordinal) + " is no member in " + view));
    }

    protected final int leader() {
        cluster.await("a leader is known", () -> observe().leader().isPresent());
        String pod = observe().leader().flatMap(Member::pod).orElseThrow();
        return Integer.parseInt(pod.substring(pod.lastIndexOf('-') + 1));
    }

    protected final Roster roster() {
        return cluster.roster();
    }
}
