package dev.quorate.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.cluster.Cluster.Notice;
import dev.quorate.schema.Drift;
import dev.quorate.schema.Layout;
import dev.quorate.schema.RolloutRecord;
import dev.quorate.schema.StatusReader;
import dev.quorate.schema.StatusReport;
import dev.quorate.state.Kind;
import dev.quorate.state.ObjectRef;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What others change is said in Git, with who and when, and put right; and who never stops is not chased. */
final class DriftTest {

    private static final ObjectRef SERVICE = new ObjectRef(Kind.SERVICE, "shop", "web");

    private final World world = new World();

    @Test
    void whoScaledByHandStandsInTheRecordTheCommitAndTheEvent() throws Exception {
        start(World.web(3));
        world.scaleAs("kubectl", 1);
        wake();
        assertEquals(3, world.replicas());
        Drift drift = last(rollouts()).drift().get(0);
        assertEquals("StatefulSet shop/web: replicas 1 instead of 3", drift.object() + ": " + drift.what());
        assertEquals(Optional.of("kubectl"), drift.manager());
        assertTrue(drift.at().isPresent());
        String subject = last(world.status.subjects());
        assertTrue(subject.startsWith("shop/web: 1 → 3 replicas done, put right: StatefulSet shop/web: "), subject);
        assertEquals(List.of(drift.sentence()), told("Drift"));
        assertEquals(List.of(), report().drift());
    }

    @Test
    void whatSomebodyDeletedIsSaidThoughNobodyKnowsWho() throws Exception {
        start(World.web(3));
        world.cluster.remove(SERVICE);
        wake();
        assertTrue(world.cluster.read(SERVICE).isPresent());
        Drift drift = last(rollouts()).drift().get(0);
        assertTrue(drift.sentence().startsWith("Service shop/web: deleted at 2026-"), drift.sentence());
        assertEquals(List.of(drift.sentence()), told("Drift"));
    }

    @Test
    void anAppThatIsSuspendedIsNotPutRightAndItIsSaidOnce() throws Exception {
        start(World.web(3) + "  suspend: true\n");
        world.scaleAs("kubectl", 1);
        wake();
        wake();
        assertEquals(1, world.replicas());
        assertEquals(1, told("Drift").size());
        assertEquals("kubectl", report().drift().get(0).manager().orElse(""));
        assertTrue(world.status.read(Layout.TABLE).orElse("").contains("replicas 1 instead of 3, by kubectl"));
    }

    @Test
    void whatACommitChangesIsNoDrift() throws Exception {
        start(World.web(3));
        world.scaleAs("kubectl", 1);
        world.tick(Duration.ofMinutes(5));
        world.source.write("apps/web.yaml", World.web(2)).commit("ann", "Two");
        world.run();
        wake();
        assertEquals(2, world.replicas());
        assertEquals(List.of(), last(rollouts()).drift());
    }

    @Test
    void whoNeverStopsIsNamedAndAnsweredLessAndLessOften() throws Exception {
        start(World.web(3));
        for (int minute = 0; minute < 60; minute++) {
            if (world.replicas() == 3) {
                world.scaleAs("kube-controller-manager", 5);
            }
            wake();
        }
        long answers = world.cluster.writes().stream()
                .filter(write -> write.equals("scale StatefulSet shop/web 5 to 4"))
                .count();
        assertTrue(answers >= 6 && answers <= 9, answers + " answers in an hour");
        assertEquals("True ControllerFight", world.condition("Stalled"));
        String sentence = report().refusals().get(0).sentence();
        assertTrue(
                sentence.startsWith("kube-controller-manager changes spec.replicas of StatefulSet shop/web"), sentence);
        assertTrue(told("RolloutRefused").get(0).contains("kube-controller-manager"));
    }

    @Test
    void whoGivesUpIsForgiven() throws Exception {
        start(World.web(3));
        for (int times = 0; times < 3; times++) {
            world.scaleAs("kubectl", 1);
            wake();
        }
        world.scaleAs("kubectl", 1);
        wake();
        world.pass(Duration.ofMinutes(2));
        assertEquals(3, world.replicas());
        world.pass(Duration.ofMinutes(15));
        world.scaleAs("kubectl", 1);
        wake();
        assertEquals(3, world.replicas());
    }

    private void start(String file) throws Exception {
        world.source.write("apps/web.yaml", World.web(3)).commit("ann", "Add web");
        world.run();
        world.source.write("apps/web.yaml", file).commit("ann", "As it is");
        world.run();
    }

    /** A watch would wake the app; here a minute goes by. */
    private void wake() throws Exception {
        world.queue().add(World.WEB);
        world.pass(Duration.ofMinutes(1));
        world.loop.publish();
        world.settle();
    }

    private List<String> told(String reason) {
        return world.cluster.notices().stream()
                .filter(notice -> notice.reason().equals(reason))
                .map(Notice::message)
                .toList();
    }

    private List<RolloutRecord> rollouts() throws Exception {
        return world.status.list(Layout.rollouts(World.WEB)).stream()
                .map(this::rollout)
                .toList();
    }

    private RolloutRecord rollout(String path) {
        try {
            return StatusReader.rollout(path, bytes(path));
        } catch (Exception e) {
            throw new AssertionError(path, e);
        }
    }

    private StatusReport report() throws Exception {
        String path = Layout.status(World.WEB);
        return StatusReader.report(path, bytes(path));
    }

    private byte[] bytes(String path) throws Exception {
        return world.status.read(path).orElseThrow().getBytes(StandardCharsets.UTF_8);
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }
}
