package dev.quorate.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JGitSourceTest {

    @TempDir
    Path folder;

    private Optional<JGitSource> opened = Optional.empty();

    @AfterEach
    void close() {
        opened.ifPresent(JGitSource::close);
        opened = Optional.empty();
    }

    @Test
    void theFirstPollGivesEveryFileBelowThePath() {
        TestRemote remote = TestRemote.withOneSpec(folder);

        Poll.Moved moved = moved(open(remote.settings()).poll());

        assertEquals(Optional.empty(), moved.from());
        assertFalse(moved.forced());
        assertEquals(remote.git("rev-parse", "HEAD"), moved.to().id());
        assertEquals("Add orders", moved.to().subject());
        assertEquals("Ada", moved.to().author());
        assertEquals("ada@example.org", moved.to().email());
        assertEquals(Map.of("specs/orders.yaml", "replicas: 3\n"), texts(moved.changes()));
    }

    @Test
    void nothingNewIsUnchanged() {
        TestRemote remote = TestRemote.withOneSpec(folder);
        JGitSource source = open(remote.settings());
        source.poll();

        assertEquals(new Poll.Unchanged(remote.git("rev-parse", "HEAD")), source.poll());
    }

    @Test
    void aCommitGivesOnlyWhatDiffersBelowThePath() {
        TestRemote remote = TestRemote.withOneSpec(folder);
        remote.commit("Add more", Map.of("specs/a/b.yml", "b\n", "specs/gone.yaml", "gone\n"));
        JGitSource source = open(remote.settings());
        source.poll();
        remote.git("rm", "-q", "specs/gone.yaml");
        remote.commit(
                "Scale", Map.of("specs/orders.yaml", "replicas: 5\n", "docs/x.yaml", "x\n", "specs/note.md", "n\n"));

        Poll.Moved moved = moved(source.poll());

        assertEquals("Add more", moved.from().orElseThrow().subject());
        assertEquals(2, moved.changes().size());
        assertEquals(Map.of("specs/orders.yaml", "replicas: 5\n"), texts(moved.changes()));
        assertTrue(moved.changes().contains(new FileChange("specs/gone.yaml", Optional.empty())));
    }

    @Test
    void equalContentHasAnEqualBlobId() {
        TestRemote remote = TestRemote.withOneSpec(folder);
        remote.commit("Copy", Map.of("specs/copy.yaml", "replicas: 3\n"));

        List<String> ids = moved(open(remote.settings()).poll()).changes().stream()
                .map(change -> change.after().orElseThrow().id())
                .distinct()
                .toList();

        assertEquals(1, ids.size());
    }

    @Test
    void aRestartResumesFromTheCommitThatWasDealtWith() {
        TestRemote remote = TestRemote.withOneSpec(folder);
        String dealtWith = remote.git("rev-parse", "HEAD");
        moved(open(remote.settings()).poll());
        remote.commit("Scale", Map.of("specs/orders.yaml", "replicas: 5\n"));

        Poll.Moved moved =
                moved(reopen(remote.settings(), Optional.of(dealtWith)).poll());

        assertEquals(dealtWith, moved.from().orElseThrow().id());
        assertEquals(1, moved.changes().size());
    }

    @Test
    void aRestartOnAnEmptyDiskHasTheFilesOfAnUnchangedCommit() {
        TestRemote remote = TestRemote.withOneSpec(folder);
        String dealtWith = remote.git("rev-parse", "HEAD");

        JGitSource source = reopen(remote.settings(), Optional.of(dealtWith));

        assertEquals(new Poll.Unchanged(dealtWith), source.poll());
        assertEquals(Map.of("specs/orders.yaml", "replicas: 3\n"), texts(source.files(dealtWith)));
    }

    @Test
    void aRewrittenBranchGivesTheDifferenceOfTheTwoTrees() {
        TestRemote remote = TestRemote.withOneSpec(folder);
        remote.commit("Scale", Map.of("specs/orders.yaml", "replicas: 5\n", "specs/extra.yaml", "x\n"));
        JGitSource source = open(remote.settings());
        source.poll();
        remote.git("reset", "-q", "--hard", "HEAD~1");
        remote.commit("Instead", Map.of("specs/orders.yaml", "replicas: 4\n"));

        Poll.Moved moved = moved(source.poll());

        assertTrue(moved.forced());
        assertEquals("Scale", moved.from().orElseThrow().subject());
        assertEquals(Map.of("specs/orders.yaml", "replicas: 4\n"), texts(moved.changes()));
        assertTrue(moved.changes().contains(new FileChange("specs/extra.yaml", Optional.empty())));
    }

    @Test
    void aCommitThatTheRewrittenBranchLostGivesEveryFile() {
        TestRemote remote = TestRemote.withOneSpec(folder);
        String lost = "0123456789012345678901234567890123456789";

        Poll.Moved moved = moved(reopen(remote.settings(), Optional.of(lost)).poll());

        assertTrue(moved.forced());
        assertEquals(Optional.empty(), moved.from());
        assertEquals(1, moved.changes().size());
    }

    @Test
    void aDeletedBranchFailsAndItsReturnMoves() {
        TestRemote remote = TestRemote.withOneSpec(folder);
        JGitSource source = open(remote.settings());
        source.poll();
        remote.git("push", "-q", "origin", "HEAD:refs/heads/other");
        remote.server("update-ref", "-d", "refs/heads/main");

        FetchProblem problem = failed(source.poll());
        remote.commit("Back", Map.of("specs/orders.yaml", "replicas: 4\n"));
        Poll.Moved moved = moved(source.poll());

        assertEquals(FetchProblem.Reason.BRANCH_NOT_FOUND, problem.reason());
        assertTrue(problem.message().contains("has no branch main; it has other."), problem.message());
        assertEquals(Map.of("specs/orders.yaml", "replicas: 4\n"), texts(moved.changes()));
        assertFalse(moved.forced());
    }

    @Test
    void anEmptyRepositoryFails() {
        FetchProblem problem = failed(open(TestRemote.empty(folder).settings()).poll());

        assertEquals(FetchProblem.Reason.EMPTY_REPOSITORY, problem.reason());
    }

    @Test
    void aMissingPathIsNeverEverythingDeleted() {
        TestRemote remote = TestRemote.withOneSpec(folder);
        JGitSource source = open(remote.settings());
        source.poll();
        String without = remote.delete("specs");

        FetchProblem first = failed(source.poll());
        FetchProblem second = failed(source.poll());
        remote.commit("Back", Map.of("specs/orders.yaml", "replicas: 3\n"));
        Poll.Moved back = moved(source.poll());

        assertEquals(FetchProblem.Reason.PATH_NOT_FOUND, first.reason());
        assertTrue(first.message().contains(without.substring(0, 7)), first.message());
        assertEquals(first, second);
        assertEquals("Add orders", back.from().orElseThrow().subject());
        assertEquals(List.of(), back.changes());
    }

    @Test
    void aPathThatIsAFileOrASymlinkFailsWithTheReason() throws IOException {
        TestRemote remote = TestRemote.withOneSpec(folder);
        Files.createSymbolicLink(remote.work().resolve("link"), Path.of("specs"));
        remote.commitAll("Link");

        FetchProblem file = failed(open(GitSettings.of(remote.bare().toString(), "main", "README.md"))
                .poll());
        FetchProblem link = failed(reopen(GitSettings.of(remote.bare().toString(), "main", "link"), Optional.empty())
                .poll());

        assertTrue(file.message().endsWith("'README.md' is a file, not a folder."), file.message());
        assertTrue(link.message().endsWith("'link' is a symlink, which is never followed."), link.message());
    }

    @Test
    void theWholeRepositoryCanBeThePath() {
        TestRemote remote = TestRemote.withOneSpec(folder);

        Poll.Moved moved = moved(
                open(GitSettings.of(remote.bare().toString(), "main", ".")).poll());

        assertEquals(Map.of("specs/orders.yaml", "replicas: 3\n"), texts(moved.changes()));
    }

    @Test
    void symlinksAndSubmodulesAreNamedAndNotFollowed() throws IOException {
        TestRemote remote = TestRemote.withOneSpec(folder);
        Files.createSymbolicLink(remote.work().resolve("specs/passwd.yaml"), Path.of("orders.yaml"));
        Files.createSymbolicLink(remote.work().resolve("specs/up"), Path.of(".."));
        remote.git("add", "specs");
        remote.git("update-index", "--add", "--cacheinfo", "160000," + "1".repeat(40) + ",specs/module");
        remote.git("commit", "-q", "-m", "Odd");
        remote.git("push", "-q", "origin", "HEAD");

        Poll.Moved moved = moved(open(remote.settings()).poll());

        assertEquals(new Content.Symlink(), content(moved, "specs/passwd.yaml"));
        assertEquals(new Content.Symlink(), content(moved, "specs/up"));
        assertEquals(new Content.Submodule(), content(moved, "specs/module"));
    }

    @Test
    void aFileOverTheLimitIsNotRead() {
        TestRemote remote = TestRemote.withOneSpec(folder);
        remote.commit(
                "Big", Map.of("specs/big.yaml", "x".repeat(256 * 1024 + 1), "specs/most.yaml", "x".repeat(256 * 1024)));

        Poll.Moved moved = moved(open(remote.settings()).poll());

        assertEquals(new Content.TooLarge(256 * 1024 + 1, 256 * 1024), content(moved, "specs/big.yaml"));
        assertInstanceOf(Content.Text.class, content(moved, "specs/most.yaml"));
    }

    @Test
    void aCommitIsFoundByItsShortId() {
        TestRemote remote = TestRemote.withOneSpec(folder);
        JGitSource source = open(remote.settings());
        CommitInfo tip = moved(source.poll()).to();

        assertEquals(Optional.of(tip), source.commit(tip.shortId()));
        assertEquals(Optional.empty(), source.commit("ffffffff"));
        assertEquals(Optional.empty(), source.commit("HEAD"));
        assertEquals(Optional.empty(), source.commit(remote.git("rev-parse", "HEAD^{tree}")));
    }

    @Test
    void theDifferenceBetweenAnyTwoCommitsCanBeAsked() {
        TestRemote remote = TestRemote.withOneSpec(folder);
        String first = remote.git("rev-parse", "HEAD");
        String second = remote.commit("Scale", Map.of("specs/orders.yaml", "replicas: 5\n"));
        JGitSource source = open(remote.settings());
        source.poll();

        assertEquals(Map.of("specs/orders.yaml", "replicas: 5\n"), texts(source.changesSince(first, second)));
        assertEquals(Map.of("specs/orders.yaml", "replicas: 3\n"), texts(source.changesSince(second, first)));
        GitException unknown = assertThrows(GitException.class, () -> source.files("deadbeef"));
        assertEquals(FetchProblem.Reason.COMMIT_NOT_FOUND, unknown.problem().reason());
    }

    @Test
    void aMissingRepositoryFails() {
        FetchProblem problem =
                failed(open(GitSettings.of(folder.resolve("nothing").toString(), "main", ""))
                        .poll());

        assertEquals(FetchProblem.Reason.REPOSITORY_NOT_FOUND, problem.reason());
    }

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

    private JGitSource open(GitSettings settings) {
        return reopen(settings, Optional.empty());
    }

    private JGitSource reopen(GitSettings settings, Optional<String> resumeFrom) {
        close();
        JGitSource source = JGitSource.open(settings, folder.resolve("clone"), resumeFrom);
        opened = Optional.of(source);
        return source;
    }

    private static Poll.Moved moved(Poll poll) {
        return assertInstanceOf(Poll.Moved.class, poll, poll::toString);
    }

    private static FetchProblem failed(Poll poll) {
        return assertInstanceOf(Poll.Failed.class, poll, poll::toString).problem();
    }

    private static Content content(Poll.Moved moved, String path) {
        return moved.changes().stream()
                .filter(change -> change.path().equals(path))
                .findFirst()
                .flatMap(FileChange::after)
                .orElseThrow()
                .content();
    }

    private static Map<String, String> texts(List<FileChange> changes) {
        Map<String, String> texts = new TreeMap<>();
        for (FileChange change : changes) {
            if (change.after().isPresent() && change.after().get().content() instanceof Content.Text text) {
                texts.put(change.path(), new String(text.bytes(), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }
}
