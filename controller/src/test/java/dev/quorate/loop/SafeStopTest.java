package dev.quorate.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.execute.Outcome;
import dev.quorate.state.OperationRecord;
import dev.quorate.state.OperationRecord.Phase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SafeStopTest {

    private final World world = new World();

    @BeforeEach
    void twoPodsOfWhichGitWantsNone() throws Exception {
        world.source.write("apps/web.yaml", World.web(2)).commit("ann", "Add web");
        world.run();
        world.source.write("apps/web.yaml", World.web(0)).commit("ann", "Take it down");
        world.loop.poll();
    }

    @Test
    void aLeaveThatHasBegunGoesOnToItsEndAndNothingBeginsAfterIt() throws Exception {
        world.underWay(OperationRecord.Type.SCALE_IN, Phase.STOPPING);
        world.loop.finish();
        assertFalse(world.loop.finished());
        world.settle();
        assertTrue(world.loop.finished());
        assertFalse(world.operating());
        assertEquals(1, world.replicas());
        world.restart();
        world.run();
        assertEquals(0, world.replicas());
    }

    @Test
    void anOperationThatCanBeTakenBackStopsWhereItIs() {
        world.underWay(OperationRecord.Type.SCALE_IN, Phase.DRAINING);
        stopsAtOnce();
        assertTrue(world.operating());
    }

    @Test
    void anOperationThatMayRestStopsWhereItIs() {
        world.underWay(OperationRecord.Type.REPLACE, Phase.STARTING);
        stopsAtOnce();
        assertTrue(world.operating());
    }

    @Test
    void aChangeThatHasNotBegunIsNotBegun() {
        stopsAtOnce();
        assertEquals(2, world.replicas());
    }

    @Test
    void aCacheThatIsBehindOurOwnWriteIsWaitedFor() {
        world.underWay(OperationRecord.Type.SCALE_IN, Phase.DRAINING);
        world.cluster.freezeCache(true);
        world.loop.finish();
        assertFalse(world.loop.finished());
        assertInstanceOf(Outcome.Waiting.class, world.loop.pass(World.WEB));
        world.cluster.freezeCache(false);
        assertTrue(world.loop.finished());
    }

    @Test
    void whatAnotherLeadsIsNotOursToFinish() {
        world.underWay(OperationRecord.Type.SCALE_IN, Phase.LEAVING);
        world.loop.finish();
        world.elector.leadFor(0);
        assertTrue(world.loop.finished());
    }

    @Test
    void aReleasedAppIsNotWaitedFor() throws Exception {
        world.underWay(OperationRecord.Type.SCALE_IN, Phase.LEAVING);
        world.source.delete("apps/web.yaml").commit("ann", "Let go");
        world.loop.poll();
        world.loop.finish();
        assertTrue(world.loop.finished());
    }

    private void stopsAtOnce() {
        int writes = world.cluster.writes().size();
        world.loop.finish();
        assertTrue(world.loop.finished());
        world.settle();
        assertEquals(writes, world.cluster.writes().size());
    }
}
