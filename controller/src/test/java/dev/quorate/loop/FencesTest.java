package dev.quorate.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import org.junit.jupiter.api.Test;

/** What a former leader sends late is tested on a version that is gone. */
final class FencesTest {

    private static final ObjectRef SET = new ObjectRef(Kind.STATEFUL_SET, "shop", "web");

    private final World world = new World();

    private Manifest set() {
        return world.cluster.read(SET).orElseThrow();
    }

    private void run(String spec) throws Exception {
        world.source.write("apps/web.yaml", spec).commit("ann", "Change web");
        world.run();
    }

    @Test
    void whoTakesOverMarksTheSetOfAnAppThatStops() throws Exception {
        run(World.web(2));
        run(World.web(2) + "  stopped: true\n");
        world.undoScale(2);
        String before = set().resourceVersion();
        world.restart();
        world.loop.lead();
        assertNotEquals(before, set().resourceVersion());
        assertEquals(2, world.replicas());
    }

    @Test
    void whatDoesNotStopIsNotTouched() throws Exception {
        run(World.web(2));
        String before = set().resourceVersion();
        world.restart();
        world.loop.lead();
        assertEquals(before, set().resourceVersion());
    }
}
