package dev.quorate.engine.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.engine.CallResult;
import dev.quorate.engine.MemberAction;
import dev.quorate.engine.MemberAction.CompleteJoin;
import dev.quorate.engine.MemberAction.Leave;
import dev.quorate.engine.MemberAction.PrepareLeave;
import dev.quorate.engine.MemberCluster.Start;
import dev.quorate.engine.Membership;
import dev.quorate.state.Admission.State;
import dev.quorate.state.Member;
import dev.quorate.state.Member.Departure;
import dev.quorate.state.Member.Health;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import dev.quorate.state.MembershipView.Completeness.Gap;
import dev.quorate.state.MembershipView.Replication;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What RabbitMQ's client keeps, whether its members are real or simulated: they join by themselves, and none leads. */
abstract class RabbitContractTest {

    private static final String QUEUE = "orders";

    @AutoClose
    protected RabbitCluster cluster;

    private Membership membership;

    protected abstract RabbitCluster newCluster();

    @BeforeEach
    void makeCluster() {
        cluster = newCluster();
        membership = cluster.membership();
    }

    @Test
    void foundersFormOneClusterThatTwoObserversSeeAlike() {
        found(3);
        assertEquals(Start.NOT_ADMITTED, cluster.start(3));
        assertTrue(cluster.declare(0, QUEUE, "quorum"));
        assertTrue(cluster.declare(2, "prices", "classic"));
        assertTrue(cluster.write(QUEUE, "kept"));
        MembershipView view = observe();
        assertEquals(Gap.NONE, view.completeness().gap());
        assertEquals(3, view.voters());
        assertEquals(3, view.healthyVoters());
        assertTrue(view.clusterId().isPresent());
        assertEquals(List.of(), view.alarms());
        assertEquals(List.of(), view.openOperations());
        cluster.await(
                "both see the same", () -> observe().equals(cluster.membership().observe(cluster.roster())));
        assertEquals(List.of("queue prices in /"), member(2).alone());
        assertEquals(List.of(), member(0).alone());
        assertEquals(MemberRole.PEER, member(1).role());
        CallResult wrong =
                membership.perform(new Leave(cluster.pod(1), member(2).id()), cluster.roster());
        assertInstanceOf(CallResult.Blocked.class, wrong, wrong::toString);
        assertEquals(3, observe().members().size());
    }

    @Test
    void outAndInAgainWithEveryCallRepeatedAndOldDataSetAside() {
        found(3);
        assertTrue(cluster.declare(0, QUEUE, "quorum"));
        assertTrue(cluster.declare(0, "log", "stream"));
        assertTrue(cluster.write(QUEUE, "before"));
        String first = join(3);
        assertTrue(cluster.replicas(QUEUE).contains(first));
        perform(new CompleteJoin(cluster.pod(3), first));
        assertTrue(cluster.write(QUEUE, "while there are four"));
        perform(new PrepareLeave(cluster.pod(3), first));
        perform(new PrepareLeave(cluster.pod(3), first));
        cluster.await("it is emptied", () -> departure(first) == Departure.EMPTIED);
        perform(new Leave(cluster.pod(3), first));
        perform(new Leave(cluster.pod(3), first));
        assertEquals(Optional.empty(), observe().byId(first));
        cluster.forgetPod(3);
        String second = join(3);
        assertNotEquals(first, second);
        assertEquals(1, cluster.setAside(3).size());
        assertEquals(4, observe().healthyVoters());
        assertEquals(List.of("before", "while there are four"), cluster.messages(QUEUE));
    }

    /** There are never so many here, and a newcomer gets a replica of all: neither says how many there should be. */
    @Test
    void onHowManyMembersAQueueIsMeantToBeIsSaidByItsArguments() {
        found(3);
        assertTrue(cluster.declare(0, QUEUE, "quorum"));
        join(3);
        assertEquals(4, cluster.replicas(QUEUE).size());
        assertEquals(Optional.empty(), observe().replication());
        assertTrue(cluster.declare(0, "prices", Map.of("x-queue-type", "quorum", "x-quorum-initial-group-size", 5)));
        assertEquals(
                Optional.of(new Replication(5, "queue prices in /")), observe().replication());
        assertTrue(cluster.declare(1, "log", Map.of("x-queue-type", "stream", "x-initial-cluster-size", 7)));
        assertEquals(
                Optional.of(new Replication(7, "stream log in /")), observe().replication());
    }

