package dev.quorate.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.Reach.Call;
import dev.quorate.engine.Reach.Login;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** RabbitMQ, and clients of its management API: a key is a quorum queue, and what is written there a message in it. */
record RabbitMq() implements MemberEngine {

    private static final int PORT = 15672;
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final String QUEUES = "/api/queues/%2F/";

    @Override
    public String name() {
        return "rabbitmq";
    }

    @Override
    public Versions versions() {
        return new Versions(
                "3.13", List.of("4.0"), Optional.of(new Versions.Jump("4.1", "Ask for version \"4.0\" first")));
    }

    @Override
    public String spec(String version, int replicas, String... more) {
        return MemberEngine.lines(name(), version, replicas, more);
    }

    @Override
    public String setting() {
        return "config: {channel_max: 500}";
    }

    @Override
    public void write(AppLife app, String key, String value) {
        declare(app, 0, key, "quorum");
        JsonNode reply = ask(
                app,
                0,
                "POST",
                "/api/exchanges/%2F/amq.default/publish",
                "{\"properties\": {\"delivery_mode\": 2}, \"routing_key\": \"" + key + "\", \"payload\": \"" + value
                        + "\", \"payload_encoding\": \"string\"}");
        if (!reply.path("routed").asBoolean()) {
            throw new IllegalStateException("queue " + key + " of " + app.name() + " did not take the message");
        }
    }

    @Override
    public String read(AppLife app, String key) {
        String body = "{\"count\": 1, \"ackmode\": \"ack_requeue_true\", \"encoding\": \"auto\"}";
        return ask(app, 0, "POST", QUEUES + key + "/get", body).at("/0/payload").asText();
    }

    @Override
    public void addStranger(AppLife app) {
        throw new UnsupportedOperationException("members of RabbitMQ join by themselves");
    }

    /** Through this pod; of a classic queue nobody else has anything. */
    void declare(AppLife app, int ordinal, String queue, String type) {
        declare(app, ordinal, queue, Map.of("x-queue-type", type));
    }

    /** @param arguments texts and numbers */
    void declare(AppLife app, int ordinal, String queue, Map<String, Object> arguments) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("durable", true);
        arguments.forEach(body.putObject("arguments")::putPOJO);
        ask(app, ordinal, "PUT", QUEUES + queue, body.toString());
    }

    void delete(AppLife app, String queue) {
        ask(app, 0, "DELETE", QUEUES + queue, "");
    }

    /** How many members have a replica of it. */
    int replicas(AppLife app, String queue) {
        return ask(app, 0, "GET", QUEUES + queue, "").path("members").size();
    }

    private static JsonNode ask(AppLife app, int ordinal, String method, String path, String body) {
        String password = app.secret(app.name() + "-default-user", "password");
        Call call = new Call(method, path, Optional.of(body), ANSWER).as(new Login("quorate", password));
        return app.world().ask(app.pods().get(ordinal), PORT, call);
    }

    @Override
    public String toString() {
        return name();
    }
}
