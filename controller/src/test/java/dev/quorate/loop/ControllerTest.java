package dev.quorate.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.engine.Engine.Site;
import dev.quorate.engine.EngineCatalog;
import dev.quorate.engine.Reach;
import dev.quorate.execute.FakeCluster;
import dev.quorate.execute.FakeElector;
import dev.quorate.execute.FakeEngine;
import dev.quorate.execute.Outcome;
import dev.quorate.schema.AppName;
import dev.quorate.schema.SpecReader;
import dev.quorate.state.Kind;
import dev.quorate.state.ObjectRef;
import dev.quorate.state.OperationRecord;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ControllerTest {

    private final FakeCluster cluster = new FakeCluster();
    private final FakeSource source = new FakeSource();
    private final FakeStatusBranch status = new FakeStatusBranch();
    private final WorkQueue queue = new ClientWorkQueue();

    @Test
    void runsFromCommitToCommitAndStopsAtTheEndOfAStep() throws Exception {
        CountDownLatch created = new CountDownLatch(3);
        countWrites(created);
        source.write("apps/web.yaml", World.web(0)).commit("ann", "Add web");
        Controller controller = new Controller(loop(), queue, 2);
        controller.start();
        assertTrue(created.await(20, TimeUnit.SECONDS), "the mirror, the Service and the status were written");
        assertTrue(controller.stop(Duration.ofSeconds(20)));
        assertTrue(cluster.writes().contains("create Service shop/web"));
        int writes = cluster.writes().size();
        queue.add(World.WEB);
        assertEquals(writes, cluster.writes().size());
        assertEquals(1, status.list("v1/shop/web/status").size());
    }

    @Test
    void aStopWaitsForALeaveThatHasBegunAndIsOverWhenThatIs() throws Exception {
        World world = new World();
        world.source.write("apps/web.yaml", World.web(2)).commit("ann", "Add web");
        world.run();
        world.source.write("apps/web.yaml", World.web(1)).commit("ann", "Less");
        world.underWay(OperationRecord.Type.SCALE_IN, OperationRecord.Phase.STOPPING);
        Controller controller = new Controller(world.loop, world.queue(), 2);
        controller.start();
        FutureTask<Boolean> stopped = new FutureTask<>(() -> controller.stop(Duration.ofSeconds(20)));
        Thread stopper = new Thread(stopped);
        stopper.start();
        while (!(world.loop.pass(new AppName("shop", "none")) instanceof Outcome.Stopped)) {
            Thread.onSpinWait();
        }
        assertTrue(stopper.isAlive(), "the pod is still there");
        world.cluster.remove(new ObjectRef(Kind.POD, "shop", "web-1"));
        world.queue().add(World.WEB);
        assertTrue(stopped.get(20, TimeUnit.SECONDS));
        assertFalse(world.operating());
    }

    @Test
    void aStopWhosePatienceIsOverLeavesTheRecordToTheNext() throws Exception {
        World world = new World();
        world.source.write("apps/web.yaml", World.web(2)).commit("ann", "Add web");
        world.run();
        world.underWay(OperationRecord.Type.SCALE_IN, OperationRecord.Phase.STOPPING);
        Controller controller = new Controller(world.loop, world.queue(), 2);
        controller.start();
        assertFalse(controller.stop(Duration.ofMillis(100)));
        assertTrue(world.operating());
    }

    private void countWrites(CountDownLatch latch) {
        cluster.afterNextWrite(() -> {
            latch.countDown();
            if (latch.getCount() > 0) {
                countWrites(latch);
            }
        });
    }

    private Loop loop() {
        Reach nowhere = (target, call) -> {
            throw new Reach.NoReply("nothing listens on " + target, false);
        };
        return new Loop(new Wiring(
                cluster,
                new FakeElector(),
                nowhere,
                source,
                status,
                new EngineCatalog(List.of(FakeEngine.plain())),
                SpecReader.standard(),
                new Site("east", "repo"),
                Set.of(),
                LoopSettings.DEFAULT,
                queue,
                InstantSource.system(),
                InstantSource.system(),
                new Random(1)));
    }
}
