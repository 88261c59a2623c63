package dev.quorate.engine.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.engine.CallResult;
import dev.quorate.engine.MemberAction;
import dev.quorate.engine.MemberAction.CompleteJoin;
import dev.quorate.engine.MemberAction.Leave;
import dev.quorate.engine.MemberAction.Switchover;
import dev.quorate.engine.MemberCluster.Start;
import dev.quorate.state.Admission.State;
import dev.quorate.state.Member;
import dev.quorate.state.MembershipView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What only processes of a real Redis can tell: writes that go on while members come, go and fail. */
@Tag("real-redis")
class RealRedisTest {

    private static final String REDIS = RedisEngine.REDIS;
    private static final String SENTINELS = RedisEngine.SENTINELS;

    /** {@code -Dquorate.redis=8} leaves the others out. */
    static Stream<String> versions() {
        return Stream.of("7.0.15", "8.0.2").filter(version -> version.startsWith(System.getProperty("quorate.redis", "")));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void theMasterMovesAndNoAcknowledgedWriteIsLost(String version) throws Exception {
        try (RealRedis redis = founded(version)) {
            try (Writers writers = new Writers(redis)) {
                writers.awaitMore(500);
                int from = leader(redis);
                int to = (from + 1) % 3;
                perform(redis, new Switchover(redis.pod(REDIS, from), redis.pod(REDIS, to)));
                assertEquals(to, leader(redis));
                writers.awaitMore(500);
                writers.end(version + ", master moved");
            }
        }
    }

    static RealRedis founded(String version) {
        RealRedis redis = RealRedis.of(version);
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
        return redis;
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

    private static void perform(RealRedis redis, MemberAction action) {
        String component = action.toString().contains("-sentinels-") ? SENTINELS : REDIS;
        redis.await(action + " is done", () -> {
            CallResult result = redis.membership().perform(action, redis.roster(component));
            if (Boolean.getBoolean("quorate.tell")) {
                System.out.println(System.currentTimeMillis() / 100 % 100000 + " " + result);
            }
            return result instanceof CallResult.Done;
        });
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
            List<String> lost = new ArrayList<>();
            for (Member member : observe(redis, REDIS).members()) {
                lost.addAll(Client.missing(redis.address(member.pod().orElseThrow()), acknowledged));
            }
            System.out.println("Redis " + what + ": " + all.stream().map(Writer::figure).toList() + ", lost "
                    + lost.size());
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