    @Test
    void aLeaveThatIsTakenBackGivesTheShareBack() {
        found(3);
        assertTrue(cluster.declare(0, QUEUE, "quorum"));
        assertTrue(cluster.write(QUEUE, "kept"));
        String leaver = join(3);
        perform(new PrepareLeave(cluster.pod(3), leaver));
        cluster.await("it is emptied", () -> departure(leaver) == Departure.EMPTIED);
        cluster.await(
                "no replica is listed there", () -> !cluster.replicas(QUEUE).contains(leaver));
        perform(new CompleteJoin(cluster.pod(3), leaver));
        assertEquals(Departure.STAYS, departure(leaver));
        assertTrue(cluster.replicas(QUEUE).contains(leaver));
        assertEquals(List.of("kept"), cluster.messages(QUEUE));
    }

    @Test
    void theFirstMemberWhoseVolumeIsLostFoundsNoSecondClusterAndIsReplaced() {
        found(3);
        assertTrue(cluster.declare(1, QUEUE, "quorum"));
        assertTrue(cluster.write(QUEUE, "kept"));
        Optional<String> id = observe().clusterId();
        String dead = member(0).id();
        cluster.kill(0);
        cluster.loseVolume(0);
        assertEquals(Start.BLANK_VOLUME, cluster.start(0));
        assertFalse(cluster.runs(0) && observe().byId(dead).orElseThrow().health() == Health.HEALTHY);
        cluster.await("the others notice", () -> observe().healthyVoters() == 2);
        MembershipView view = observe();
        assertEquals(Gap.SILENCE, view.completeness().gap());
        assertTrue(view.completeness().why().contains(cluster.pod(0)), view.completeness()::why);
        perform(new Leave(cluster.pod(0), dead));
        assertEquals(2, observe().voters());
        String anew = join(0, List.of(0, 1, 2));
        assertNotEquals(dead, anew);
        assertEquals(id, observe().clusterId());
        assertEquals(3, observe().healthyVoters());
        assertEquals(3, cluster.replicas(QUEUE).size());
        assertEquals(List.of("kept"), cluster.messages(QUEUE));
    }

    @Test
    void withoutAMajorityNothingIsSaidAndNothingIsChanged() {
        found(3);
        assertTrue(cluster.declare(0, QUEUE, "quorum"));
        assertTrue(cluster.write(QUEUE, "kept"));
        String lost = member(2).id();
        cluster.kill(1);
        cluster.kill(2);
        cluster.await("the survivor pauses", () -> observe().healthyVoters() == 0);
        assertEquals(Optional.empty(), observe().clusterId());
        for (MemberAction action : List.of(new Leave(cluster.pod(2), lost), new PrepareLeave(cluster.pod(2), lost))) {
            CallResult result = membership.perform(action, cluster.roster());
            assertFalse(result instanceof CallResult.Done, () -> action + " is " + result);
        }
        assertEquals(Start.RUNS, cluster.start(1));
        assertEquals(Start.RUNS, cluster.start(2));
        cluster.await("most members are back", () -> observe().healthyVoters() >= 2);
        restart(0);
        cluster.await("the members are back", () -> observe().healthyVoters() == 3);
        assertEquals(3, observe().members().size());
        cluster.await(
                "its replicas have a majority", () -> cluster.messages(QUEUE).equals(List.of("kept")));
    }

    /** One that paused goes on by itself at most times, and at some it fails to: then its pod is restarted. */
    private void restart(int ordinal) {
        cluster.kill(ordinal);
        assertEquals(Start.RUNS, cluster.start(ordinal));
    }

    /** It is written down that they have run only when all of them do, and one may lose its volume before. */
    @Test
    void theFirstFounderThatIsBlankAgainFoundsNoSecondCluster() {
        List<Integer> all = start(3);
        blankAgain(0);
        assertEquals(Gap.SILENCE, observe().completeness().gap());
        Optional<String> id = observe().clusterId();
        all.forEach(ordinal -> cluster.admit(ordinal, State.STARTED, all));
        perform(new Leave(cluster.pod(0), silent(0)));
        cluster.forgetPod(0);
        join(0, all);
        assertEquals(id, observe().clusterId());
        assertEquals(3, observe().healthyVoters());
    }

