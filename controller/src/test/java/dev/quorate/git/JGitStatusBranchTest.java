package dev.quorate.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JGitStatusBranchTest {

    private static final String BRANCH = "quorate/eu";
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final CommitMessage MESSAGE = new CommitMessage(
            "shop/orders: 3 members to 5",
            "Done in 40 s.",
            List.of(
                    new CommitMessage.Trailer(CommitMessage.Trailer.APP, "shop/orders"),
                    new CommitMessage.Trailer(CommitMessage.Trailer.APP, "shop/cart"),
                    new CommitMessage.Trailer(CommitMessage.Trailer.CLUSTER, "eu")));

    @TempDir
    Path folder;

    private TestRemote remote;
    private GitHttpServer server;
    private final List<StatusBranch> opened = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();

    @BeforeEach
    void serve() throws IOException {
        remote = TestRemote.withOneSpec(folder);
        remote.server("config", "http.receivepack", "true");
        server = GitHttpServer.start(folder);
    }

    @AfterEach
    void stop() {
        opened.forEach(StatusBranch::close);
        server.close();
    }

    @Test
    void theFirstReportStartsABranchWithoutTheSpecsHistory() {
        StatusBranch branch = open("one");

        Push.Pushed pushed = pushed(branch.push(List.of(FileWrite.of("apps/orders.md", "fine\n")), MESSAGE));

        assertEquals(pushed.commit(), remote.server("rev-parse", BRANCH));
        assertEquals("1", remote.server("rev-list", "--count", BRANCH));
        assertEquals("apps/orders.md", remote.server("ls-tree", "-r", "--name-only", BRANCH));
        assertEquals("fine", remote.server("show", BRANCH + ":apps/orders.md"));
        remote.server("fsck", "--strict");
    }

    @Test
    void theMessageHasTrailersThatGitReads() {
        pushed(open("one").push(List.of(FileWrite.of("a", "1")), MESSAGE));

        assertEquals(
                "Quorate-App: shop/orders\nQuorate-App: shop/cart\nQuorate-Cluster: eu",
                remote.server("log", "-1", "--format=%(trailers)", BRANCH));
        assertEquals(
                "Quorate <quorate@example.org> 2026-03-01T10:00:00+00:00 shop/orders: 3 members to 5",
                remote.server("log", "-1", "--format=%an <%ae> %aI %s", BRANCH).replace("Z ", "+00:00 "));
    }

    @Test
    void unchangedFilesMakeNoCommit() {
        StatusBranch branch = open("one");
        branch.push(List.of(FileWrite.of("a", "1"), FileWrite.of("b/c", "2")), MESSAGE);

        assertEquals(new Push.NothingToDo(), branch.push(List.of(FileWrite.of("b/c", "2")), MESSAGE));
        assertEquals(new Push.NothingToDo(), branch.push(List.of(FileWrite.delete("gone")), MESSAGE));
        assertEquals("1", remote.server("rev-list", "--count", BRANCH));
    }

    @Test
    void deletingTheFirstFileOfNoBranchMakesNoBranch() {
        assertEquals(new Push.NothingToDo(), open("one").push(List.of(FileWrite.delete("a")), MESSAGE));
        assertEquals("main", remote.server("branch", "--format=%(refname:short)"));
    }

    @Test
    void filesAreWrittenReplacedAndDeletedInOneCommit() {
        StatusBranch branch = open("one");
        branch.push(List.of(FileWrite.of("a/b/c", "1"), FileWrite.of("a/d", "2"), FileWrite.of("e", "3")), MESSAGE);

        pushed(branch.push(
                List.of(FileWrite.of("a/d", "4"), FileWrite.delete("a/b/c"), FileWrite.of("a.b", "5")), MESSAGE));

        assertEquals("a.b\na/d\ne", remote.server("ls-tree", "-r", "--name-only", BRANCH));
        assertEquals("4", remote.server("show", BRANCH + ":a/d"));
        assertEquals("2", remote.server("rev-list", "--count", BRANCH));
        remote.server("fsck", "--strict");
    }

    @Test
    void whatWasPushedCanBeReadByAnother() {
        open("one").push(List.of(FileWrite.of("apps/shop/orders", "fine"), FileWrite.of("README.md", "é")), MESSAGE);
        StatusBranch reader = open("two");

        assertEquals(Optional.empty(), reader.read("README.md"));
        assertEquals(Optional.empty(), reader.refresh());

        assertEquals(Optional.of("é"), reader.read("README.md"));
        assertEquals(Optional.empty(), reader.read("apps"));
        assertEquals(List.of("apps/shop/orders"), reader.list("apps/"));
        assertEquals(List.of("README.md", "apps/shop/orders"), reader.list(""));
        ReportCommit newest = reader.history(5).get(0);
        assertEquals("shop/orders: 3 members to 5", newest.commit().subject());
        assertEquals(NOW, newest.commit().time());
        assertEquals(MESSAGE.trailers(), newest.trailers());
    }

    @Test
    void aBranchThatDoesNotExistYetIsEmpty() {
        StatusBranch branch = open("one");

        assertEquals(Optional.empty(), branch.refresh());
        assertEquals(List.of(), branch.list(""));
        assertEquals(List.of(), branch.history(3));
    }

    @Test
    void aBranchThatSomebodyDeletedIsStartedAgain() {
        StatusBranch branch = open("one");
        branch.push(List.of(FileWrite.of("a", "1")), MESSAGE);
        remote.server("update-ref", "-d", "refs/heads/" + BRANCH);

        pushed(branch.push(List.of(FileWrite.of("a", "1")), MESSAGE));

        assertEquals("1", remote.server("rev-list", "--count", BRANCH));
    }

    @Test
    void aWriterThatCameBetweenKeepsItsCommit() {
        StatusBranch one = open("one");
        StatusBranch two = open("two");
        one.push(List.of(FileWrite.of("one", "1")), MESSAGE);
        comesBetween(() -> two.push(List.of(FileWrite.of("two", "1")), MESSAGE));

        pushed(one.push(List.of(FileWrite.of("one", "2")), MESSAGE));

        assertEquals("3", remote.server("rev-list", "--count", BRANCH));
        assertEquals("one\ntwo", remote.server("ls-tree", "-r", "--name-only", BRANCH));
        assertEquals("2", remote.server("show", BRANCH + ":one"));
        assertEquals(1, pauses.size());
        assertTrue(pauses.get(0).toMillis() >= 50 && pauses.get(0).toMillis() <= 100, pauses::toString);
    }

    @Test
    void twoWritersThatStartTheBranchAtOnceBothEndOnIt() {
        StatusBranch one = open("one");
        StatusBranch two = open("two");
        comesBetween(() -> two.push(List.of(FileWrite.of("two", "1")), MESSAGE));

        pushed(one.push(List.of(FileWrite.of("one", "1")), MESSAGE));

        assertEquals("2", remote.server("rev-list", "--count", BRANCH));
    }

    @Test
    void aWriterThatIsAlwaysLateGivesUpAfterItsAttempts() {
        StatusBranch one = open("one");
        int[] round = {0};
        alwaysComesBetween(() -> commitOnServer("round " + round[0]++));

        Push push = one.push(List.of(FileWrite.of("one", "1")), MESSAGE);

        Push.Rejected rejected = assertInstanceOf(Push.Rejected.class, push, push::toString);
        assertEquals(Push.Reason.DIVERGED, rejected.reason());
        assertEquals(3, round[0]);
        assertEquals("3", remote.server("rev-list", "--count", BRANCH));
    }

    @Test
    void aProtectedBranchIsRejectedWithTheServersWords() {
        remote.hook("pre-receive", "echo 'reports are not welcome' >&2; exit 1");

        Push push = open("one").push(List.of(FileWrite.of("a", "1")), MESSAGE);

        Push.Rejected rejected = assertInstanceOf(Push.Rejected.class, push, push::toString);
        assertEquals(Push.Reason.PROTECTED, rejected.reason());
        assertTrue(rejected.message().contains("pre-receive hook declined"), rejected.message());
        assertEquals(List.of(), pauses);
    }

    @Test
    void aReadOnlyRemoteIsRejectedAndStaysReadable() {
        StatusBranch branch = open("one");
        branch.push(List.of(FileWrite.of("a", "1")), MESSAGE);
        remote.server("config", "http.receivepack", "false");

        Push push = branch.push(List.of(FileWrite.of("a", "2")), MESSAGE);

        Push.Rejected rejected = assertInstanceOf(Push.Rejected.class, push, push::toString);
        assertEquals(Push.Reason.READ_ONLY, rejected.reason());
        assertEquals(Optional.of("1"), branch.read("a"));
    }

    @Test
    void aPushWhoseAnswerWasLostIsFoundAndNotRepeated() {
        StatusBranch branch = open("one");
        branch.push(List.of(FileWrite.of("a", "1")), MESSAGE);
        server.loseAnswersToPushes(() -> {});

        Push.Pushed pushed = pushed(branch.push(List.of(FileWrite.of("a", "2")), MESSAGE));

        assertEquals(pushed.commit(), remote.server("rev-parse", BRANCH));
        assertEquals("2", remote.server("rev-list", "--count", BRANCH));
    }

    @Test
    void aLostAnswerIsFoundBelowAnotherWritersCommit() {
        StatusBranch one = open("one");
        server.loseAnswersToPushes(() -> commitOnServer("on top"));

        pushed(one.push(List.of(FileWrite.of("one", "1")), MESSAGE));

        assertEquals("2", remote.server("rev-list", "--count", BRANCH));
    }

    @Test
    void anUnreachableRemoteLosesNothing() {
        StatusBranch branch = open("one");
        branch.push(List.of(FileWrite.of("a", "1")), MESSAGE);
        server.gate(exchange -> GitHttpServer.answer(exchange, 502));

        Push push = branch.push(List.of(FileWrite.of("a", "2")), MESSAGE);
        server.gate(exchange -> false);

        Push.Unreachable unreachable = assertInstanceOf(Push.Unreachable.class, push, push::toString);
        assertTrue(unreachable.problem().retry());
        assertEquals(Optional.of("1"), branch.read("a"));
        pushed(branch.push(List.of(FileWrite.of("a", "2")), MESSAGE));
    }

    @Test
    void anInterruptedPauseEndsThePush() {
        StatusBranch one = JGitStatusBranch.open(
                settings(),
                folder.resolve("one"),
                author(),
                InstantSource.fixed(NOW),
                new RaceRetry(3, Duration.ofMillis(100), new Random(1), pause -> {
                    throw new InterruptedException();
                }));
        opened.add(one);
        alwaysComesBetween(() -> commitOnServer("between"));

        Push push = one.push(List.of(FileWrite.of("one", "1")), MESSAGE);

        assertTrue(Thread.interrupted());
        assertInstanceOf(Push.Unreachable.class, push, push::toString);
    }

    @Test
    void aBrokenCloneIsMadeAnew() throws IOException {
        StatusBranch branch = open("one");
        branch.push(List.of(FileWrite.of("a", "1"), FileWrite.of("b/c", "1")), MESSAGE);
        branch.close();
        opened.remove(branch);
        for (Path file : files(folder.resolve("one/objects"))) {
            Files.delete(file);
        }

        pushed(open("one").push(List.of(FileWrite.of("b/c", "2")), MESSAGE));

        assertEquals("a\nb/c", remote.server("ls-tree", "-r", "--name-only", BRANCH));
    }

    @Test
    void commitsAreSignedWithTheGivenKey() throws IOException, InterruptedException {
        Path key = folder.resolve("id");
        TestKeys.create(key);
        StatusBranch branch = JGitStatusBranch.open(
                settings(),
                folder.resolve("one"),
                new ReportAuthor("Quorate", "quorate@example.org", Optional.of(key)),
                InstantSource.fixed(NOW),
                retry());
        opened.add(branch);
        pushed(branch.push(List.of(FileWrite.of("a", "1")), MESSAGE));
        Path signers = folder.resolve("signers");
        Files.writeString(signers, "quorate@example.org " + Files.readString(folder.resolve("id.pub")));

        String verdict = remote.server(
                "-c", "gpg.ssh.allowedSignersFile=" + signers, "-c", "gpg.format=ssh", "verify-commit", "-v", BRANCH);

        assertTrue(verdict.contains("Good \"git\" signature for quorate@example.org"), verdict);
    }

    @Test
    void theCloneStaysSmallOver300Pushes() throws IOException {
        StatusBranch branch = JGitStatusBranch.open(
                GitSettings.of(remote.bare().toString(), BRANCH, ""),
                folder.resolve("many"),
                author(),
                InstantSource.fixed(NOW),
                retry());
        opened.add(branch);
        int most = 0;
        for (int round = 0; round < 300; round++) {
            pushed(branch.push(
                    List.of(FileWrite.of("apps/shop/a" + round % 20 + ".yaml", "round: " + round + "\n")), MESSAGE));
            if (round % 50 == 49) {
                remote.server("gc", "--quiet");
            }
            most = Math.max(
                    most,
                    round % 10 == 0 ? files(folder.resolve("many/objects")).size() : 0);
        }

        assertEquals("300", remote.server("rev-list", "--count", BRANCH));
        assertTrue(most < 800, most + " files");
    }

    /** Runs something once, after the writer has looked at the tip and before its push arrives. */
    private void comesBetween(Runnable other) {
        boolean[] done = {false};
        alwaysComesBetween(() -> {
            if (!done[0]) {
                done[0] = true;
                other.run();
            }
        });
    }

    private void alwaysComesBetween(Runnable other) {
        server.gate(exchange -> {
            if (exchange.getRequestURI().toString().endsWith("service=git-receive-pack")) {
                other.run();
            }
            return false;
        });
    }

    /** Somebody else's commit on the status branch, without going through the server's gate. */
    private void commitOnServer(String subject) {
        String tree = remote.server("mktree");
        boolean exists = remote.server("branch", "--list", BRANCH).contains(BRANCH);
        String commit = exists
                ? remote.server("commit-tree", "-p", BRANCH, "-m", subject, tree)
                : remote.server("commit-tree", "-m", subject, tree);
        remote.server("update-ref", "refs/heads/" + BRANCH, commit);
    }

    private StatusBranch open(String name) {
        StatusBranch branch =
                JGitStatusBranch.open(settings(), folder.resolve(name), author(), InstantSource.fixed(NOW), retry());
        opened.add(branch);
        return branch;
    }

    private GitSettings settings() {
        return GitSettings.of(server.url(), BRANCH, "");
    }

    private static ReportAuthor author() {
        return new ReportAuthor("Quorate", "quorate@example.org", Optional.empty());
    }

    private RaceRetry retry() {
        return new RaceRetry(3, Duration.ofMillis(100), new Random(1), pauses::add);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static Push.Pushed pushed(Push push) {
        return assertInstanceOf(Push.Pushed.class, push, push::toString);
    }
}
