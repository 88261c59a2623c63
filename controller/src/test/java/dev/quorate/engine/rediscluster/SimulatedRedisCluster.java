package dev.quorate.engine.rediscluster;

import dev.quorate.engine.Reach.Call;
import dev.quorate.engine.SimulatedMemberCluster;
import dev.quorate.simulator.engine.rediscluster.RedisClusterNetwork;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Redis Cluster in the simulated cluster. */
final class SimulatedRedisCluster extends SimulatedMemberCluster implements NodeCluster {

    private static final Duration CALL = Duration.ofSeconds(5);

    /** For a write to be on the replica too. */
    private static final Call WAIT = Call.post("/", "[\"WAIT\", \"1\", \"1000\"]", CALL);

    SimulatedRedisCluster(long seed) {
        super(seed, "carts", RedisClusterEngine.NAME, "data", time -> SimulatedNodes.engine(time::advance));
    }

    @Override
    protected Stream<String> running() {
        return simulator().redisCluster().running(app().name().namespace()).stream()
                .map(RedisClusterNetwork.View::pod);
    }

    @Override
    public boolean endsWhenRemoved() {
        return false;
    }

    @Override
    public void dismiss(int ordinal) {
        kill(ordinal);
        withdraw(ordinal);
    }

    /** To whoever owns the slot. */
    @Override
    public boolean write(String key, String value) {
        Call set = Call.post("/", "[\"SET\", \"" + key + "\", \"" + value + "\"]", CALL);
        return made().anyMatch(ordinal -> answer(ordinal, set)
                        .filter(reply -> reply.contains("OK"))
                        .isPresent()
                && answer(ordinal, WAIT).filter(reply -> reply.equals("1")).isPresent());
    }

    @Override
    public Optional<String> readFrom(int ordinal, String key) {
        return answer(ordinal, Call.get("/GET/" + key, CALL))
                .filter(reply -> !reply.contains("error") && !reply.equals("null"))
                .map(reply -> reply.replace("\"", ""));
    }

    private Optional<String> answer(int ordinal, Call call) {
        return answer(ordinal, Addresses.PORT, call);
    }
}