    @Test
    void aNewcomerThatIsBlankAgainIsForgottenAndJoinsAsSomebodyElse() {
        found(3);
        List<Integer> all = List.of(0, 1, 2, 3);
        cluster.admit(3, State.EXISTING, all);
        assertEquals(Start.RUNS, cluster.start(3));
        cluster.await("it is listed", () -> observe().byPod(cluster.pod(3)).isPresent());
        blankAgain(3);
        String first = silent(3);
        perform(new Leave(cluster.pod(3), first));
        cluster.forgetPod(3);
        assertNotEquals(first, join(3));
        assertEquals(4, observe().healthyVoters());
    }

    private void blankAgain(int ordinal) {
        cluster.kill(ordinal);
        cluster.loseVolume(ordinal);
        cluster.start(ordinal);
        cluster.await("it has ended", () -> cluster.listedAndBlank(ordinal));
    }

    private String silent(int ordinal) {
        Member member = member(ordinal);
        assertEquals(Health.SILENT, member.health());
        return member.id();
    }

    @Test
    void ofAQueueWithoutAMajorityNothingIsTakenAndAPersonIsTold() {
        found(3);
        assertTrue(cluster.declare(0, QUEUE, "quorum"));
        assertEquals(
                0, cluster.command(0, "rabbitmq-queues", "shrink", member(2).id()));
        cluster.await(
                "the queue has two replicas", () -> cluster.replicas(QUEUE).size() == 2);
        String dead = member(1).id();
        cluster.kill(1);
        cluster.await("the others notice", () -> observe().healthyVoters() == 2);
        CallResult[] last = new CallResult[1];
        cluster.await("the queue is named", () -> {
            last[0] = membership.perform(new Leave(cluster.pod(1), dead), cluster.roster());
            return last[0] instanceof CallResult.Blocked blocked
                    && blocked.needsPerson()
                    && blocked.sentence().contains("of the 2 replicas of queue orders in / only 1 answers");
        });
        assertEquals(3, observe().members().size());
    }

    /** The controller ended between two calls of a leave, and the leave is not wanted any more. */
    @Test
    void aMemberThatWasDrainedServesAgainWhenItsLeaveIsTakenBack() {
        found(3);
        assertTrue(cluster.declare(0, QUEUE, "quorum"));
        String leaver = join(3);
        perform(new PrepareLeave(cluster.pod(3), leaver));
        assertEquals(0, cluster.command(3, "rabbitmq-upgrade", "--timeout", "60", "drain"));
        perform(new CompleteJoin(cluster.pod(3), leaver));
        cluster.await(
                "its replica answers", () -> member(3).caughtUp() && member(3).health() == Health.HEALTHY);
        assertTrue(cluster.replicas(QUEUE).contains(leaver));
        assertEquals(Departure.STAYS, departure(leaver));
    }

    private void found(int size) {
        start(size)
                .forEach(ordinal -> cluster.admit(
                        ordinal, State.STARTED, IntStream.range(0, size).boxed().toList()));
    }

    private List<Integer> start(int size) {
        List<Integer> founders = IntStream.range(0, size).boxed().toList();
        founders.forEach(ordinal -> cluster.admit(ordinal, State.NEW, founders));
        founders.forEach(ordinal -> assertEquals(Start.RUNS, cluster.start(ordinal)));
        cluster.await(
                "the founders are healthy",
                () -> observe().healthyVoters() == size
                        && observe().completeness().complete());
        return founders;
    }

    private String join(int ordinal) {
        return join(ordinal, IntStream.rangeClosed(0, ordinal).boxed().toList());
    }

    private String join(int ordinal, List<Integer> all) {
        cluster.admit(ordinal, State.EXISTING, all);
        assertEquals(Start.RUNS, cluster.start(ordinal));
        cluster.await(
                "it is listed, without its share",
                () -> observe()
                        .byPod(cluster.pod(ordinal))
                        .filter(member -> member.role() == MemberRole.LEARNER && member.started())
                        .isPresent());
        perform(new CompleteJoin(cluster.pod(ordinal), ""));
        cluster.admit(ordinal, State.STARTED, all);
        return member(ordinal).id();
    }

    /** Performs until it is done, as the loop does. */
    private void perform(MemberAction action) {
        CallResult[] last = new CallResult[1];
        cluster.await(action + " is done", () -> {
            last[0] = membership.perform(action, cluster.roster());
            return last[0] instanceof CallResult.Done;
        });
    }

    private Departure departure(String id) {
        return observe().byId(id).orElseThrow().departure();
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
