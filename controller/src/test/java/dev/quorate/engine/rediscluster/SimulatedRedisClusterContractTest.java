package dev.quorate.engine.rediscluster;

/** Simulated nodes under the client of Redis Cluster. */
final class SimulatedRedisClusterContractTest extends RedisClusterContractTest {

    @Override
    protected NodeCluster newCluster() {
        return new SimulatedRedisCluster(1);
    }
}
