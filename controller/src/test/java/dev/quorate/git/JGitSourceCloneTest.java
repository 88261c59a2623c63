package dev.quorate.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The clone is a mere cache: whatever happens to it, the specs are read all the same. */
class JGitSourceCloneTest extends JGitSourceFixture {

    @Test
    void aBrokenCloneIsMadeAnew() throws IOException {
        TestRemote remote = TestRemote.withOneSpec(folder);
        moved(open(remote.settings()).poll());
        close();
        breakObjects(folder.resolve("clone"));
        remote.commit("Scale", Map.of("specs/orders.yaml", "replicas: 5\n"));

        Poll.Moved moved = moved(reopen(remote.settings(), Optional.empty()).poll());

        assertEquals(Map.of("specs/orders.yaml", "replicas: 5\n"), texts(moved.changes()));
        assertFalse(Files.exists(folder.resolve("clone.new")));
    }

    @Test
    void locksThatAKilledProcessLeftAreBroken() throws IOException {
        TestRemote remote = TestRemote.withOneSpec(folder);
        moved(open(remote.settings()).poll());
        close();
        Files.createFile(folder.resolve("clone/refs/remotes/origin/main.lock"));
        Files.createFile(folder.resolve("clone/refs/quorate/reported.lock"));
        remote.commit("Scale", Map.of("specs/orders.yaml", "replicas: 5\n"));

        assertEquals(
                "Scale",
                moved(reopen(remote.settings(), Optional.empty()).poll()).to().subject());
    }

    @Test
    void aCloneThatCannotBeWrittenIsAConditionAndNotUnchanged() throws IOException {
        TestRemote remote = TestRemote.withOneSpec(folder);
        JGitSource source = open(remote.settings());
        moved(source.poll());
        Path lock = Files.createFile(folder.resolve("clone/refs/remotes/origin/main.lock"));
        remote.commit("Scale", Map.of("specs/orders.yaml", "replicas: 5\n"));

        FetchProblem problem = failed(source.poll());
        Files.delete(lock);

        assertTrue(problem.message().contains("cannot be written"), problem.message());
        assertEquals("Scale", moved(source.poll()).to().subject());
    }

    @Test
    void aCloneThatIsNoRepositoryIsMadeAnew() throws IOException {
        TestRemote remote = TestRemote.withOneSpec(folder);
        Files.createDirectories(folder.resolve("clone"));
        Files.writeString(folder.resolve("clone/HEAD"), "rubbish");

        moved(open(remote.settings()).poll());
    }

    @Test
    void brokenObjectsOnTheRemoteFailAndLeaveTheLastGoodCommitReadable() throws IOException {
        TestRemote remote = TestRemote.withOneSpec(folder);
        JGitSource source = open(remote.settings());
        String good = moved(source.poll()).to().id();
        String tree = TestTrees.withDotDot(remote);
        String bad = remote.server("commit-tree", "-p", good, "-m", "Escape", tree);
        remote.server("update-ref", "refs/heads/main", bad);

        FetchProblem first = failed(source.poll());
        FetchProblem second = failed(source.poll());

        assertEquals(FetchProblem.Reason.CORRUPT_OBJECTS, first.reason());
        assertEquals(first, second);
        assertEquals(Map.of("specs/orders.yaml", "replicas: 3\n"), texts(source.files(good)));
    }

    @Test
    void theCloneStaysSmallOverManyRewrittenCommits() throws IOException {
        TestRemote remote = TestRemote.withOneSpec(folder);
        JGitSource source = open(remote.settings());
        for (int round = 0; round < 110; round++) {
            remote.write("specs/orders.yaml", "replicas: " + round + "\n");
            remote.git("commit", "-q", "-a", "--amend", "-m", "Round " + round);
            remote.git("push", "-q", "-f", "origin", "HEAD");
            moved(source.poll());
        }

        assertTrue(objects(folder.resolve("clone")) < 220, objects(folder.resolve("clone")) + " objects");
        try (Stream<Path> packs = Files.list(folder.resolve("clone/objects/pack"))) {
            assertTrue(packs.filter(file -> file.toString().endsWith(".pack")).count() < 60);
        }
    }

    private static int objects(Path clone) {
        String counts = TestRemote.run(clone, "count-objects", "-v");
        return Stream.of("count: ", "in-pack: ")
                .mapToInt(key -> Integer.parseInt(counts.lines()
                        .filter(line -> line.startsWith(key))
                        .findFirst()
                        .orElseThrow()
                        .substring(key.length())))
                .sum();
    }

    private static void breakObjects(Path clone) throws IOException {
        try (Stream<Path> files = Files.walk(clone.resolve("objects"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }
}
