package dev.quorate.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the demo shows of one engine with simulated members, and what it does not. */
@Timeout(900)
final class EngineDemoTest {

    @Test
    void rabbitGoesOutInAndThroughUpdatesAndLosesNoAcknowledgedWrite() {
        EngineDemo.of("rabbitmq").assertNothingLost(3);
    }

    @Test
    void redisGoesOutInAndThroughUpdatesAndLosesNoAcknowledgedWrite() {
        EngineDemo.of("redis").assertNothingLost(3);
    }

    @Test
    void anEngineThatIsNotShownIsNamed() {
        assertEquals(
                refused("The demo does not show statefulset. It has etcd, zookeeper, rabbitmq, redis."),
                EngineDemo.of("statefulset"));
        assertEquals(
                refused("The demo does not show statefulset. It has etcd, zookeeper, rabbitmq, redis."),
                EngineDemo.of("statefulset", "--real"));
    }

    @Test
    void anEngineThatIsShownByRealMembersAloneSaysSo() {
        assertEquals(refused("Clients of zookeeper need real members. Add --real."), EngineDemo.of("zookeeper"));
    }

    private static EngineDemo refused(String sentence) {
        return new EngineDemo(2, "quorate demo: error: " + sentence + "\n");
    }
}
