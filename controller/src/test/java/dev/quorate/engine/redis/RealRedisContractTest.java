package dev.quorate.engine.redis;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** The contract against real processes, of the oldest version that Quorate serves and of the newest that it is proved with. */
@Tag("real-redis")
class RealRedisContractTest {

    @Nested
    class Of70 extends RedisContractTest {
        @Override
        protected RedisCluster newCluster() {
            return RealRedis.of("7.0.15");
        }
    }

    @Nested
    class Of80 extends RedisContractTest {
        @Override
        protected RedisCluster newCluster() {
            return RealRedis.of("8.0.2");
        }
    }
}
