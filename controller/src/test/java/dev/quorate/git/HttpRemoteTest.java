package dev.quorate.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpRemoteTest {

    private static final String SECRET = "s3cr3t/+&value";

    @TempDir
    Path folder;

    private TestRemote remote;
    private GitHttpServer server;

    @BeforeEach
    void serve() throws IOException {
        remote = TestRemote.withOneSpec(folder);
        server = GitHttpServer.start(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPollWithoutNewsIsOneLookAtTheRefs() {
        try (JGitSource source = open(settings())) {
            assertInstanceOf(Poll.Moved.class, source.poll());
            server.requests().clear();

            assertInstanceOf(Poll.Unchanged.class, source.poll());
            assertFalse(server.requests().isEmpty());
            assertTrue(server.requests().size() <= 2, server.requests()::toString);

            remote.commit("Scale", Map.of("specs/orders.yaml", "replicas: 5\n"));
            assertEquals(
                    1,
                    assertInstanceOf(Poll.Moved.class, source.poll()).changes().size());
        }
    }

    @Test
    void logsInWithUserAndPassword() {
        server.requireAuthorization("Basic " + base64("ada:" + SECRET));

        assertInstanceOf(Poll.Moved.class, poll(settings().withCredentials(new Credentials.Basic("ada", SECRET))));
    }

    @Test
    void logsInWithTheUserAndPasswordOfTheUrl() {
        server.requireAuthorization("Basic " + base64("ada:pass word"));

        assertInstanceOf(
                Poll.Moved.class,
                poll(GitSettings.of("http://ada:pass%20word@" + server.authority() + "/remote.git", "main", "")));
    }

    @Test
    void logsInWithABearerToken() {
        server.requireAuthorization("Bearer " + SECRET);

        assertInstanceOf(Poll.Moved.class, poll(token(Credentials.Token.Scheme.BEARER)));
    }

    @Test
    void logsInWithATokenAsPassword() {
        server.requireAuthorization("Basic " + base64("x-access-token:" + SECRET));

        assertInstanceOf(Poll.Moved.class, poll(token(Credentials.Token.Scheme.X_ACCESS_TOKEN)));
    }

    @Test
    void wrongCredentialsAreAClearConditionWithoutThem() {
        server.requireAuthorization("Basic " + base64("ada:right"));

        FetchProblem problem = failed(settings().withCredentials(new Credentials.Basic("ada", SECRET)));

        assertEquals(FetchProblem.Reason.AUTHENTICATION_FAILED, problem.reason());
        assertEquals(server.url() + " refuses user ada (HTTP 401).", problem.message());
        assertNoSecret(problem);
    }

    @Test
    void missingCredentialsAreAClearCondition() {
        server.requireAuthorization("Bearer " + SECRET);

        FetchProblem problem = failed(settings());

        assertEquals(FetchProblem.Reason.AUTHENTICATION_FAILED, problem.reason());
        assertEquals(server.url() + " refuses a visitor without login (HTTP 401).", problem.message());
    }

    @Test
    void aMissingRepositoryIsAClearConditionWithoutTheUrlsSecrets() {
        String url = "http://ada:hidden@" + server.authority() + "/other.git?private_token=" + "hidden";

        FetchProblem problem = failed(GitSettings.of(url, "main", ""));

        assertEquals(FetchProblem.Reason.REPOSITORY_NOT_FOUND, problem.reason());
        assertFalse(problem.sentence().contains("hidden"), problem.sentence());
        assertFalse(problem.sentence().contains("?"), problem.sentence());
    }

    @Test
    void aServerInTroubleIsTriedAgain() {
        server.gate(exchange -> GitHttpServer.answer(exchange, 503));

        FetchProblem problem = failed(settings());

        assertEquals(FetchProblem.Reason.FAILED, problem.reason());
        assertTrue(problem.message().endsWith("answered HTTP 503."), problem.message());
        assertTrue(problem.retry());
    }

    @Test
    void aHungServerEndsInATimeout() throws InterruptedException {
        CountDownLatch testIsOver = new CountDownLatch(1);
        server.gate(exchange -> await(testIsOver));

        FetchProblem problem = failed(settings().withTimeout(Duration.ofSeconds(1)));
        testIsOver.countDown();

        assertEquals(FetchProblem.Reason.TIMEOUT, problem.reason());
        assertTrue(problem.message().endsWith("did not answer within 1 s."), problem.message());
    }

    @Test
    void aServerThatHangsInTheMiddleOfAFetchEndsInATimeout() {
        CountDownLatch testIsOver = new CountDownLatch(1);
        try (JGitSource source = open(settings().withTimeout(Duration.ofSeconds(1)))) {
            source.poll();
            remote.commit("Scale", Map.of("specs/orders.yaml", "replicas: 5\n"));
            AtomicInteger posts = new AtomicInteger();
            // The first asks for the tip, the second for the refs of the fetch, the third for objects.
            server.gate(exchange ->
                    exchange.getRequestMethod().equals("POST") && posts.incrementAndGet() > 2 && await(testIsOver));

            FetchProblem problem =
                    assertInstanceOf(Poll.Failed.class, source.poll()).problem();
            testIsOver.countDown();
            server.gate(exchange -> false);

            assertEquals(FetchProblem.Reason.TIMEOUT, problem.reason());
            assertEquals(3, posts.get());
            assertInstanceOf(Poll.Moved.class, source.poll());
        }
    }

    @Test
    void aClosedPortIsUnreachable() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }

        FetchProblem problem = failed(GitSettings.of("http://127.0.0.1:" + closed + "/remote.git", "main", ""));

        assertEquals(FetchProblem.Reason.HOST_UNREACHABLE, problem.reason());
    }

    @Test
    void anUnknownHostIsUnreachable() {
        FetchProblem problem = failed(GitSettings.of("http://nobody.invalid/remote.git", "main", ""));

        assertEquals(FetchProblem.Reason.HOST_UNREACHABLE, problem.reason());
        assertTrue(problem.message().contains("nobody.invalid"), problem.message());
    }

    @Test
    void aRedirectToAnotherHostIsNotFollowed() throws IOException {
        try (GitHttpServer other = GitHttpServer.start(folder)) {
            server.gate(exchange -> redirect(exchange, other.url()));

            FetchProblem problem = failed(token(Credentials.Token.Scheme.BEARER));

            assertEquals(FetchProblem.Reason.REDIRECTED, problem.reason());
            assertTrue(problem.message().contains(other.authority()), problem.message());
            assertEquals(0, other.requests().size());
            assertNoSecret(problem);
        }
    }

    @Test
    void aRedirectOnTheSameHostIsFollowed() {
        server.gate(exchange ->
                exchange.getRequestURI().getPath().startsWith("/old.git") && redirect(exchange, server.url()));

        assertInstanceOf(
                Poll.Moved.class, poll(GitSettings.of("http://" + server.authority() + "/old.git", "main", "specs")));
    }

    @Test
    void httpsTrustsTheGivenCertificatesAloneAndOnlyThere() throws Exception {
        TestCertificate certificate = TestCertificate.create(folder);
        TestCertificate stranger = TestCertificate.create(folder);
        try (GitHttpServer secure = GitHttpServer.startTls(folder, certificate.context())) {
            GitSettings settings = GitSettings.of(secure.url(), "main", "specs");

            assertInstanceOf(Poll.Moved.class, poll(settings.withCaFile(certificate.pem())));
            FetchProblem system = failed(settings);
            FetchProblem other = failed(settings.withCaFile(stranger.pem()));

            assertEquals(FetchProblem.Reason.CERTIFICATE_REJECTED, system.reason());
            assertTrue(system.message().contains("the system's certificates"), system.message());
            assertEquals(FetchProblem.Reason.CERTIFICATE_REJECTED, other.reason());
        }
    }

    @Test
    void aCaFileThatIsNoneIsAClearCondition() {
        FetchProblem problem = failed(settings().withCaFile(folder.resolve("nowhere.pem")));

        assertEquals("The file " + folder.resolve("nowhere.pem") + " cannot be read.", problem.message());
    }

    private GitSettings settings() {
        return GitSettings.of(server.url(), "main", "specs");
    }

    private GitSettings token(Credentials.Token.Scheme scheme) {
        return settings().withCredentials(new Credentials.Token(SECRET, scheme));
    }

    private JGitSource open(GitSettings settings) {
        return JGitSource.open(settings, folder.resolve("clone"), Optional.empty());
    }

    private Poll poll(GitSettings settings) {
        try (JGitSource source = open(settings)) {
            return source.poll();
        }
    }

    private FetchProblem failed(GitSettings settings) {
        Poll poll = poll(settings);
        return assertInstanceOf(Poll.Failed.class, poll, poll::toString).problem();
    }

    private static void assertNoSecret(FetchProblem problem) {
        for (String secret : new String[] {SECRET, base64("ada:" + SECRET), "s3cr3t"}) {
            assertFalse(problem.toString().contains(secret), problem::toString);
        }
    }

    private static boolean redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders()
                .set("Location", to + "/info/refs?" + exchange.getRequestURI().getRawQuery());
        return GitHttpServer.answer(exchange, 301);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
