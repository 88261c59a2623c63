package dev.quorate.engine.rediscluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.engine.CallResult;
import dev.quorate.engine.MemberAction;
import dev.quorate.engine.MemberAction.CompleteJoin;
import dev.quorate.engine.MemberAction.Leave;
import dev.quorate.engine.MemberAction.PrepareLeave;
import dev.quorate.engine.MemberAction.Switchover;
import dev.quorate.engine.MemberCluster.Start;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.rediscluster.Interrupted.Interruption;
import dev.quorate.engine.rediscluster.Interrupted.LostReplies;
import dev.quorate.state.Admission.State;
import dev.quorate.state.Member;
import dev.quorate.state.Member.Departure;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What only processes of a real Redis can tell: writes that go on while shards come, go and fail. */
@Tag("real-redis-cluster")
@Execution(ExecutionMode.CONCURRENT)
class RealRedisClusterTest {

    /** What the controller's calls go through now. */
    private Optional<Servers> way = Optional.empty();

    /** {@code -Dquorate.redis-cluster=8} leaves the others out. */
    static Stream<String> versions() {
        return Stream.of("7.0.15", "8.0.2")
                .filter(version -> version.startsWith(System.getProperty("quorate.redis-cluster", "")));
    }

    /** As if the controller had ended after calls that change something, and another had gone on. */
    @ParameterizedTest
    @MethodSource("versions")
    void outByAShardAndInByOneWithItsMasterLeavingAndRepliesLost(String version) throws Exception {
        try (RealRedisCluster redis = founded(version);
                Writers writers = new Writers(redis)) {
            LostReplies replies = new LostReplies();
            way = Optional.of(new Interrupted(redis.servers(), replies));
            writers.awaitMore(500);
            join(redis, 6);
            join(redis, 7);
            perform(
                    redis,
                    new Switchover(member(redis, 6).id(), member(redis, 7).id()));
            assertEquals(MemberRole.LEADER, member(redis, 7).role());
            writers.awaitMore(100);
            leave(redis, 7);
            leave(redis, 6);
            redis.await("the others are whole", () -> whole(redis, 6));
            writers.awaitMore(100);
            assertTrue(replies.count() >= 10, "interrupted only " + replies.count() + " times");
            writers.end(version + ", out by two and in by two, interrupted " + replies.count() + " times");
        }
    }

    /** First the master that slots go to, then one that they come from, each in the midst of them. */
    @ParameterizedTest
    @MethodSource("versions")
    void aMasterThatDiesWhileSlotsMoveTakesNoAcknowledgedWriteAlong(String version) throws Exception {
        try (RealRedisCluster redis = founded(version);
                Writers writers = new Writers(redis)) {
            writers.awaitMore(500);
            join(redis, 6);
            start(redis, 7);
            redis.await("it has got what its master has", () -> member(redis, 7).caughtUp());
            dieAt(900, redis, 6);
            redis.await("it died", () -> {
                complete(redis, 7);
                return !redis.runs(6);
            });
            way = Optional.of(redis.servers());
            redis.await("the rest goes to its replica", () -> member(redis, 7).role() == MemberRole.LEADER);
            assertEquals(Start.RUNS, redis.start(6));
            dieAt(300, redis, 0);
            redis.await("it died", () -> {
                complete(redis, 7);
                return !redis.runs(0);
            });
            way = Optional.of(redis.servers());
            assertEquals(Start.RUNS, redis.start(0));
            perform(redis, new CompleteJoin(redis.pod(7), member(redis, 7).id()));
            redis.await("all are whole", () -> whole(redis, 8));
            writers.awaitMore(100);
            writers.end(version + ", masters killed while slots move");
        }
    }

