package dev.quorate.engine.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.engine.CallResult;
import dev.quorate.engine.MemberAction;
import dev.quorate.engine.MemberAction.CompleteJoin;
import dev.quorate.engine.MemberAction.Leave;
import dev.quorate.engine.MemberAction.Switchover;
import dev.quorate.engine.MemberCluster.Start;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.redis.Interrupted.Interruption;
import dev.quorate.engine.redis.Interrupted.LostReplies;
import dev.quorate.state.Admission.State;
import dev.quorate.state.Member;
import dev.quorate.state.MembershipView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What only processes of a real Redis can tell: writes that go on while members come, go and fail. */
@Tag("real-redis")
@Execution(ExecutionMode.CONCURRENT)
class RealRedisTest {

    private static final String REDIS = RedisEngine.REDIS;
    private static final String SENTINELS = RedisEngine.SENTINELS;

    /** What the controller's calls go through now. */
    private Servers way = (app, pod, port) -> {
        throw new NoReply("nobody runs", false);
    };

    /** {@code -Dquorate.redis=8} leaves the others out. */
    static Stream<String> versions() {
        return Stream.of("7.0.15", "8.0.2")
                .filter(version -> version.startsWith(System.getProperty("quorate.redis", "")));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void theMasterMovesAndNoAcknowledgedWriteIsLost(String version) throws Exception {
        try (RealRedis redis = founded(version);
                Writers writers = new Writers(redis)) {
            writers.awaitMore(500);
            int from = leader(redis);
            int to = (from + 1) % 3;
            perform(redis, new Switchover(redis.pod(REDIS, from), redis.pod(REDIS, to)));
            assertEquals(to, leader(redis));
            writers.awaitMore(500);
            writers.end(version + ", master moved");
        }
    }

    /** As if the controller had ended after each call that changes something, and another had gone on. */
    @ParameterizedTest
    @MethodSource("versions")
    void outByTwoAndInByTwoWithTheMasterLeavingAndEveryReplyLostOnce(String version) throws Exception {
        try (RealRedis redis = founded(version);
                Writers writers = new Writers(redis)) {
            LostReplies replies = new LostReplies();
            way = new Interrupted(redis.servers(), replies);
            join(redis, 3);
            join(redis, 4);
            perform(redis, new Switchover(redis.pod(REDIS, leader(redis)), redis.pod(REDIS, 4)));
            assertEquals(4, leader(redis));
            writers.awaitMore(100);
            perform(redis, new Switchover(redis.pod(REDIS, 4), redis.pod(REDIS, 1)));
            leave(redis, 4);
            leave(redis, 3);
            redis.await("the others are whole", () -> whole(redis, REDIS, 3) && whole(redis, SENTINELS, 3));
            writers.awaitMore(100);
            assertTrue(replies.count() >= 8, "interrupted only " + replies.count() + " times");
            writers.end(version + ", out by two and in by two, interrupted " + replies.count() + " times");
        }
    }

    /** Whoever was to be the master dies when it is ordered to be; then whoever is, before the order is through. */
    @ParameterizedTest
    @MethodSource("versions")
    void aMemberThatDiesWhileTheMasterMovesTakesNoAcknowledgedWriteAlong(String version) throws Exception {
        try (RealRedis redis = founded(version);
                Writers writers = new Writers(redis)) {
            writers.awaitMore(100);
            int from = leader(redis);
            int to = (from + 1) % 3;
            dieAt("SENTINEL FAILOVER", redis, to);
            redis.await("it is ordered", () -> {
                move(redis, from, to);
                return !redis.runs(REDIS, to);
            });
            assertEquals(Start.RUNS, redis.start(REDIS, to));
            redis.await("all follow", () -> whole(redis, REDIS, 3));
            writers.awaitMore(100);
            int now = leader(redis);
            int next = (now + 1) % 3;
            dieAt("SENTINEL FAILOVER", redis, now);
            redis.await("it is ordered", () -> {
                move(redis, now, next);
                return !redis.runs(REDIS, now);
            });
            redis.await(
                    "another is the master",
                    () -> observe(redis, REDIS).leader().isPresent() && leader(redis) != now);
            assertEquals(Start.RUNS, redis.start(REDIS, now));
            redis.await("all follow", () -> whole(redis, REDIS, 3));
            writers.awaitMore(100);
            writers.end(version + ", members killed while the master moves");
        }
    }

    /** It wakes when writes are taken again, and its order must not arrive then. */
    @ParameterizedTest
    @MethodSource("versions")
    void whoIsFrozenBeforeTheOrderFindsItsConnectionClosed(String version) throws Exception {
        try (RealRedis redis = founded(version);
                Writers writers = new Writers(redis)) {
            writers.awaitMore(100);
            int from = leader(redis);
            int to = (from + 1) % 3;
            boolean[] frozen = new boolean[1];
            way = new Interrupted(redis.servers(), new Interruption() {
                @Override
                public void before(String call) {
                    if (call.equals("SENTINEL FAILOVER")) {
                        RealRedis.pause(Duration.ofSeconds(20));
                        frozen[0] = true;
                    }
                }
            });
            CallResult[] last = new CallResult[1];
            redis.await("it was frozen", () -> {
                last[0] = move(redis, from, to);
                return frozen[0];
            });
            assertInstanceOf(CallResult.Failed.class, last[0], last[0]::toString);
            way = redis.servers();
            redis.await("all follow one", () -> whole(redis, REDIS, 3));
            writers.awaitMore(100);
            writers.end(version + ", frozen before the order");
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void anotherPasswordSeesNothingAndChangesNothing(String version) {
        try (RealRedis redis = founded(version)) {
            way = new JedisServers(redis.reach("guessed"));
            MembershipView view = redis.membership(way).observe(redis.roster(REDIS));
            assertEquals(List.of(), view.members());
            assertTrue(
                    view.completeness().why().contains("it does not take the password in Secret store-auth"),
                    view.completeness()::why);
            CallResult result = move(redis, 0, 1);
            assertInstanceOf(CallResult.InProgress.class, result, result::toString);
            assertEquals(0, leader(redis));
        }
    }

    private void dieAt(String when, RealRedis redis, int ordinal) {
        way = new Interrupted(redis.servers(), new Interruption() {
            @Override
            public void after(String call, String words) {
                if (call.equals(when)) {
                    redis.kill(REDIS, ordinal);
                }
            }
        });
    }

    private void join(RealRedis redis, int ordinal) {
        List<Integer> all = IntStream.rangeClosed(0, ordinal).boxed().toList();
        redis.admit(REDIS, ordinal, State.EXISTING, all);
        assertEquals(Start.RUNS, redis.start(REDIS, ordinal));
        perform(redis, new CompleteJoin(redis.pod(REDIS, ordinal), ""));
        redis.admit(REDIS, ordinal, State.STARTED, all);
    }

    private void leave(RealRedis redis, int ordinal) {
        String id = redis.pod(REDIS, ordinal);
        redis.forgetPod(REDIS, ordinal);
        perform(redis, new Leave(id, id));
        assertTrue(observe(redis, REDIS).byId(id).isEmpty());
    }

    private RealRedis founded(String version) {
        RealRedis redis = RealRedis.of(version);
        way = redis.servers();
        try {
            found(redis);
            return redis;
        } catch (AssertionError | RuntimeException e) {
            redis.close();
            throw e;
        }
    }

    private static void found(RealRedis redis) {
        List<Integer> founders = List.of(0, 1, 2);
        for (String component : List.of(SENTINELS, REDIS)) {
            founders.forEach(ordinal -> redis.admit(component, ordinal, State.NEW, founders));
        }
        for (String component : List.of(SENTINELS, REDIS)) {
            founders.forEach(ordinal -> assertEquals(Start.RUNS, redis.start(component, ordinal)));
        }
        for (String component : List.of(SENTINELS, REDIS)) {
            redis.await("the founders of " + component + " are well", () -> whole(redis, component, 3));
            founders.forEach(ordinal -> redis.admit(component, ordinal, State.STARTED, founders));
        }
    }

    private static boolean whole(RealRedis redis, String component, int size) {
        MembershipView view = observe(redis, component);
        return view.completeness().complete()
                && view.healthyVoters() == size
                && view.members().size() == size
                && view.members().stream().allMatch(Member::caughtUp);
    }

    private static MembershipView observe(RealRedis redis, String component) {
        return redis.membership().observe(redis.roster(component));
    }

    private static int leader(RealRedis redis) {
        redis.await("a master is known", () -> observe(redis, REDIS).leader().isPresent());
        String pod = observe(redis, REDIS).leader().flatMap(Member::pod).orElseThrow();
        return Integer.parseInt(pod.substring(pod.lastIndexOf('-') + 1));
    }

    private CallResult move(RealRedis redis, int from, int to) {
        return redis.membership(way)
                .perform(new Switchover(redis.pod(REDIS, from), redis.pod(REDIS, to)), redis.roster(REDIS));
    }

    private void perform(RealRedis redis, MemberAction action) {
        redis.await(
                action + " is done",
                () -> redis.membership(way).perform(action, redis.roster(REDIS)) instanceof CallResult.Done);
    }

    /** One that follows the sentinels' word at once, and two that stay with a master as long as it lets them. */
    private static final class Writers implements AutoCloseable {

        private final RealRedis redis;
        private final List<Writer> all = new ArrayList<>();

        Writers(RealRedis redis) {
            this.redis = redis;
            Client client = new Client(redis.sentinelAddresses());
            all.add(new Writer("quick", client, Duration.ofMillis(500)));
            all.add(new Writer("patient", client, Duration.ofMinutes(2)));
            all.add(new Writer("stubborn", client, Duration.ofMinutes(2)));
        }

        void awaitMore(int writes) {
            for (Writer writer : all) {
                int before = writer.count();
                redis.await("more writes", () -> writer.count() >= before + writes);
            }
        }

        void end(String what) throws InterruptedException {
            List<String> acknowledged = new ArrayList<>();
            for (Writer writer : all) {
                acknowledged.addAll(writer.end());
            }
            int size = observe(redis, REDIS).members().size();
            redis.await("all follow", () -> whole(redis, REDIS, size));
            List<String> lost = new ArrayList<>();
            for (Member member : observe(redis, REDIS).members()) {
                lost.addAll(Client.missing(redis.address(member.pod().orElseThrow()), acknowledged));
            }
            System.out.println(
                    "Redis " + what + ": " + all.stream().map(Writer::figure).toList() + ", lost " + lost.size());
            assertTrue(acknowledged.size() > 1000);
            assertEquals(List.of(), lost);
        }

        @Override
        public void close() throws InterruptedException {
            for (Writer writer : all) {
                writer.close();
            }
        }
    }
}
