package dev.quorate.simulation;

import dev.quorate.simulator.behaviour.ProgramRequest;
import java.util.List;

/** What people and programs ask of the members of an engine, past Quorate. */
final class Clients {

    private static final int MANAGEMENT = 15672;

    private Clients() {}

    /** One write; what has to be there for it is asked for first. */
    static List<ProgramRequest> write(App app, int number) {
        String key = "a" + number;
        return switch (app.engine()) {
            case "zookeeper" -> List.of(ProgramRequest.post(2181, "/nodes/" + key, "v"));
            case "redis" -> List.of(redis("SET", key, "v"));
            case "rabbitmq" ->
                List.of(queue("q" + number % 4, number % 4 == 3 ? "stream" : "quorum"), publish(number, key));
            default -> List.of(ProgramRequest.post(2379, "/v3/kv/put", "{\"key\":\"" + key + "\",\"value\":\"dg==\"}"));
        };
    }

    private static ProgramRequest redis(String... words) {
        return ProgramRequest.post(6379, "/", "[\"" + String.join("\",\"", words) + "\"]");
    }

    private static ProgramRequest queue(String name, String type) {
        return new ProgramRequest(
                MANAGEMENT,
                "PUT",
                "/api/queues/%2F/" + name,
                "{\"durable\": true, \"arguments\": {\"x-queue-type\": \"" + type + "\"}}");
    }

    private static ProgramRequest publish(int number, String message) {
        return ProgramRequest.post(
                MANAGEMENT,
                "/api/exchanges/%2F/amq.default/publish",
                "{\"routing_key\": \"q" + number % 4 + "\", \"payload\": \"" + message + "\"}");
    }

    /** One more member, by the engine's own command; where they join by themselves, a queue that only one of them has. */
    static ProgramRequest stranger(App app, Choice choice) {
        boolean learns = choice.b() % 3 == 0;
        String host = "stranger-" + choice.b();
        return switch (app.engine()) {
            case "zookeeper" ->
                ProgramRequest.post(
                        2181,
                        "/vote",
                        "{\"line\": \"server.250=" + host + ":2888:3888:" + (learns ? "observer" : "participant")
                                + ";0.0.0.0:2181\"}");
            case "redis" -> redis("PING"); // who comes is listed when it follows, and nobody does without a pod
            case "rabbitmq" -> queue("of-one-" + choice.b(), learns ? "quorum" : "classic");
            default ->
                ProgramRequest.post(
                        2379,
                        "/v3/cluster/member/add",
                        "{\"peerURLs\": [\"http://" + host + ":2380\"]" + (learns ? ", \"isLearner\": true" : "")
                                + "}");
        };
    }
}
