package dev.quorate.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JGitSourceTest extends JGitSourceFixture {

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
}
