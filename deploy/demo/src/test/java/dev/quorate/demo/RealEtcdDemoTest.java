package dev.quorate.demo;

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
        EngineDemo.require(new DemoEtcd(System.getenv()));
    }

    @Test
    void itGoesOutInAndThroughUpdatesAndLosesNoAcknowledgedWrite() {
        EngineDemo demo = EngineDemo.of("etcd", "--real");
        demo.assertNothingLost(3);
        demo.assertScraped(5, 3);
    }
}
