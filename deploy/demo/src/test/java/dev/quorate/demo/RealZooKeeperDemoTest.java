package dev.quorate.demo;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole controller against a real ZooKeeper, by commits alone: what the demo shows to people. */
@Tag("real-zookeeper")
@Timeout(1500)
final class RealZooKeeperDemoTest {

    @BeforeAll
    static void everythingIsThere() {
        EngineDemo.require(new DemoZooKeeper(System.getenv()));
    }

    @Test
    void itGoesOutInAndThroughUpdatesAndLosesNoAcknowledgedWrite() {
        EngineDemo.of("zookeeper", "--real").assertNothingLost(4);
    }
}
