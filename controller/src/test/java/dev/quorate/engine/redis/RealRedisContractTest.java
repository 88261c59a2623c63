package dev.quorate.engine.redis;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The contract against real processes, of the oldest version that Quorate serves and of the newest that it is proved with. */
@Tag("real-redis")
@Execution(ExecutionMode.CONCURRENT)
class RealRedisContractTest {

    @Nested
    @Execution(ExecutionMode.CONCURRENT)
    class Of70 extends RedisContractTest {
        @Override
        protected RedisCluster newCluster() {
            return RealRedis.of("7.0.15");
        }
    }

    @Nested
    @Execution(ExecutionMode.CONCURRENT)
    class Of80 extends RedisContractTest {
        @Override
        protected RedisCluster newCluster() {
            return RealRedis.of("8.0.2");
        }
    }
}
