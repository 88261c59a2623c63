package dev.quorate.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.cluster.ClusterException;
import dev.quorate.cluster.ClusterException.Reason;
import dev.quorate.execute.Aim;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A writer is frozen between its fence and its call, and wakes when another leads: what it sends comes too late. */
final class FencesTest {

    private static final ObjectRef SET = new ObjectRef(Kind.STATEFUL_SET, "shop", "web");
    private static final ObjectRef SERVICE = new ObjectRef(Kind.SERVICE, "shop", "web");
    private static final ObjectRef CLAIM = new ObjectRef(Kind.PERSISTENT_VOLUME_CLAIM, "shop", "data-web-0");
    private static final String REMOVES = "  deletion: Delete\n";
    private static final String WITH_VOLUMES =
            REMOVES + "  persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}\n";

    private final World world = new World();

    private Manifest read(ObjectRef ref) {
        return world.cluster.read(ref).orElseThrow();
    }

    private void run(String spec) throws Exception {
        world.source.write("apps/web.yaml", spec).commit("ann", "Change web");
        world.run();
    }

    private void runWithoutFile() throws Exception {
        world.source.delete("apps/web.yaml").commit("bob", "Remove web");
        world.run();
    }

    /** The call of that text is prepared and never sent: its process freezes there. */
    private void freezeAt(String call) {
        world.cluster.failNext(call, Reason.UNAVAILABLE);
    }

    private void takeOver() throws ClusterException {
        world.restart();
        world.loop.lead();
    }

    private void comesTooLate(Manifest meant) {
        ClusterException no = assertThrows(
                ClusterException.class, () -> world.cluster.delete(meant.ref(), meant.uid(), meant.resourceVersion()));
        assertEquals(Reason.CONFLICT, no.reason());
        assertTrue(world.cluster.read(meant.ref()).isPresent());
    }

    @Test
    void theDeletionOfAVolumeWhoseFileIsBack() throws Exception {
        run(World.web(2) + WITH_VOLUMES);
        world.cluster.put(LifecycleTest.claim());
        Manifest meant = read(CLAIM);
        freezeAt("delete " + CLAIM);
        runWithoutFile();
        takeOver();
        run(World.web(2) + WITH_VOLUMES);
        comesTooLate(meant);
        assertEquals(2, world.replicas());
    }

    @Test
    void theDeletionOfASetWhoseFileIsBack() throws Exception {
        run(World.web(2) + REMOVES);
        freezeAt("delete " + SET);
        runWithoutFile();
        Manifest meant = read(SET);
        takeOver();
        comesTooLate(meant);
    }

    @Test
    void theStopOfAPodThatIsToRunAgain() throws Exception {
        run(World.web(2));
        freezeAt("scale " + SET);
        run(World.web(2) + "  stopped: true\n");
        Manifest meant = read(SET);
        takeOver();
        ClusterException no = assertThrows(
                ClusterException.class, () -> world.cluster.scale(SET, meant.uid(), meant.resourceVersion(), 2, 1));
        assertEquals(Reason.CONFLICT, no.reason());
        assertEquals(2, world.replicas());
    }

    @Test
    void whatWasMeantForAnAppThatIsSuspendedNow() throws Exception {
        run(World.web(2) + REMOVES);
        freezeAt("delete " + SERVICE);
        runWithoutFile();
        Manifest meant = read(SERVICE);
        run(World.web(2) + REMOVES + "  suspend: true\n");
        takeOver();
        comesTooLate(meant);
    }

    @Test
    void nobodyIsMarkedWhoseCallHadItsAnswer() throws Exception {
        run(World.web(2));
        run(World.web(1));
        assertEquals(1, world.replicas());
        assertEquals(Optional.empty(), Aim.of(world.mirror()));
        String before = read(SET).resourceVersion();
        takeOver();
        assertEquals(before, read(SET).resourceVersion());
    }

    @Test
    void whoMayNotMarkOneObjectLeadsAllTheSame() throws Exception {
        run(World.web(2));
        freezeAt("scale " + SET);
        run(World.web(1));
        world.cluster.failNext("label " + SET, Reason.FORBIDDEN);
        takeOver();
        world.pass(Duration.ofSeconds(5));
        assertEquals(1, world.replicas());
    }

    @Test
    void whoCannotMarkForNowDoesNotLeadYet() throws Exception {
        run(World.web(2));
        freezeAt("scale " + SET);
        run(World.web(1));
        String before = read(SET).resourceVersion();
        world.cluster.failNext("label " + SET, Reason.UNAVAILABLE);
        assertThrows(ClusterException.class, this::takeOver);
        world.loop.lead();
        assertNotEquals(before, read(SET).resourceVersion());
    }

    @Test
    void whatWasMadeAnewIsNotWhatWasMeant() throws Exception {
        run(World.web(2));
        freezeAt("scale " + SET);
        run(World.web(1));
        Manifest again = read(SET).with(tree -> tree.withObject("/metadata").put("uid", "another"));
        world.cluster.remove(SET);
        world.cluster.put(again);
        String before = read(SET).resourceVersion();
        takeOver();
        assertEquals(before, read(SET).resourceVersion());
    }
}
