package dev.quorate.engine.rediscluster;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The contract against real processes, of the oldest version that Quorate serves and of the newest that it is proved with. */
@Tag("real-redis-cluster")
@Execution(ExecutionMode.CONCURRENT)
class RealRedisClusterContractTest {

    @Nested
    @Execution(ExecutionMode.CONCURRENT)
    class Of70 extends RedisClusterContractTest {
        @Override
        protected NodeCluster newCluster() {
            return RealRedisCluster.of("7.0.15");
        }
    }

    @Nested
    @Execution(ExecutionMode.CONCURRENT)
    class Of80 extends RedisClusterContractTest {
        @Override
        protected NodeCluster newCluster() {
            return RealRedisCluster.of("8.0.2");
        }
    }
}
