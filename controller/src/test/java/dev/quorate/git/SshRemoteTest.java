package dev.quorate.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshRemoteTest {

    @TempDir
    Path folder;

    private TestRemote remote;
    private Path key;
    private Path knownHosts;
    private GitSshServer server;

    @BeforeEach
    void serve() throws Exception {
        remote = TestRemote.withOneSpec(folder);
        key = folder.resolve("key");
        TestKeys.create(key);
        server = GitSshServer.start(folder, key);
        knownHosts = Files.writeString(folder.resolve("known_hosts"), server.knownHostsLine(server));
    }

    @AfterEach
    void stop() throws IOException {
        // Not started where no key could be made.
        if (server != null) {
            server.close();
        }
    }

    @Test
    void aKnownHostIsReadWithTheKey() {
        Poll.Moved moved = assertInstanceOf(Poll.Moved.class, poll(settings(key, Optional.empty())));

        assertEquals(1, moved.changes().size());
    }

    @Test
    void reportsArePushedWithTheKey() {
        GitSettings settings = settings(key, Optional.empty()).withBranch("quorate/eu");
        try (StatusBranch branch = JGitStatusBranch.open(
                settings,
                folder.resolve("status"),
                new ReportAuthor("Quorate", "quorate@example.org", Optional.empty()),
                InstantSource.fixed(Instant.EPOCH),
                new RaceRetry(1, Duration.ZERO, new Random(1), pause -> {}))) {

            Push push = branch.push(List.of(FileWrite.of("a", "1")), new CommitMessage("Report", "", List.of()));

            assertEquals(new Push.Pushed(remote.server("rev-parse", "quorate/eu")), push);
        }
    }

    @Test
    void aKeyWithPassphraseIsOpened() throws Exception {
        Path locked = folder.resolve("locked");
        TestKeys.create(locked, "open sesame");
        try (GitSshServer other = GitSshServer.start(folder, locked)) {
            Files.writeString(knownHosts, other.knownHostsLine(other));
            GitSettings right = settings(other, locked, Optional.of("open sesame"));

            assertInstanceOf(Poll.Moved.class, poll(right));
            FetchProblem wrong = failed(settings(other, locked, Optional.of("open s3same")));
            FetchProblem missing = failed(settings(other, locked, Optional.empty()));

            assertEquals(FetchProblem.Reason.AUTHENTICATION_FAILED, wrong.reason(), wrong::toString);
            assertFalse(wrong.toString().contains("s3same"), wrong::toString);
            assertEquals(FetchProblem.Reason.AUTHENTICATION_FAILED, missing.reason(), missing::toString);
        }
    }

    @Test
    void anUnknownHostIsRefusedAndNotLearned() throws IOException {
        Files.writeString(knownHosts, "");

        FetchProblem problem = failed(settings(key, Optional.empty()));

        assertEquals(FetchProblem.Reason.HOST_KEY_REJECTED, problem.reason(), problem::toString);
        assertTrue(problem.message().contains("does not stand in " + knownHosts), problem.message());
        assertTrue(problem.message().contains("SHA256:"), problem.message());
        assertEquals("", Files.readString(knownHosts));
    }

    @Test
    void aMissingKnownHostsFileIsRefusedAndNotWritten() throws IOException {
        Files.delete(knownHosts);

        assertEquals(
                FetchProblem.Reason.HOST_KEY_REJECTED,
                failed(settings(key, Optional.empty())).reason());
        assertFalse(Files.exists(knownHosts));
    }

    @Test
    void aChangedHostKeyIsRefused() throws Exception {
        try (GitSshServer other = GitSshServer.start(folder, key)) {
            Files.writeString(knownHosts, server.knownHostsLine(other));

            FetchProblem problem = failed(settings(key, Optional.empty()));

            assertEquals(FetchProblem.Reason.HOST_KEY_REJECTED, problem.reason(), problem::toString);
            assertTrue(problem.message().contains("shows another key"), problem.message());
        }
    }

    @Test
    void aKeyWithoutRightsIsRefused() throws Exception {
        Path stranger = folder.resolve("stranger");
        TestKeys.create(stranger);

        FetchProblem problem = failed(settings(stranger, Optional.empty()));

        assertEquals(FetchProblem.Reason.AUTHENTICATION_FAILED, problem.reason(), problem::toString);
        assertTrue(problem.message().contains("the key " + stranger), problem.message());
    }

    @Test
    void aMissingKeyFileIsRefused() {
        FetchProblem problem = failed(settings(folder.resolve("nowhere"), Optional.empty()));

        assertEquals(FetchProblem.Reason.AUTHENTICATION_FAILED, problem.reason(), problem::toString);
    }

    @Test
    void aMissingRepositoryIsAClearCondition() {
        String url = server.url().replace("remote", "other");

        FetchProblem problem = failed(new GitSettings(
                url,
                "main",
                "",
                new Credentials.SshKey(key, Optional.empty(), knownHosts),
                Optional.empty(),
                Duration.ofSeconds(10)));

        assertEquals(FetchProblem.Reason.REPOSITORY_NOT_FOUND, problem.reason(), problem::toString);
    }

    @Test
    void aStoppedServerIsUnreachable() throws IOException {
        GitSettings settings = settings(key, Optional.empty());
        server.close();

        assertEquals(FetchProblem.Reason.HOST_UNREACHABLE, failed(settings).reason());
    }

    @Test
    void aServerThatAcceptsAndSaysNothingEndsInATimeout() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            GitSettings settings = new GitSettings(
                    "ssh://git@127.0.0.1:" + silent.getLocalPort() + "/remote.git",
                    "main",
                    "",
                    new Credentials.SshKey(key, Optional.empty(), knownHosts),
                    Optional.empty(),
                    Duration.ofSeconds(1));

            FetchProblem problem = failed(settings);

            assertEquals(FetchProblem.Reason.TIMEOUT, problem.reason(), problem::toString);
        }
    }

    private GitSettings settings(Path privateKey, Optional<String> passphrase) {
        return settings(server, privateKey, passphrase);
    }

    private GitSettings settings(GitSshServer of, Path privateKey, Optional<String> passphrase) {
        return new GitSettings(
                of.url(),
                "main",
                "specs",
                new Credentials.SshKey(privateKey, passphrase, knownHosts),
                Optional.empty(),
                Duration.ofSeconds(20));
    }

    private Poll poll(GitSettings settings) {
        try (JGitSource source = JGitSource.open(settings, folder.resolve("clone"), Optional.empty())) {
            return source.poll();
        }
    }

    private FetchProblem failed(GitSettings settings) {
        Poll poll = poll(settings);
        return assertInstanceOf(Poll.Failed.class, poll, poll::toString).problem();
    }
}
