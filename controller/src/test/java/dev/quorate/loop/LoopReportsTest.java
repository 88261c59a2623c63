package dev.quorate.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.git.CommitMessage;
import dev.quorate.git.FileWrite;
import dev.quorate.schema.AppName;
import dev.quorate.schema.Layout;
import dev.quorate.schema.StatusReader;
import dev.quorate.state.Kind;
import dev.quorate.state.ObjectRef;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a new process writes where an earlier one has written, and what stays unwritten since nothing is different. */
class LoopReportsTest {

    private final World world = new World();

    @Test
    void theFirstReportAfterARestartNamesWhatChangedAndNothingElse() throws Exception {
        world.source
                .write("apps/web.yaml", World.web(2))
                .write("apps/api.yaml", World.web(1).replace("name: web", "name: api"))
                .commit("ann", "Add web and api");
        world.run();
        world.source.write("apps/web.yaml", World.web(3)).commit("bob", "More");
        world.restart();
        world.run();
        assertEquals(
                "shop/web: 2 → 3 replicas done (3 of 3 ready)",
                world.status.subjects().get(1));
    }

    @Test
    void ofCommitsThatArriveTogetherEachAppNamesItsOwn() throws Exception {
        world.source.write("apps/web.yaml", World.web(2)).commit("ann", "Add web");
        world.source
                .write("apps/api.yaml", World.web(1).replace("name: web", "name: api"))
                .commit("bob", "Add api");
        world.run();
        assertEquals("Add web", askedBy("web"));
        assertEquals("Add api", askedBy("api"));
    }

    private String askedBy(String app) throws Exception {
        String path = Layout.status(new AppName("shop", app));
        byte[] report = world.status.read(path).orElseThrow().getBytes(StandardCharsets.UTF_8);
        return StatusReader.report(path, report).source().orElseThrow().subject();
    }

    @Test
    void aFileThatIsMendedWhileNothingRunsIsNoProblemAnyMore() throws Exception {
        start(2);
        world.source.write("apps/bad.yaml", World.web(1).replace("replicas", "replikas"));
        world.source.commit("bob", "Typo");
        world.run();
        world.source.delete("apps/bad.yaml").commit("bob", "Without it");
        world.restart();
        world.run();
        byte[] problems = world.status.read(Layout.PROBLEMS).orElseThrow().getBytes(StandardCharsets.UTF_8);
        assertEquals(List.of(), StatusReader.problems(Layout.PROBLEMS, problems).problems());
    }

    @Test
    void nothingIsCommittedBeforeTheSpecsWereRead() throws Exception {
        start(2);
        world.restart();
        world.loop.lead();
        world.loop.publish();
        assertEquals(1, world.status.commits().size());
    }

    @Test
    void whatMayNotBeLookedAtIsNotTakenForGone() throws Exception {
        start(2);
        int before = world.cluster.writes().size();
        world.cluster.close(Kind.SERVICE, "list services: the API server answered 403: Forbidden");
        world.source.write("apps/web.yaml", World.web(3)).commit("bob", "More");
        world.run();
        assertEquals("False RightMissing", world.condition("Ready"));
        assertEquals(2, world.replicas());
        assertEquals(
                List.of(),
                world.cluster.writes().stream()
                        .skip(before)
                        .filter(write -> !write.contains("StatefulApp"))
                        .toList());

        world.cluster.open(Kind.SERVICE);
        world.pass(Duration.ofMinutes(2));
        assertEquals(3, world.replicas());
        assertTrue(world.condition("Ready").startsWith("True "), world.condition("Ready"));
    }

    @Test
    void aRefusalIsWrittenOnceAndNotWithEachLook() throws Exception {
        ObjectRef service = new ObjectRef(Kind.SERVICE, "shop", "web");
        start(2);
        world.cluster.put(world.cluster
                .read(service)
                .orElseThrow()
                .with(tree -> tree.withObjectProperty("metadata").remove("labels")));
        world.pass(Duration.ofMinutes(11));
        world.loop.publish();
        world.settle();
        assertEquals("True NotOurs", world.condition("Stalled"));
        int writes = world.cluster.writes().size();
        int commits = world.status.commits().size();
        world.pass(Duration.ofMinutes(5));
        world.loop.publish();
        assertEquals(writes, world.cluster.writes().size());
        assertEquals(commits, world.status.commits().size());
    }

    /** Ours lands on it, so that nobody sees a race; only the commit below ours tells. */
    @Test
    void whatAFormerLeaderPushedBetweenTwoOfOursIsPutRight() throws Exception {
        String path = Layout.status(new AppName("shop", "web"));
        start(2);
        String web = world.status.read(path).orElseThrow();
        world.status.push(
                List.of(FileWrite.of(path, "written late by a former leader")),
                new CommitMessage("Late", "", List.of()));
        world.source.write("apps/api.yaml", World.web(1).replace("name: web", "name: api"));
        world.source.commit("bob", "Add api");
        world.run();
        world.loop.publish();
        world.settle();
        world.loop.publish();
        assertEquals(Optional.of(web), world.status.read(path));
    }

    private void start(int replicas) throws Exception {
        world.source.write("apps/web.yaml", World.web(replicas)).commit("ann", "Add web");
        world.run();
    }
}
