package dev.quorate.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.cluster.ClusterException.Reason;
import dev.quorate.git.CommitMessage.Trailer;
import dev.quorate.git.FetchProblem;
import dev.quorate.git.Push;
import dev.quorate.schema.Layout;
import dev.quorate.schema.RolloutRecord;
import dev.quorate.schema.StatusReader;
import dev.quorate.schema.StatusReport;
import dev.quorate.state.Kind;
import dev.quorate.state.ObjectRef;
import dev.quorate.state.OperationRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoopTest {

    private final World world = new World();

    @Test
    void aCommitBecomesPodsAndAReportCommit() throws Exception {
        world.source.write("apps/web.yaml", World.web(2)).commit("ann", "Add web");
        world.run();
        assertEquals(2, world.replicas());
        assertEquals("True AsGitSays", world.condition("Ready"));
        assertEquals("False NotStalled", world.condition("Stalled"));
        assertEquals(List.of("shop/web: 2 replicas done (2 of 2 ready)"), world.status.subjects());
        assertEquals(
                List.of("shop/web", FakeSource.id(1), "east"),
                world.status.commits().get(0).trailers().stream()
                        .map(Trailer::value)
                        .toList());
        assertEquals(List.of("RolloutStarted", "RolloutSucceeded"), world.reasons());
        assertTrue(world.status.read(Layout.TABLE).orElse("").contains("shop/web"));
    }

    @Test
    void aChangedCountIsARolloutWithItsStepsAndAuthor() throws Exception {
        start(2);
        world.source.write("apps/web.yaml", World.web(4)).commit("bob", "More");
        world.run();
        assertEquals(4, world.replicas());
        assertEquals("shop/web: 2 → 4 replicas done (4 of 4 ready)", last(world.status.subjects()));
        RolloutRecord record = rollouts().get(1);
        assertEquals("bob", record.source().author());
        assertEquals("2 replicas", record.from());
        assertEquals("4 replicas", record.to());
        assertFalse(record.steps().isEmpty());
        assertEquals(RolloutRecord.Outcome.SUCCEEDED, record.outcome());
    }

    @Test
    void atRestNothingIsWrittenAndNothingIsCommitted() throws Exception {
        start(2);
        int writes = world.cluster.writes().size();
        for (int i = 0; i < 5; i++) {
            world.pass(Duration.ofMinutes(11));
            world.loop.poll();
            world.loop.publish();
        }
        assertEquals(writes, world.cluster.writes().size());
        assertEquals(1, world.status.commits().size());
    }

    @Test
    void aBadFileIsReportedAndTheLastGoodSpecStaysInForce() throws Exception {
        start(2);
        world.source
                .write("apps/web.yaml", World.web(3).replace("replicas", "replikas"))
                .commit("bob", "Typo");
        world.run();
        world.cluster.remove(new ObjectRef(Kind.SERVICE, "shop", "web"));
        world.pass(Duration.ofMinutes(11));
        assertEquals(2, world.replicas());
        assertTrue(
                world.cluster.read(new ObjectRef(Kind.SERVICE, "shop", "web")).isPresent());
        assertEquals("True InvalidSpec", world.condition("Stalled"));
        assertTrue(
                last(world.status.subjects()).startsWith("shop/web: refused: apps/web.yaml:"),
                last(world.status.subjects()));
        assertTrue(world.reasons().contains("InvalidSpec"));
        assertTrue(world.status.read(Layout.PROBLEMS).isPresent());
        world.source.write("apps/web.yaml", World.web(2)).commit("bob", "Revert");
        world.run();
        assertEquals("True AsGitSays", world.condition("Ready"));
        assertEquals(
                2,
                rollouts().stream()
                        .filter(r -> r.outcome() == RolloutRecord.Outcome.SUCCEEDED)
                        .count());
        assertEquals(
                1,
                rollouts().stream()
                        .filter(r -> r.outcome() == RolloutRecord.Outcome.REFUSED)
                        .count());
    }

    @Test
    void anUnreadableRemoteChangesNothingAndIsACondition() throws Exception {
        start(2);
        world.source.fail(
                Optional.of(new FetchProblem(FetchProblem.Reason.TIMEOUT, "No answer.", "Look at the network.", true)));
        Duration first = world.loop.poll();
        Duration second = world.loop.poll();
        world.settle();
        assertTrue(second.compareTo(first) > 0, "backs off");
        assertEquals("False Timeout", world.condition("SourceReady"));
        assertEquals("True AsGitSays", world.condition("Ready"));
        world.source.fail(Optional.empty());
        world.loop.poll();
        world.settle();
        assertEquals("True Fetched", world.condition("SourceReady"));
    }

    @Test
    void aFileThatIsGoneReleasesItsAppAndDeletesNothing() throws Exception {
        start(2);
        world.source.delete("apps/web.yaml").commit("ann", "Remove web");
        world.run();
        assertEquals(2, world.replicas());
        assertEquals("Unknown Released", world.condition("Ready"));
        assertTrue(world.mirror().at("/spec/source/released").asBoolean());
        assertTrue(world.cluster.writes().stream().noneMatch(write -> write.startsWith("delete")));
        world.restart();
        world.run();
        assertEquals("Unknown Released", world.condition("Ready"));
        world.source.write("apps/web.yaml", World.web(3)).commit("ann", "Back again");
        world.run();
        assertEquals(3, world.replicas());
    }

    @Test
    void aMovedFileIsNoDeletionAndNoNewSource() throws Exception {
        start(2);
        world.source
                .delete("apps/web.yaml")
                .write("apps/web/app.yaml", World.web(2))
                .commit("ann", "Tidy up");
        world.run();
        assertEquals("True AsGitSays", world.condition("Ready"));
        assertEquals("apps/web/app.yaml", world.mirror().at("/spec/source/path").asText());
        assertEquals(FakeSource.id(1), world.mirror().at("/spec/source/commit").asText());
    }

    @Test
    void aRestartKeepsTheSourceOfEachAppAndCommitsNothing() throws Exception {
        start(2);
        world.source.write("apps/other.yaml", "kind: ConfigMap\n").commit("zoe", "Unrelated");
        world.restart();
        world.run();
        assertEquals(FakeSource.id(1), world.mirror().at("/spec/source/commit").asText());
        assertEquals(1, world.status.commits().size());
    }

    @Test
    void aPollBeforeTheLeadWritesNothingAndKeepsTheSourceOfEachApp() throws Exception {
        start(2);
        world.source.write("apps/other.yaml", "kind: ConfigMap\n").commit("zoe", "Unrelated");
        world.restart();
        int writes = world.cluster.writes().size();
        world.loop.poll();
        world.settle();
        assertEquals(writes, world.cluster.writes().size());
        world.run();
        assertEquals(FakeSource.id(1), world.mirror().at("/spec/source/commit").asText());
        assertEquals(1, world.status.commits().size());
    }

    @Test
    void theLastGoodSpecIsInForceAfterARestartWithoutGit() throws Exception {
        start(2);
        world.restart();
        world.source.fail(Optional.of(
                new FetchProblem(FetchProblem.Reason.HOST_UNREACHABLE, "No route.", "Look at the network.", true)));
        world.cluster.remove(new ObjectRef(Kind.STATEFUL_SET, "shop", "web"));
        world.run();
        assertEquals(2, world.replicas());
    }

    @Test
    void aMirrorEditedOrDeletedByHandComesBack() throws Exception {
        start(2);
        world.cluster.put(
                world.mirror().with(tree -> tree.withObjectProperty("spec").put("replicas", 9)));
        world.pass(Duration.ofMinutes(11));
        assertEquals(2, world.mirror().at("/spec/replicas").asInt());
        assertEquals(2, world.replicas());
        world.cluster.remove(MirrorFormat.ref(World.WEB));
        world.pass(Duration.ofMinutes(11));
        assertEquals("True AsGitSays", world.condition("Ready"));
    }

    @Test
    void aMirrorOfSomebodyElseIsNeverTouched() throws Exception {
        world.source.write("apps/web.yaml", World.web(2)).commit("ann", "Add web");
        ObjectNode foreign = (ObjectNode) new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree("{\"apiVersion\":\"quorate.dev/v1alpha1\",\"kind\":\"StatefulApp\","
                        + "\"metadata\":{\"name\":\"web\",\"namespace\":\"shop\"}}");
        world.cluster.put(new dev.quorate.state.Manifest(foreign));
        world.run();
        assertEquals(-1, world.replicas());
        assertEquals(List.of(), world.cluster.writes());
        StatusReport report = report();
        assertEquals("NotOurs", report.refusals().get(0).guard());
        world.pass(Duration.ofMinutes(2));
        world.loop.publish();
        assertEquals(1, world.status.commits().size());
    }

    @Test
    void aReadOnlyRemoteLosesNothingEvenOverARestart() throws Exception {
        world.status.answer(
                new Push.Rejected(Push.Reason.READ_ONLY, "Read only.", "Give a token that may write."), false);
        start(2);
        assertEquals("False StatusNotPushed", world.condition("StatusPushed"));
        assertEquals(1, world.mirror().at("/status/outbox/rollouts").size());
        world.restart();
        world.status.accept();
        world.run();
        assertEquals(1, rollouts().size());
        assertEquals(0, world.mirror().at("/status/outbox/rollouts").size());
        assertEquals("True Pushed", world.condition("StatusPushed"));
    }

    @Test
    void aLostReplyToAPushDoesNotDoubleAReport() throws Exception {
        world.status.answer(
                new Push.Unreachable(new FetchProblem(FetchProblem.Reason.TIMEOUT, "No answer.", "Wait.", true)), true);
        start(2);
        world.status.accept();
        world.loop.publish();
        world.settle();
        assertEquals(1, rollouts().size());
        assertEquals(1, world.status.commits().size());
        assertEquals(0, world.mirror().at("/status/outbox/rollouts").size());
    }

    @Test
    void aFaultInOneAppIsShownAndTheAppComesBackByItself() throws Exception {
        start(2);
        world.engine.fail(Optional.of(new IllegalStateException("boom")));
        world.source.write("apps/web.yaml", World.web(3)).commit("ann", "More");
        world.run();
        assertEquals("False InternalError", world.condition("Ready"));
        world.engine.fail(Optional.empty());
        world.pass(Duration.ofSeconds(5));
        assertEquals(3, world.replicas());
        assertEquals("True AsGitSays", world.condition("Ready"));
    }

    @Test
    void takingOverRaisesTheFenceOfEveryRunningOperation() throws Exception {
        start(2);
        world.underWay(OperationRecord.Type.SCALE_IN, OperationRecord.Phase.LEAVING);
        world.restart();
        world.loop.lead();
        assertEquals(5, world.mirror().at("/status/memory/operation/attempt").asInt());
        assertEquals("two/2", world.mirror().at("/status/fence/term").asText());
        world.loop.lead();
        assertEquals(5, world.mirror().at("/status/memory/operation/attempt").asInt());
    }

    @Test
    void aMirrorThatCannotBeReadStopsNobodyElse() throws Exception {
        start(2);
        world.cluster.put(world.mirror()
                .with(tree ->
                        tree.withObjectProperty("status").putObject("memory").put("operations", "many")));
        world.source
                .write("apps/api.yaml", World.web(1).replace("name: web", "name: api"))
                .commit("ann", "Add api");
        world.restart();
        world.run();
        assertEquals("False InternalError", world.condition("Ready"));
        assertTrue(world.cluster
                .read(new ObjectRef(Kind.STATEFUL_SET, "shop", "api"))
                .isPresent());
    }

    @Test
    void aMissingNamespaceIsSaidInGitAndTriedAgain() throws Exception {
        world.source.write("apps/web.yaml", World.web(2)).commit("ann", "Add web");
        world.cluster.failNext("create StatefulApp", Reason.NOT_FOUND);
        world.run();
        assertEquals("ClusterRefused", report().refusals().get(0).guard());
        assertEquals(2, report().replicas().desired());
        world.pass(Duration.ofSeconds(11));
        assertEquals(2, world.replicas());
    }

    @Test
    void whoeverDoesNotLeadWritesNothing() throws Exception {
        world.elector.leadFor(0);
        world.source.write("apps/web.yaml", World.web(2)).commit("ann", "Add web");
        world.run();
        assertEquals(List.of(), world.cluster.writes());
        assertEquals(List.of(), world.status.commits());
    }

    @Test
    void stepsThatTheMirrorCouldNotTakeAreInItsLogLater() throws Exception {
        start(2);
        world.tick(Duration.ofSeconds(10));
        world.source.write("apps/web.yaml", World.web(3)).commit("ann", "More");
        world.loop.poll();
        world.cluster.failNext("status StatefulApp", Reason.UNAVAILABLE);
        world.settle();
        world.pass(Duration.ofSeconds(3));
        world.loop.publish();
        world.settle();
        assertEquals(3, world.replicas());
        assertTrue(
                last(rollouts()).steps().stream().anyMatch(step -> step.text().contains("3")),
                last(rollouts()).steps().toString());
    }

    /** Somebody undoes each step the moment it is done: the API server must not feel how fast we could go. */
    @Test
    void aStepThatIsUndoneAgainAndAgainIsBoundedWhateverEventsCome() throws Exception {
        start(2);
        int before = world.cluster.writes().size();
        world.source.write("apps/web.yaml", World.web(3)).commit("ann", "More");
        world.loop.poll();
        for (int i = 0; i < 1000; i++) {
            world.loop.pass(World.WEB);
            world.undoScale(2);
        }
        long scaled = world.cluster.writes().stream()
                .skip(before)
                .filter(write -> write.startsWith("scale"))
                .count();
        assertTrue(scaled >= 10 && scaled <= 20, "scaled " + scaled + " times in no time");
        world.pass(Duration.ofMinutes(1));
        assertEquals(3, world.replicas());
    }

    private void start(int replicas) throws Exception {
        world.source.write("apps/web.yaml", World.web(replicas)).commit("ann", "Add web");
        world.run();
        assertEquals(replicas, world.replicas());
    }

    private StatusReport report() throws Exception {
        String path = Layout.status(World.WEB);
        return StatusReader.report(path, bytes(path));
    }

    private List<RolloutRecord> rollouts() throws Exception {
        List<RolloutRecord> records = new ArrayList<>();
        for (String path : world.status.list(Layout.rollouts(World.WEB))) {
            records.add(StatusReader.rollout(path, bytes(path)));
        }
        return records;
    }

    private byte[] bytes(String path) {
        return world.status.read(path).orElseThrow().getBytes(StandardCharsets.UTF_8);
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }
}