    /** Meanwhile the slot has come and gone again: by a late order its owner would lose it, with all keys. */
    @ParameterizedTest
    @MethodSource("versions")
    void whoIsFrozenBeforeATakeOverFindsItsConnectionsClosed(String version) throws Exception {
        try (RealRedisCluster redis = founded(version);
                Writers writers = new Writers(redis)) {
            writers.awaitMore(100);
            join(redis, 6);
            start(redis, 7);
            redis.await("it has got what its master has", () -> member(redis, 7).caughtUp());
            boolean[] frozen = new boolean[1];
            way = Optional.of(new Interrupted(redis.servers(), new Interruption() {
                @Override
                public void before(String call) {
                    if (call.equals("EVAL") && !frozen[0]) {
                        frozen[0] = true;
                        way = Optional.of(redis.servers());
                        perform(
                                redis,
                                new CompleteJoin(redis.pod(7), member(redis, 7).id()));
                        perform(
                                redis,
                                new PrepareLeave(redis.pod(7), member(redis, 7).id()));
                    }
                }
            }));
            CallResult[] late = new CallResult[1];
            Servers slow = way.orElseThrow();
            redis.await("it was frozen", () -> {
                late[0] = redis.membership(slow).perform(new CompleteJoin(redis.pod(7), ""), redis.roster());
                return frozen[0];
            });
            assertInstanceOf(CallResult.Failed.class, late[0], late[0]::toString);
            assertEquals(Departure.EMPTIED, member(redis, 7).departure());
            writers.awaitMore(100);
            writers.end(version + ", frozen before a take-over");
        }
    }

    /** At rest it is seen, and whoever stays gets all that it had to do. */
    @ParameterizedTest
    @MethodSource("versions")
    void aReshardThatNobodyEndedIsFoundAndFinished(String version) throws Exception {
        try (RealRedisCluster redis = founded(version);
                Writers writers = new Writers(redis)) {
            writers.awaitMore(100);
            join(redis, 6);
            start(redis, 7);
            redis.await("it has got what its master has", () -> member(redis, 7).caughtUp());
            way = Optional.of(new Interrupted(redis.servers(), new Interruption() {
                @Override
                public void before(String call) throws NoReply {
                    if (call.equals("EVAL")) {
                        throw new NoReply("the controller has ended", false);
                    }
                }
            }));
            redis.await("slots are open", () -> {
                complete(redis, 7);
                return !redis.client().look(redis.roster()).open().isEmpty();
            });
            way = Optional.of(redis.servers());
            int from = redis.client().look(redis.roster()).open().stream()
                    .mapToInt(opened -> opened.at().ordinal())
                    .filter(ordinal -> ordinal < 6)
                    .findFirst()
                    .orElseThrow();
            assertEquals(Departure.EMPTYING, member(redis, from).departure());
            perform(
                    redis,
                    new Switchover(
                            member(redis, from).id(), member(redis, from + 1).id()));
            perform(redis, new CompleteJoin(redis.pod(from), member(redis, from).id()));
            assertEquals(List.of(), redis.client().look(redis.roster()).open());
            assertEquals(Departure.STAYS, member(redis, from).departure());
            perform(redis, new CompleteJoin(redis.pod(7), member(redis, 7).id()));
            redis.await("all are whole", () -> whole(redis, 8));
            writers.awaitMore(100);
            writers.end(version + ", a reshard that nobody ended");
        }
    }

