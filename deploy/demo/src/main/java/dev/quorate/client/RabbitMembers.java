package dev.quorate.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Members of RabbitMQ as clients of their management API see them, each by its own address and port. What keys have before their
 * slash is a quorum queue, and each write a message in it, acknowledged when a majority of the queue's replicas has it.
 */
public final class RabbitMembers implements Members {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LONG_PATIENCE = Duration.ofMinutes(2);
    private static final String BETWEEN = "=";
    private static final int ALL = 1_000_000;

    private final Duration patience;
    private final String login;
    private final HttpClient client;

    /** @param patience with a member that does not answer */
    public RabbitMembers(Duration patience, String user, String password) {
        this.patience = patience;
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        this.login = "Basic " + Base64.getEncoder().encodeToString(both);
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience)
                .build();
    }

    @Override
    public boolean put(String address, String key, String value) throws InterruptedException {
        String queue = queue(key);
        return publish(address, queue, key + BETWEEN + value)
                || (isMissing(address, queue)
                        && declare(address, queue)
                        && publish(address, queue, key + BETWEEN + value));
    }

    private boolean publish(String address, String queue, String message) throws InterruptedException {
        ObjectNode body =
                object().put("routing_key", queue).put("payload", message).put("payload_encoding", "string");
        body.putObject("properties").put("delivery_mode", 2);
        return ask(address, "POST", "/api/exchanges/%2F/amq.default/publish", body, patience)
                .filter(reply ->
                        reply.statusCode() == 200 && tree(reply).path("routed").asBoolean())
                .isPresent();
    }

    private boolean isMissing(String address, String queue) throws InterruptedException {
        return ask(address, "GET", "/api/queues/%2F/" + queue, object(), patience)
                .filter(reply -> reply.statusCode() == 404)
                .isPresent();
    }

    private boolean declare(String address, String queue) throws InterruptedException {
        ObjectNode body = object().put("durable", true);
        body.putObject("arguments").put("x-queue-type", "quorum");
        return ask(address, "PUT", "/api/queues/%2F/" + queue, body, patience)
                .filter(reply -> reply.statusCode() / 100 == 2)
                .isPresent();
    }

    /** The messages go back where they were; one that went back more often than the queue allows would be gone. */
    @Override
    public Optional<Map<String, String>> read(String address, String prefix) throws InterruptedException {
        ObjectNode body =
                object().put("count", ALL).put("ackmode", "ack_requeue_true").put("encoding", "auto");
        return ask(address, "POST", "/api/queues/%2F/" + queue(prefix) + "/get", body, LONG_PATIENCE)
                .filter(reply -> reply.statusCode() == 200)
                .map(reply -> {
                    Map<String, String> values = new TreeMap<>();
                    tree(reply).forEach(message -> add(message.path("payload").asText(), values));
                    return values;
                });
    }

    private static void add(String message, Map<String, String> values) {
        int end = message.indexOf(BETWEEN);
        values.put(message.substring(0, end), message.substring(end + BETWEEN.length()));
    }

    private static String queue(String key) {
        return key.substring(0, key.indexOf('/'));
    }

    private Optional<HttpResponse<String>> ask(
            String address, String method, String path, ObjectNode body, Duration time) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + path))
                .timeout(time)
                .header("Authorization", login)
                .method(
                        method,
                        method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                .build();
        try {
            return Optional.of(client.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            // A member that comes or goes: as good as no answer.
            return Optional.empty();
        }
    }

    private static JsonNode tree(HttpResponse<String> reply) {
        try {
            return JSON.readTree(reply.body());
        } catch (IOException e) {
            return JsonNodeFactory.instance.missingNode();
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
