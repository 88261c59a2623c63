package dev.quorate.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client must notice what a member lost, or a soak that loses nothing would mean nothing. */
@Timeout(60)
final class WritingClientTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int ENOUGH = 5;

    private final Map<String, String> stored = new LinkedHashMap<>();
    private HttpServer member;

    @BeforeEach
    void startMember() throws IOException {
        member = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        member.createContext("/v3/kv/put", this::put);
        member.createContext("/v3/kv/range", this::range);
        member.start();
    }

    @AfterEach
    void stopMember() {
        member.stop(0);
    }

    @Test
    void whatWasAcknowledgedAndIsThereIsNotLost() throws InterruptedException {
        WritingClient client = written();
        assertEquals(List.of(), client.lost(address()));
    }

    @Test
    void whatWasAcknowledgedAndIsGoneIsLost() throws InterruptedException {
        WritingClient client = written();
        String gone;
        synchronized (stored) {
            gone = stored.keySet().iterator().next();
            stored.remove(gone);
        }
        assertEquals(List.of("writes/0000000"), client.lost(address()));
    }

    @Test
    void whatWasAcknowledgedAndIsAnotherIsLost() throws InterruptedException {
        WritingClient client = written();
        synchronized (stored) {
            stored.replaceAll((key, value) -> value.substring(4));
        }
        assertEquals(client.acknowledged(), client.lost(address()).size());
    }

    @Test
    void fromAMemberThatDoesNotAnswerEverythingIsLost() throws InterruptedException {
        WritingClient client = written();
        member.stop(0);
        assertEquals(client.acknowledged(), client.lost(address()).size());
    }

    @Test
    void aWriteThatNobodyTakesHasFailed() throws InterruptedException {
        WritingClient client = WritingClient.start(new EtcdMembers(Duration.ofSeconds(5)), List::of);
        while (client.failed() < ENOUGH) {
            Thread.onSpinWait();
        }
        client.close();
        assertEquals(0, client.acknowledged());
    }

    private WritingClient written() throws InterruptedException {
        WritingClient client = WritingClient.start(new EtcdMembers(Duration.ofSeconds(5)), () -> List.of(address()));
        while (client.acknowledged() < ENOUGH) {
            Thread.onSpinWait();
        }
        client.close();
        assertFalse(client.acknowledged() > stored.size());
        return client;
    }

    private String address() {
        return "127.0.0.1:" + member.getAddress().getPort();
    }

    private void put(HttpExchange exchange) throws IOException {
        JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
        synchronized (stored) {
            stored.put(body.path("key").asText(), body.path("value").asText());
        }
        answer(exchange, JSON.createObjectNode());
    }

    private void range(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        ObjectNode answer = JSON.createObjectNode();
        synchronized (stored) {
            stored.forEach((key, value) ->
                    answer.withArray("kvs").addObject().put("key", key).put("value", value));
        }
        answer(exchange, answer);
    }

    private static void answer(HttpExchange exchange, ObjectNode body) throws IOException {
        body.putObject("header");
        byte[] bytes = body.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