    /** OT-CONTAINER-KIT/redis-operator#20, #145, #406, #1164, #1722, #1782, #1797. */
    @ParameterizedTest
    @MethodSource("versions")
    void allThatComeBackWithOtherAddressesFindEachOtherAndHaveTheirKeys(String version) throws Exception {
        try (RealRedisCluster redis = founded(version)) {
            Map<String, Integer> written = new HashMap<>();
            try (ClusterWriter writer = new ClusterWriter("w", redis.all())) {
                redis.await("writes", () -> writer.count() > 500);
                written.putAll(writer.end());
            }
            redis.await("replicas have all", () -> whole(redis, 6));
            IntStream.range(0, 6).forEach(redis::kill);
            redis.moveAddresses();
            IntStream.range(0, 6).forEach(ordinal -> assertEquals(Start.RUNS, redis.start(ordinal)));
            redis.await("all are whole", () -> whole(redis, 6));
            assertEquals(List.of(), ClusterWriter.lost(redis.all(), written));
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void anotherPasswordSeesNothingAndChangesNothing(String version) {
        try (RealRedisCluster redis = founded(version)) {
            way = Optional.of(new JedisServers(redis.reach("guessed")));
            MembershipView view = redis.membership(way.orElseThrow()).observe(redis.roster());
            assertEquals(List.of(), view.members());
            assertTrue(
                    view.completeness().why().contains("it does not take the password in Secret store-auth"),
                    view.completeness()::why);
            CallResult result = redis.membership(way.orElseThrow())
                    .perform(new PrepareLeave(redis.pod(5), member(redis, 5).id()), redis.roster());
            assertInstanceOf(CallResult.InProgress.class, result, result::toString);
            assertTrue(whole(redis, 6));
        }
    }

    private void dieAt(int takeOver, RealRedisCluster redis, int ordinal) {
        way = Optional.of(new Interrupted(redis.servers(), new Interruption() {
            private int count;

            @Override
            public void after(String call) {
                if (call.equals("EVAL") && ++count == takeOver) {
                    redis.kill(ordinal);
                }
            }
        }));
    }

    private void join(RealRedisCluster redis, int ordinal) {
        List<Integer> all = start(redis, ordinal);
        perform(redis, new CompleteJoin(redis.pod(ordinal), ""));
        redis.admit(ordinal, State.STARTED, all);
    }

    private static List<Integer> start(RealRedisCluster redis, int ordinal) {
        List<Integer> all = IntStream.rangeClosed(0, ordinal).boxed().toList();
        redis.admit(ordinal, State.EXISTING, all);
        assertEquals(Start.RUNS, redis.start(ordinal));
        redis.await(
                "it is listed", () -> observe(redis).byPod(redis.pod(ordinal)).isPresent());
        return all;
    }

    private void leave(RealRedisCluster redis, int ordinal) {
        String id = member(redis, ordinal).id();
        perform(redis, new PrepareLeave(redis.pod(ordinal), id));
        perform(redis, new Leave(redis.pod(ordinal), id));
        redis.dismiss(ordinal);
        perform(redis, new Leave(redis.pod(ordinal), id));
    }

    private RealRedisCluster founded(String version) {
        RealRedisCluster redis = RealRedisCluster.of(version);
        way = Optional.of(redis.servers());
        try {
            List<Integer> founders = List.of(0, 1, 2, 3, 4, 5);
            founders.forEach(ordinal -> redis.admit(ordinal, State.NEW, founders));
            founders.forEach(ordinal -> assertEquals(Start.RUNS, redis.start(ordinal)));
            redis.await("the founders are whole", () -> whole(redis, 6));
            founders.forEach(ordinal -> redis.admit(ordinal, State.STARTED, founders));
            return redis;
        } catch (AssertionError | RuntimeException e) {
            redis.close();
            throw e;
        }
    }

    private static boolean whole(RealRedisCluster redis, int size) {
        MembershipView view = observe(redis);
        return view.completeness().complete()
                && view.healthyVoters() == size
                && view.members().size() == size
                && view.members().stream().allMatch(Member::caughtUp);
    }

    private static MembershipView observe(RealRedisCluster redis) {
        return redis.membership().observe(redis.roster());
    }

    private static Member member(RealRedisCluster redis, int ordinal) {
        MembershipView view = observe(redis);
        return view.byPod(redis.pod(ordinal))
                .orElseThrow(() -> new AssertionError(redis.pod(ordinal) + " is no member in " + view));
    }

    private CallResult complete(RealRedisCluster redis, int ordinal) {
        return redis.membership(way.orElseThrow()).perform(new CompleteJoin(redis.pod(ordinal), ""), redis.roster());
    }

    private void perform(RealRedisCluster redis, MemberAction action) {
        redis.await(
                action + " is done",
                () -> redis.membership(way.orElseThrow()).perform(action, redis.roster()) instanceof CallResult.Done);
    }

    /** Two of them, so that writes of the one go on while the other waits for a node that is gone. */
    private static final class Writers implements AutoCloseable {

        private final RealRedisCluster redis;
        private final List<ClusterWriter> all;

        Writers(RealRedisCluster redis) {
            this.redis = redis;
            this.all = List.of(new ClusterWriter("one", redis.all()), new ClusterWriter("two", redis.all()));
        }

        void awaitMore(int writes) {
            for (ClusterWriter writer : all) {
                int before = writer.count();
                redis.await("more writes", () -> writer.count() >= before + writes);
            }
        }

        void end(String what) throws InterruptedException {
            Map<String, Integer> acknowledged = new HashMap<>();
            for (ClusterWriter writer : all) {
                acknowledged.putAll(writer.end());
            }
            List<String> lost = new ArrayList<>(ClusterWriter.lost(redis.all(), acknowledged));
            System.out.println("Redis Cluster " + what + ": "
                    + all.stream().map(ClusterWriter::figure).toList() + ", keys " + acknowledged.size() + ", lost "
                    + lost.size());
            assertTrue(acknowledged.size() > 500);
            assertEquals(List.of(), lost);
        }

        @Override
        public void close() throws InterruptedException {
            for (ClusterWriter writer : all) {
                writer.close();
            }
        }
    }
}
