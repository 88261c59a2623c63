package dev.quorate.simulator.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.quorate.simulator.api.Masks;
import dev.quorate.simulator.api.Transcript;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Commands in containers and their logs, answered frame by frame as a recorded API server did. */
class ContainerTranscriptTest {

    private static final Map<String, String> OUT_OF_SCOPE = Transcript.outOfScope();
    private static final int PATIENCE_SECONDS = 20;

    /** A command that has ended does not wait for it. */
    private static final int TERMINAL_SIZE = 4;

    private final TestCluster cluster = new TestCluster();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void everyExchangeIsAnsweredAsRecorded() throws Exception {
        new RecordedContainers().install(cluster);
        List<String> wrong = new ArrayList<>();
        for (JsonNode line : Transcript.load("21-exec-log-proxy").lines()) {
            String id = "21#" + line.path("seq").asText();
            if (OUT_OF_SCOPE.containsKey(id)) {
                continue;
            }
            Optional<String> difference = line.has("statusLine") ? socket(line) : exchange(line);
            difference.ifPresent(what -> wrong.add(id + " [" + line.path("step").asText() + "] " + what));
        }
        assertEquals("", String.join("\n", wrong));
    }

    private Optional<String> exchange(JsonNode line) throws IOException, InterruptedException {
        JsonNode sent = line.path("reqBody");
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("http", line))
                .method(
                        line.path("method").asText(),
                        sent.isNull() || sent.isMissingNode()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(sent.toString()));
        line.path("reqHeaders")
                .properties()
                .forEach(header ->
                        request.header(header.getKey(), header.getValue().asText()));
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return compare(line, response.statusCode(), response.body());
    }

    private static Optional<String> compare(JsonNode line, int status, String body) throws IOException {
        if (status != line.path("status").asInt()) {
            return Optional.of(line.path("status") + " expected, got " + status + " " + body);
        }
        JsonNode expected = line.path("respBody");
        JsonNode actual = expected.isObject() ? new ObjectMapper().readTree(body) : TextNode.valueOf(body);
        return Masks.difference(expected, actual);
    }

    private Optional<String> socket(JsonNode line) throws Exception {
        Frames frames = new Frames();
        WebSocket.Builder builder = client.newWebSocketBuilder();
        String offered = line.path("reqHeaders").path("Sec-WebSocket-Protocol").asText();
        if (!offered.isEmpty()) {
            String[] all = offered.split(", ", -1);
            builder.subprotocols(all[0], List.of(all).subList(1, all.length).toArray(new String[0]));
        }
        WebSocket socket;
        try {
            socket = builder.buildAsync(uri("ws", line), frames).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof WebSocketHandshakeException refused)) {
                throw e;
            }
            HttpResponse<?> response = refused.getResponse();
            return compare(line, response.statusCode(), String.valueOf(response.body()));
        }
        for (JsonNode frame : line.path("frames")) {
            int channel = frame.path("channel").asInt(TERMINAL_SIZE);
            if (frame.path("dir").asText().equals("client") && channel != TERMINAL_SIZE) {
                socket.sendBinary(ByteBuffer.wrap(bytes(frame)), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        }
        int code = frames.closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        String chosen = line.path("respHeaders").path("sec-websocket-protocol").asText();
        String expected = chosen + "\n" + recorded(line);
        String actual = socket.getSubprotocol() + "\n" + frames.text() + "closed " + code;
        return expected.equals(masked(actual))
                ? Optional.empty()
                : Optional.of(expected + "\nexpected, got\n" + masked(actual));
    }

    private static byte[] bytes(JsonNode frame) {
        byte[] text = frame.path("text").asText().getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(text.length + 1);
        return bytes.put((byte) frame.path("channel").asInt()).put(text).array();
    }

    private static String recorded(JsonNode line) {
        StringBuilder text = new StringBuilder();
        for (JsonNode frame : line.path("frames")) {
            if (frame.path("dir").asText().equals("server")) {
                text.append(
                        frame.has("closeCode")
                                ? "closed " + frame.path("closeCode").asText()
                                : frame.path("channel").asText() + " "
                                        + frame.path("text").asText() + "\n");
            }
        }
        return masked(text.toString());
    }

    private static String masked(String text) {
        return text.replaceAll("[0-9a-f]{64}", "<container>");
    }

    private URI uri(String scheme, JsonNode line) {
        return URI.create(scheme + "://127.0.0.1:" + cluster.face.uri().getPort()
                + line.path("path").asText());
    }

    private static final class Frames implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream part = new ByteArrayOutputStream();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            while (data.hasRemaining()) {
                part.write(data.get());
            }
            if (last) {
                byte[] frame = part.toByteArray();
                part.reset();
                synchronized (text) {
                    text.append(frame[0])
                            .append(' ')
                            .append(new String(frame, 1, frame.length - 1, StandardCharsets.UTF_8))
                            .append('\n');
                }
            }
            socket.request(1);
            return CompletableFuture.completedStage(socket);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
            closed.complete(statusCode);
            return CompletableFuture.completedStage(socket);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
        }

        String text() {
            synchronized (text) {
                return text.toString();
            }
        }
    }
}
