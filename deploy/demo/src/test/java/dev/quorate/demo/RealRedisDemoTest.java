package dev.quorate.demo;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole controller against a real Redis and its sentinels, by commits alone: what the demo shows to people. */
@Tag("real-redis")
@Timeout(1500)
final class RealRedisDemoTest {

    @BeforeAll
    static void everythingIsThere() {
        EngineDemo.require(new DemoRedis(System.getenv()));
    }

    @Test
    void itGoesOutInAndThroughUpdatesAndLosesNoAcknowledgedWrite() {
        EngineDemo.of("redis", "--real").assertNothingLost(3);
    }
}
