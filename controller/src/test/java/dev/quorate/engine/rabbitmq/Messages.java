package dev.quorate.engine.rabbitmq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.Reach.Call;
import dev.quorate.engine.Reach.Login;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Reach.Reply;
import dev.quorate.engine.Reach.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Queues and messages of a real RabbitMQ, by its management API: a publish is acknowledged when a majority has it. */
final class Messages {

    private static final Duration CALL = Duration.ofSeconds(5);
    private static final Duration READ = Duration.ofMinutes(5);
    private static final int PORTION = 500;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    boolean declare(String address, String queue, String type) {
        return declare(address, queue, Map.of("x-queue-type", type));
    }

    boolean declare(String address, String queue, Map<String, Object> arguments) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("durable", true);
        arguments.forEach(body.putObject("arguments")::putPOJO);
        return call(address, "PUT", "/api/queues/%2F/" + queue, Optional.of(body.toString()))
                .filter(reply -> reply.status() / 100 == 2)
                .isPresent();
    }

    boolean delete(String address, String queue) {
        return call(address, "DELETE", "/api/queues/%2F/" + queue, Optional.empty())
                .isPresent();
    }

    boolean publish(String address, String queue, String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("properties").put("delivery_mode", 2);
        body.put("routing_key", queue).put("payload", message).put("payload_encoding", "string");
        return call(address, "POST", "/api/exchanges/%2F/amq.default/publish", Optional.of(body.toString()))
                .filter(reply -> reply.status() == 200 && reply.body().contains("\"routed\":true"))
                .isPresent();
    }

    /**
     * Everything that is in the queue; it stays there. To be asked once: RabbitMQ 4 throws a message away that was given back too
     * often, as it is also when nobody waits for the answer any more.
     */
    List<String> read(String address, String queue) {
        return taken(address, queue, 100_000, "ack_requeue_true").orElse(List.of());
    }

    /** Takes all that waits, in portions: the plugin ends a connection on which nothing came for a minute. */
    List<String> drain(String address, String queue) {
        List<String> all = new ArrayList<>();
        List<String> portion = portion(address, queue);
        while (!portion.isEmpty()) {
            all.addAll(portion);
            portion = portion(address, queue);
        }
        return all;
    }

    private List<String> portion(String address, String queue) {
        return taken(address, queue, PORTION, "ack_requeue_false")
                .orElseThrow(() -> new AssertionError(address + " gave no answer while " + queue + " was read"));
    }

    private Optional<List<String>> taken(String address, String queue, int count, String mode) {
        String body = "{\"count\":%d,\"ackmode\":\"%s\",\"encoding\":\"auto\"}".formatted(count, mode);
        return call(address, "POST", "/api/queues/%2F/" + queue + "/get", Optional.of(body), READ)
                .filter(reply -> reply.status() == 200)
                .map(reply -> {
                    List<String> messages = new ArrayList<>();
                    tree(reply.body())
                            .forEach(message ->
                                    messages.add(message.path("payload").asText()));
                    return messages;
                });
    }

    Optional<JsonNode> get(String address, String path) {
        return call(address, "GET", path, Optional.empty())
                .filter(reply -> reply.status() == 200)
                .map(reply -> tree(reply.body()));
    }

    private Optional<Reply> call(String address, String method, String path, Optional<String> body) {
        return call(address, method, path, body, CALL);
    }

    private Optional<Reply> call(String address, String method, String path, Optional<String> body, Duration timeout) {
        Target target = new Target("shop", address, Optional.of(address), 15672);
        try {
            return Optional.of(TreeHttp.WAY.http(
                    target,
                    new Call(method, path, body, timeout).as(new Login(RabbitEngine.USER, RealRabbit.PASSWORD))));
        } catch (NoReply silence) {
            return Optional.empty();
        }
    }

    private static JsonNode tree(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
