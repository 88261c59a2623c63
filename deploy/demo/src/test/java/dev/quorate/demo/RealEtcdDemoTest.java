package dev.quorate.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole controller against a real etcd, by commits alone: what the demo shows to people. */
@Tag("real-etcd")
@Timeout(1500)
final class RealEtcdDemoTest {

    @BeforeAll
    static void everythingIsThere() {
        RealDemo.require(new RealEtcd(System.getenv()));
    }

    @Test
    void itGoesOutInAndThroughUpdatesAndLosesNoAcknowledgedWrite() {
        RealDemo.of("etcd").assertNothingLost(3);
    }

    @Test
    void anEngineWithoutProgramsOfItsOwnIsNamed() {
        assertEquals(
                new RealDemo(
                        2,
                        "quorate demo: error: The demo has no real statefulset. It has etcd, zookeeper, rabbitmq.\n"),
                RealDemo.of("statefulset"));
    }
}
