package dev.quorate.engine.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.engine.Roster;
import dev.quorate.engine.rabbitmq.RabbitAnswer.Listed;
import dev.quorate.engine.rabbitmq.RabbitAnswer.Mark;
import dev.quorate.engine.rabbitmq.RabbitAnswer.Status;
import dev.quorate.schema.AppName;
import dev.quorate.state.Member;
import dev.quorate.state.Member.Departure;
import dev.quorate.state.Member.Health;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import dev.quorate.state.MembershipView.Completeness.Gap;
import dev.quorate.state.MembershipView.Replication;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RabbitViewTest {

    private final Map<Integer, Status> answers = new HashMap<>();
    private final List<RabbitQueue> queues = new ArrayList<>();
    private final Map<String, Mark> marks = new HashMap<>();

    @Test
    void threeThatListEachOtherAreAWholeCluster() {
        running(3);
        MembershipView view = view(3);
        assertEquals(Gap.NONE, view.completeness().gap());
        assertEquals(Optional.of("id"), view.clusterId());
        assertEquals(3, view.healthyVoters());
        assertEquals(MemberRole.PEER, member(view, 1).role());
        assertTrue(member(view, 1).caughtUp());
    }

    @Test
    void whoHasNotGotItsShareIsNoFullMember() {
        running(3);
        marks.put(node(2), Mark.JOINING);
        Member joiner = member(view(3), 2);
        assertEquals(MemberRole.LEARNER, joiner.role());
        assertFalse(joiner.voting());
        assertTrue(joiner.started());
    }

    @Test
    void aLeaverIsEmptiedWhenNoReplicaThatMattersIsLeftThere() {
        running(3);
        marks.put(node(2), Mark.LEAVING);
        queues.add(queue("orders", RabbitQueue.Type.QUORUM, Set.of(0, 1, 2), Set.of(0, 1, 2)));
        assertEquals(Departure.EMPTYING, member(view(3), 2).departure());
        queues.set(0, queue("orders", RabbitQueue.Type.QUORUM, Set.of(0, 1), Set.of(0, 1)));
        assertEquals(Departure.EMPTIED, member(view(3), 2).departure());
        assertEquals(Departure.STAYS, member(view(3), 1).departure());
    }

    @Test
    void whatOnlyOneHasIsNamed() {
        running(3);
        queues.add(queue("prices", RabbitQueue.Type.CLASSIC, Set.of(2), Set.of(2)));
        queues.add(queue("mirrored", RabbitQueue.Type.CLASSIC, Set.of(1, 2), Set.of(1, 2)));
        queues.add(queue("single", RabbitQueue.Type.QUORUM, Set.of(2), Set.of(2)));
        queues.add(queue("reply", RabbitQueue.Type.PASSING, Set.of(2), Set.of(2)));
        assertEquals(
                List.of("queue prices in /", "queue single in /"),
                member(view(3), 2).alone());
        assertEquals(List.of(), member(view(3), 1).alone());
    }

    @Test
    void theQueueThatIsMeantToHaveTheMostCopiesIsNamed() {
        running(3);
        queues.add(queue("many", RabbitQueue.Type.QUORUM, Set.of(0, 1, 2), Set.of(0, 1, 2)));
        assertEquals(Optional.empty(), view(3).replication());
        queues.add(meant("prices", 5));
        queues.add(meant("orders", 5));
        queues.add(meant("log", 3));
        assertEquals(Optional.of(new Replication(5, "queue orders in /")), view(3).replication());
    }

    @Test
    void aReplicaThatDoesNotAnswerIsBehind() {
        running(3);
        queues.add(queue("orders", RabbitQueue.Type.QUORUM, Set.of(0, 1, 2), Set.of(0, 1)));
        assertFalse(member(view(3), 2).caughtUp());
        assertTrue(member(view(3), 1).caughtUp());
    }

    @Test
    void aReplicaWhereNoMemberIsStandsInTheWay() {
        running(3);
        queues.add(queue("orders", RabbitQueue.Type.QUORUM, Set.of(0, 1, 2, 7), Set.of(0, 1, 2)));
        assertEquals(1, view(3).openOperations().size());
        assertTrue(view(3).openOperations().get(0).startsWith("queue orders in / counts a replica on " + node(7)));
    }

    @Test
    void oneThatDoesNotAnswerMakesTheViewPartial() {
        running(3);
        answers.remove(2);
        MembershipView view = view(3);
        assertEquals(Gap.SILENCE, view.completeness().gap());
        assertEquals(Health.SILENT, member(view, 2).health());
        assertEquals(3, view.voters());
        assertEquals(Optional.of("id"), view.clusterId());
    }

    @Test
    void aMinorityConfirmsNothing() {
        running(3);
        answers.remove(2);
        answers.remove(1);
        MembershipView view = view(3);
        assertEquals(Optional.empty(), view.clusterId());
        assertEquals(Gap.SILENCE, view.completeness().gap());
    }

    @Test
    void twoClustersAreAnAlarm() {
        running(3);
        answers.put(0, status(0, "other", Set.of(0)));
        MembershipView view = view(3);
        assertEquals(Gap.DISAGREEMENT, view.completeness().gap());
        assertTrue(view.alarms().get(0).startsWith("the pods answer as 2 clusters: id (orders-1, orders-2)"));
    }

    @Test
    void aFullDiskIsAnAlarmOfItsMember() {
        running(3);
        Status one = status(1, "id", Set.of(0, 1, 2));
        List<Listed> nodes = one.nodes().stream()
                .map(listed -> listed.name().equals(node(1))
                        ? new Listed(listed.name(), true, List.of(), false, true)
                        : listed)
                .toList();
        answers.put(1, new Status(one.node(), one.version(), one.clusterId(), nodes, Map.of(), Set.of("khepri_db")));
        MembershipView view = view(3);
        assertEquals(Health.UNHEALTHY, member(view, 1).health());
        assertTrue(view.alarms().get(0).startsWith("orders-1 has too little disk space"));
        assertEquals(
                Optional.of("4.0.5, feature flags off: khepri_db"),
                member(view, 1).version());
    }

    @Test
    void aNodeOfAnotherAppIsNoPodOfThisOne() {
        assertEquals(Optional.of("orders-3"), Nodes.pod("shop", "orders", node(3)));
        assertEquals(Optional.empty(), Nodes.pod("shop", "orders", "rabbit-1@orders-3.orders-headless.other.svc"));
        assertEquals(Optional.empty(), Nodes.pod("shop", "orders", "rabbit-1@my-orders-3.orders-headless.shop.svc"));
        assertEquals(Optional.empty(), Nodes.pod("shop", "orders", "rabbit@localhost"));
    }

    private void running(int size) {
        Set<Integer> all = Set.copyOf(IntStream.range(0, size).boxed().toList());
        all.forEach(ordinal -> answers.put(ordinal, status(ordinal, "id", all)));
    }

    private static Status status(int ordinal, String cluster, Set<Integer> nodes) {
        List<Listed> listed = nodes.stream()
                .map(other -> new Listed(node(other), true, List.of(), false, false))
                .toList();
        return new Status(node(ordinal), "4.0.5", Optional.of(cluster), listed, Map.of(), Set.of());
    }

    private MembershipView view(int pods) {
        List<RabbitAnswer> all = new ArrayList<>();
        List<Roster.Pod> roster = new ArrayList<>();
        for (int ordinal = 0; ordinal < pods; ordinal++) {
            Roster.Pod pod = new Roster.Pod("orders-" + ordinal, "orders", ordinal, true, Optional.empty());
            roster.add(pod);
            all.add(Optional.ofNullable(answers.get(ordinal))
                    .map(status -> new RabbitAnswer(pod, Optional.of(marked(status)), ""))
                    .orElseGet(() -> RabbitAnswer.silence(pod, "connection refused")));
        }
        return RabbitView.of(
                new Roster(new AppName("shop", "orders"), "rabbitmq", roster),
                new RabbitAnswers(all),
                Optional.of(queues));
    }

    private Status marked(Status status) {
        return new Status(
                status.node(), status.version(), status.clusterId(), status.nodes(), marks, status.flagsOff());
    }

    private static Member member(MembershipView view, int ordinal) {
        return view.byId(node(ordinal)).orElseThrow();
    }

    private static RabbitQueue queue(String name, RabbitQueue.Type type, Set<Integer> members, Set<Integer> online) {
        return new RabbitQueue("/", name, type, nodes(members), nodes(online), 0);
    }

    private static RabbitQueue meant(String name, int copies) {
        return new RabbitQueue("/", name, RabbitQueue.Type.QUORUM, nodes(Set.of(0)), nodes(Set.of(0)), copies);
    }

    private static Set<String> nodes(Set<Integer> ordinals) {
        return Set.copyOf(ordinals.stream().map(RabbitViewTest::node).toList());
    }

    private static String node(int ordinal) {
        return Nodes.DNS.node("shop", "orders", "orders-" + ordinal, "1");
    }
}
