package dev.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.quorate.engine.Reach;
import dev.quorate.engine.Reach.Call;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Reach.Reply;
import dev.quorate.engine.Reach.Target;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ways to a member: its address, and a port-forward. */
class PodReachTest {

    private static final Duration ENOUGH = Duration.ofSeconds(10);

    private final FakeClock clock = new FakeClock();
    private final SimulatedFace simulated;
    private final HttpServer member;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch slow = new CountDownLatch(1);
    private final PodReach direct;
    private final PodReach forwarded;

    PodReachTest() throws IOException, ClusterException {
        simulated = new SimulatedFace(ENOUGH);
        direct = PodReach.insideCluster(simulated.client());
        forwarded = PodReach.throughApiServer(simulated.client(), clock);
        member = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        member.setExecutor(threads);
        answer("/health", "{\"health\":\"true\"}");
        answer("/long", "x".repeat(3_000_000));
        answer("/endless", "x".repeat(5_000_000));
        member.createContext("/echo", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(201, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        member.createContext("/slow", exchange -> {
            await(slow);
            exchange.close();
        });
        member.start();
        simulated.create(Trees.bare(Kind.NAMESPACE, "shop", 0));
        pod("locks-0");
    }

    @AfterEach
    void stop() throws IOException {
        slow.countDown();
        direct.close();
        forwarded.close();
        member.stop(0);
        threads.shutdown();
        simulated.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void exchangesWhateverTheStatus(boolean inside) throws NoReply {
        assertEquals(new Reply(200, "{\"health\":\"true\"}"), get(inside, "/health"));
        assertEquals(404, get(inside, "/nothing").status());
        Reply echo = reach(inside).http(target("locks-0"), Call.post("/echo", "{\"key\":\"Zm9v\"}", ENOUGH));
        assertEquals(new Reply(201, "{\"key\":\"Zm9v\"}"), echo);
        assertEquals(3_000_000, get(inside, "/long").body().length());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSlowMemberMayHaveGotTheCall(boolean inside) {
        NoReply late = assertThrows(
                NoReply.class, () -> reach(inside).http(target("locks-0"), Call.get("/slow", Duration.ofMillis(200))));

        assertTrue(late.mayHaveArrived());
        assertTrue(String.valueOf(late.getMessage()).contains("shop/locks-0:"), late.getMessage());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClosedPortCertainlyDidNot(boolean inside) throws IOException {
        Target closed = new Target("shop", "locks-0", Optional.of("127.0.0.1"), closedPort());

        NoReply refused = assertThrows(NoReply.class, () -> reach(inside).http(closed, Call.get("/health", ENOUGH)));

        assertFalse(refused.mayHaveArrived(), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMemberThatSaysTooMuchIsCutOff(boolean inside) {
        NoReply tooLong = assertThrows(NoReply.class, () -> get(inside, "/endless"));

        assertTrue(String.valueOf(tooLong.getMessage()).contains("longer than"), tooLong.getMessage());
    }

    @Test
    void aPodThatIsNotThereCertainlyDidNotGetTheCall() {
        NoReply gone =
                assertThrows(NoReply.class, () -> forwarded.http(target("locks-9"), Call.get("/health", ENOUGH)));

        assertFalse(gone.mayHaveArrived(), gone.getMessage());
    }

    @Test
    void aPodWithoutAnAddressCannotBeDialled() {
        Target pending = new Target("shop", "locks-0", Optional.empty(), 2379);

        NoReply none = assertThrows(NoReply.class, () -> direct.http(pending, Call.get("/health", ENOUGH)));

        assertFalse(none.mayHaveArrived());
    }

    /** As a client of any protocol would: what it sends and gets is no business of the way. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientOfAnotherProtocolConnectsByItself(boolean inside) throws Exception {
        try (ServerSocket words = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> answerOne(words));
            Reach.Address address =
                    reach(inside).dial(new Target("shop", "locks-0", Optional.of("127.0.0.1"), words.getLocalPort()));
            try (Socket socket = new Socket(address.host(), address.port())) {
                socket.getOutputStream().write("ruok".getBytes(StandardCharsets.US_ASCII));
                assertEquals("imok", new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
            }
        }
    }

    /** Many members are many tunnels, and each stays open while its member is asked now and then. */
    @Test
    void aHundredTunnelsAreOpenAtATime() throws Exception {
        List<Socket> open = new ArrayList<>();
        try (ServerSocket words = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Reach.Address address =
                    forwarded.dial(new Target("shop", "locks-0", Optional.of("127.0.0.1"), words.getLocalPort()));
            words.setSoTimeout((int) ENOUGH.toMillis());
            for (int i = 0; i < 100; i++) {
                open.add(new Socket(address.host(), address.port()));
                open.add(words.accept());
            }
        } finally {
            for (Socket end : open) {
                end.close();
            }
        }
    }

    private static void answerOne(ServerSocket words) {
        try (Socket socket = words.accept()) {
            byte[] asked = socket.getInputStream().readNBytes(4);
            assertEquals("ruok", new String(asked, StandardCharsets.US_ASCII));
            socket.getOutputStream().write("imok".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSecretIsReadByNameAndWhatIsMissingIsSaid(boolean inside) throws Exception {
        ObjectNode tree = Trees.bare(Kind.SECRET, "registry-superuser", 0);
        tree.putObject("data").put("password", "czNjcjN0");
        simulated.create(tree);
        assertEquals("s3cr3t", reach(inside).secret("shop", "registry-superuser", "password"));

        NoReply noKey = assertThrows(NoReply.class, () -> reach(inside).secret("shop", "registry-superuser", "user"));
        NoReply none = assertThrows(NoReply.class, () -> reach(inside).secret("shop", "other", "password"));

        assertEquals("Secret shop/registry-superuser has no key user", noKey.getMessage());
        assertEquals("Secret shop/other is not there", none.getMessage());
    }

    @Test
    void aForwardIsKeptWhileItIsUsedAndClosedWhenNobodyGoesThere() throws Exception {
        ForwardedWays ways = new ForwardedWays(new PortForward(simulated.client()), clock);
        PodReach.Way first = ways.to(target("locks-0"));
        clock.advance(Duration.ofMinutes(1));
        assertEquals(first, ways.to(target("locks-0")));

        pod("locks-1");
        clock.advance(Duration.ofMinutes(3));
        ways.to(target("locks-1"));
        assertTrue(((Relay) first).closed());
        ways.close();
    }

    private PodReach reach(boolean inside) {
        return inside ? direct : forwarded;
    }

    private Reply get(boolean inside, String path) throws NoReply {
        return reach(inside).http(target("locks-0"), Call.get(path, ENOUGH));
    }

    private Target target(String pod) {
        return new Target(
                "shop", pod, Optional.of("127.0.0.1"), member.getAddress().getPort());
    }

    private void pod(String name) throws ClusterException {
        ObjectNode tree = Trees.bare(Kind.POD, name, 0);
        tree.putObject("spec")
                .putArray("containers")
                .addObject()
                .put("name", "etcd")
                .put("image", "etcd");
        Manifest made = simulated.create(tree);
        Manifest running = made.with(
                pod -> pod.withObject("/status").put("phase", "Running").put("podIP", "127.0.0.1"));
        new ApiServer(simulated.client()).replace(running, "status");
    }

    private void answer(String path, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        member.createContext(path, exchange -> {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
