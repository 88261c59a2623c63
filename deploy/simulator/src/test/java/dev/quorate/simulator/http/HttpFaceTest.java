package dev.quorate.simulator.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpFaceTest {

    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final long PATIENCE_SECONDS = 10;

    private final TestCluster cluster = new TestCluster();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aWatchStreamsOneLineAChangeAndEndsWhenAllAreDropped() throws Exception {
        try (BufferedReader lines = watch()) {
            create("one");
            assertTrue(lines.readLine().contains("\"name\":\"one\""));
            create("two");
            assertTrue(lines.readLine().contains("\"name\":\"two\""));

            cluster.face.dropWatches();

            assertEquals(-1, lines.read());
        }
    }

    @Test
    void aWatchWithATimeoutEndsByItself() throws Exception {
        HttpResponse<String> response = get(MAPS + "?watch=true&timeoutSeconds=1");

        assertEquals(200, response.statusCode());
        assertEquals("", response.body());
    }

    @Test
    void errorsAreAnsweredUntilHealed() throws Exception {
        cluster.face.faults().answerWith(429);
        assertEquals(429, get(MAPS).statusCode());

        cluster.face.faults().heal();
        assertEquals(200, get(MAPS).statusCode());
    }

    @Test
    void aHangingServerAnswersLate() throws Exception {
        cluster.face.faults().hang();
        CompletableFuture<HttpResponse<String>> waiting =
                client.sendAsync(request(MAPS), HttpResponse.BodyHandlers.ofString());
        assertThrows(TimeoutException.class, () -> waiting.get(200, TimeUnit.MILLISECONDS));

        cluster.face.faults().heal();

        assertEquals(200, waiting.get(PATIENCE_SECONDS, TimeUnit.SECONDS).statusCode());
    }

    @Test
    void aServerThatWasDownComesBackOnItsPortWithItsObjects() throws Exception {
        create("one");
        URI before = cluster.face.uri();
        cluster.face.goDown();
        assertThrows(
                IOException.class,
                () -> HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(before.resolve(MAPS)).build(),
                                HttpResponse.BodyHandlers.ofString()));

        cluster.face.comeBack();

        assertEquals(before, cluster.face.uri());
        assertTrue(get(MAPS).body().contains("\"name\":\"one\""));
    }

    @Test
    void portForwardCarriesBytesBothWays() throws Exception {
        cluster.send(
                "POST",
                "/api/v1/namespaces/default/pods",
                "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"b\"}]}}");
        cluster.send(
                "PUT",
                "/api/v1/namespaces/default/pods/p/status",
                "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"b\"}]},"
                        + "\"status\":{\"phase\":\"Running\",\"podIP\":\"127.0.0.1\"}}");
        try (ServerSocket pod = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Frames frames = new Frames();
            URI target = URI.create("ws://127.0.0.1:" + cluster.face.uri().getPort()
                    + "/api/v1/namespaces/default/pods/p/portforward?ports=" + pod.getLocalPort());
            WebSocket socket = client.newWebSocketBuilder()
                    .subprotocols("v4.channel.k8s.io")
                    .buildAsync(target, frames)
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            byte low = (byte) pod.getLocalPort();
            byte high = (byte) (pod.getLocalPort() >> 8);
            assertFrame(frames, new byte[] {0, low, high});
            assertFrame(frames, new byte[] {1, low, high});
            try (Socket connection = pod.accept()) {
                socket.sendBinary(ByteBuffer.wrap("\0ping".getBytes(StandardCharsets.UTF_8)), true)
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                InputStream in = connection.getInputStream();
                assertEquals("ping", new String(in.readNBytes(4), StandardCharsets.UTF_8));
                connection.getOutputStream().write("pong".getBytes(StandardCharsets.UTF_8));
                assertFrame(frames, "\0pong".getBytes(StandardCharsets.UTF_8));
            }
            socket.abort();
        }
    }

    private static final class Frames implements WebSocket.Listener {
        private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            received.add(bytes);
            socket.request(1);
            return CompletableFuture.completedStage(socket);
        }
    }

    private static void assertFrame(Frames frames, byte[] expected) throws InterruptedException {
        byte[] frame = frames.received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertEquals(ByteBuffer.wrap(expected), ByteBuffer.wrap(frame == null ? new byte[0] : frame));
    }

    private BufferedReader watch() throws Exception {
        HttpResponse<InputStream> response =
                client.send(request(MAPS + "?watch=true"), HttpResponse.BodyHandlers.ofInputStream());
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private void create(String name) {
        cluster.send("POST", MAPS, "{\"metadata\":{\"name\":\"" + name + "\"}}");
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(cluster.face.uri().resolve(path)).build();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path), HttpResponse.BodyHandlers.ofString());
    }
}
