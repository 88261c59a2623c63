package dev.quorate.demo;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole controller against a real Redis Cluster, by commits alone: what the demo shows to people. */
@Tag("real-redis-cluster")
@Timeout(1500)
final class RealRedisClusterDemoTest {

    @BeforeAll
    static void everythingIsThere() {
        EngineDemo.require(new DemoRedisCluster(System.getenv()));
    }

    @Test
    void itGoesOutInAndThroughUpdatesAndLosesNoAcknowledgedWrite() {
        EngineDemo.of("redis-cluster", "--real").assertNothingLost(6);
    }
}
