package dev.quorate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HealthServerTest {

    @Test
    void isAliveAtOnceAndReadyOnlyWithAController() throws IOException, InterruptedException {
        try (HealthServer health = HealthServer.listen(Optional.of(0))) {
            assertEquals(200, get(health, "/healthz").statusCode());
            assertEquals(503, get(health, "/readyz").statusCode());
            assertTrue(get(health, "/metrics").body().contains("# TYPE quorate_heap_bytes gauge\n"));
        }
    }

    @Test
    void listensNowhereWithoutAPort() {
        try (HealthServer health = HealthServer.listen(Optional.empty())) {
            assertTrue(health.address().isEmpty());
        }
    }

    private static HttpResponse<String> get(HealthServer health, String path) throws IOException, InterruptedException {
        int port = health.address().orElseThrow().getPort();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
