package dev.quorate.engine.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.engine.CallResult;
import dev.quorate.engine.MemberAction;
import dev.quorate.engine.MemberAction.CompleteJoin;
import dev.quorate.engine.MemberAction.Leave;
import dev.quorate.engine.MemberAction.PrepareLeave;
import dev.quorate.engine.MemberCluster.Start;
import dev.quorate.state.Admission.State;
import dev.quorate.state.Member;
import dev.quorate.state.Member.Departure;
import dev.quorate.state.Member.Health;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import dev.quorate.state.MembershipView.Replication;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Members of a real RabbitMQ with messages in it. Each operation is asked of a client of its own, as of a controller that was
 * killed and started again in between, and publishing goes on all the time.
 */
@Tag("real-rabbitmq")
@ResourceLock("processors for nodes of RabbitMQ")
@Execution(ExecutionMode.CONCURRENT)
class RealRabbitTest {

    private static final String QUEUE = "orders";

    /** {@code -Dquorate.rabbitmq=4} leaves the others out. */
    static Stream<String> versions() {
        return Stream.of("3.10.8", "4.0.5")
                .filter(version -> version.startsWith(System.getProperty("quorate.rabbitmq", "")));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void outByTwoAndInByTwoWithTheLeaderOfAQueueLeaving(String version) {
        try (RealRabbit rabbit = RealRabbit.of(version)) {
            found(rabbit, 3);
            assertTrue(rabbit.messages().declare(rabbit.addressOf(0), QUEUE, "quorum"));
            assertTrue(rabbit.messages().declare(rabbit.addressOf(0), "log", "stream"));
            assertTrue(rabbit.messages().declare(rabbit.addressOf(2), "prices", "classic"));
            try (Publisher publisher = Publisher.to(rabbit, QUEUE)) {
                join(rabbit, 3);
                join(rabbit, 4);
                assertEquals(5, rabbit.replicas(QUEUE).size());
                assertEquals(Set.of(node(rabbit, 2)), rabbit.replicas("prices"));
                assertEquals(
                        List.of("queue prices in /"),
                        observe(rabbit).byPod(rabbit.pod(2)).orElseThrow().alone());
                leave(rabbit, 4);
                leave(rabbit, 3);
                assertEquals(3, rabbit.replicas(QUEUE).size());
                assertEquals(3, observe(rabbit).healthyVoters());
                publisher.stop();
                System.out.println("RabbitMQ " + version + ", out by two and in by two: " + publisher.figure());
                assertTrue(publisher.acknowledged().size() > 20, publisher::figure);
                assertReadBack(rabbit, publisher);
            }
        }
    }

    /** Policies of mirrored queues ended with 3.x, and those of quorum queues began with 3.13. */
    @ParameterizedTest
    @CsvSource({
        "3.10.8, classic, '{\"ha-mode\": \"exactly\", \"ha-params\": 3}'",
        "4.0.5, quorum, '{\"target-group-size\": 3}'"
    })
    void onHowManyMembersAQueueIsMeantToBeIsSaidByAPolicyToo(String version, String type, String policy) {
        try (RealRabbit rabbit = RealRabbit.of(version)) {
            found(rabbit, 1);
            assertTrue(rabbit.messages().declare(rabbit.addressOf(0), QUEUE, type));
            assertEquals(Optional.empty(), observe(rabbit).replication());
            assertEquals(0, rabbit.command(0, "rabbitmqctl", "set_policy", "copies", "^" + QUEUE, policy));
            rabbit.await(
                    "the policy is seen",
                    () -> observe(rabbit)
                            .replication()
                            .equals(Optional.of(new Replication(3, "queue " + QUEUE + " in /"))));
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aMemberWhoseVolumeIsLostIsSomebodyNewEvenTheFirst(String version) {
        try (RealRabbit rabbit = RealRabbit.of(version)) {
            found(rabbit, 3);
            assertTrue(rabbit.messages().declare(rabbit.addressOf(1), QUEUE, "quorum"));
            try (Publisher publisher = Publisher.to(rabbit, QUEUE)) {
                publisher.awaitMore(5);
                Optional<String> cluster = observe(rabbit).clusterId();
                String dead = node(rabbit, 0);
                rabbit.kill(0);
                rabbit.loseVolume(0);
                assertEquals(Start.BLANK_VOLUME, rabbit.start(0), "it founds no second cluster");
                rabbit.await(
                        "the others notice",
                        () -> observe(rabbit).byId(dead).orElseThrow().health() == Health.SILENT
                                && observe(rabbit).healthyVoters() == 2);
                perform(rabbit, new Leave(rabbit.pod(0), dead));
                assertEquals(2, observe(rabbit).members().size());
                join(rabbit, 0, List.of(0, 1, 2));
                assertNotEquals(dead, node(rabbit, 0));
                assertEquals(cluster, observe(rabbit).clusterId());
                assertEquals(3, rabbit.replicas(QUEUE).size());
                publisher.stop();
                System.out.println("RabbitMQ " + version + ", pod 0 replaced: " + publisher.figure());
                assertReadBack(rabbit, publisher);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aLeaverThatStaysGetsItsShareBackAndOneThatDiesIsForgotten(String version) {
        try (RealRabbit rabbit = RealRabbit.of(version)) {
            found(rabbit, 3);
            join(rabbit, 3);
            assertTrue(rabbit.messages().declare(rabbit.addressOf(1), QUEUE, "quorum"));
            assertTrue(rabbit.write(QUEUE, "kept"));
            String leaver = node(rabbit, 3);
            grown(rabbit, leaver);
            perform(rabbit, new PrepareLeave(rabbit.pod(3), leaver));
            // What is listed of a queue may be some seconds old, and then says that a replica is there still.
            rabbit.await(
                    "it is seen emptied",
                    () -> observe(rabbit).byId(leaver).orElseThrow().departure() == Departure.EMPTIED
                            && !rabbit.replicas(QUEUE).contains(leaver));
            perform(rabbit, new CompleteJoin(rabbit.pod(3), leaver));
            assertEquals(
                    Departure.STAYS, observe(rabbit).byId(leaver).orElseThrow().departure());
            assertTrue(rabbit.replicas(QUEUE).contains(leaver));
            perform(rabbit, new PrepareLeave(rabbit.pod(3), leaver));
            rabbit.kill(3);
            rabbit.await(
                    "the others notice",
                    () -> observe(rabbit).byId(leaver).orElseThrow().health() == Health.SILENT);
            perform(rabbit, new Leave(rabbit.pod(3), leaver));
            perform(rabbit, new Leave(rabbit.pod(3), leaver));
            rabbit.forgetPod(3);
            assertEquals(3, observe(rabbit).members().size());
            assertEquals(3, observe(rabbit).healthyVoters());
            assertEquals(List.of("kept"), rabbit.messages().read(rabbit.addressOf(0), QUEUE));
        }
    }

    /** However few replicas the queue was declared with: a member that comes back from a leave has one. */
    private static void grown(RealRabbit rabbit, String node) {
        rabbit.await("a replica on " + node, () -> {
            if (!rabbit.replicas(QUEUE).contains(node)) {
                assertEquals(
                        0,
                        rabbit.run(0, List.of("rabbitmq-queues", "grow", node, "all"))
                                .code());
            }
            return rabbit.replicas(QUEUE).contains(node)
                    && observe(rabbit).byId(node).orElseThrow().caughtUp();
        });
    }

    private static void found(RealRabbit rabbit, int size) {
        List<Integer> founders = IntStream.range(0, size).boxed().toList();
        founders.forEach(ordinal -> rabbit.admit(ordinal, State.NEW, founders));
        founders.forEach(ordinal -> assertEquals(Start.RUNS, rabbit.start(ordinal)));
        rabbit.await(
                "the founders are healthy",
                () -> observe(rabbit).healthyVoters() == size
                        && observe(rabbit).completeness().complete());
        founders.forEach(ordinal -> rabbit.admit(ordinal, State.STARTED, founders));
    }

    private static void join(RealRabbit rabbit, int ordinal) {
        join(rabbit, ordinal, IntStream.rangeClosed(0, ordinal).boxed().toList());
    }

    private static void join(RealRabbit rabbit, int ordinal, List<Integer> all) {
        rabbit.admit(ordinal, State.EXISTING, all);
        assertEquals(Start.RUNS, rabbit.start(ordinal));
        rabbit.await(
                rabbit.pod(ordinal) + " is seen as one that has not got its share yet",
                () -> observe(rabbit)
                        .byPod(rabbit.pod(ordinal))
                        .filter(member -> member.role() == MemberRole.LEARNER && member.started())
                        .isPresent());
        perform(rabbit, new CompleteJoin(rabbit.pod(ordinal), ""));
        rabbit.admit(ordinal, State.STARTED, all);
    }

    private static void leave(RealRabbit rabbit, int ordinal) {
        Member member = observe(rabbit).byPod(rabbit.pod(ordinal)).orElseThrow();
        perform(rabbit, new PrepareLeave(rabbit.pod(ordinal), member.id()));
        perform(rabbit, new Leave(rabbit.pod(ordinal), member.id()));
        assertEquals(Optional.empty(), observe(rabbit).byId(member.id()));
        rabbit.forgetPod(ordinal);
    }

    private static void perform(RealRabbit rabbit, MemberAction action) {
        CallResult[] last = new CallResult[1];
        rabbit.await(action + ": " + last[0], () -> {
            last[0] = rabbit.membership().perform(action, rabbit.roster());
            return last[0] instanceof CallResult.Done;
        });
    }

    private static MembershipView observe(RealRabbit rabbit) {
        return rabbit.membership().observe(rabbit.roster());
    }

    private static String node(RealRabbit rabbit, int ordinal) {
        return observe(rabbit).byPod(rabbit.pod(ordinal)).orElseThrow().id();
    }

    private static void assertReadBack(RealRabbit rabbit, Publisher publisher) {
        Set<String> lost = new HashSet<>(publisher.acknowledged());
        lost.removeAll(rabbit.messages().drain(rabbit.addressOf(1), QUEUE));
        assertEquals(Set.of(), lost, publisher::figure);
    }
}
