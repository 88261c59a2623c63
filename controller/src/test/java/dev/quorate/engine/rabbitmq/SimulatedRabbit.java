package dev.quorate.engine.rabbitmq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.Reach;
import dev.quorate.engine.Reach.Call;
import dev.quorate.engine.SimulatedMemberCluster;
import dev.quorate.simulator.behaviour.Execution;
import dev.quorate.simulator.engine.rabbitmq.RabbitNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** RabbitMQ in the simulated cluster. */
final class SimulatedRabbit extends SimulatedMemberCluster implements RabbitCluster {

    private static final Duration CALL = Duration.ofSeconds(5);
    private static final String QUEUES = "/api/queues/%2F/";

    SimulatedRabbit(long seed) {
        super(seed, "orders", RabbitEngine.NAME, "data", time -> new RabbitEngine());
    }

    @Override
    public Reach reach() {
        return new Reach() {
            @Override
            public Reply http(Target target, Call call) throws NoReply {
                return SimulatedRabbit.this.http(target, call);
            }

            @Override
            public String secret(String namespace, String name, String key) {
                return "made-up";
            }

            @Override
            public Exit exec(Target target, Command command) throws NoReply {
                return SimulatedRabbit.this.exec(target, command);
            }
        };
    }

    private Reach.Exit exec(Reach.Target target, Reach.Command command) throws Reach.NoReply {
        Optional<Execution> ran = simulator()
                .behaviours()
                .execute(target.namespace(), target.pod(), command.container(), command.words(), Optional.empty());
        if (ran.isPresent() && ran.get() instanceof Execution.Done done) {
            return new Reach.Exit(done.exitCode(), done.out(), done.err());
        }
        throw new Reach.NoReply(target + " runs no command: " + ran, false);
    }

    @Override
    protected Stream<String> running() {
        return simulator().rabbitmq().running(app().name().namespace()).stream().map(RabbitNetwork.View::pod);
    }

    @Override
    public boolean endsWhenRemoved() {
        return false;
    }

    @Override
    public boolean declare(int ordinal, String queue, Map<String, Object> arguments) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("durable", true);
        arguments.forEach(body.putObject("arguments")::putPOJO);
        try {
            return http(
                                    target(ordinal, Nodes.MANAGEMENT_PORT),
                                    new Call("PUT", QUEUES + queue, Optional.of(body.toString()), CALL))
                            .status()
                    == 201;
        } catch (Reach.NoReply silence) {
            return false;
        }
    }

    @Override
    public boolean write(String key, String value) {
        ObjectNode message =
                JsonNodeFactory.instance.objectNode().put("routing_key", key).put("payload", value);
        Call publish = Call.post("/api/exchanges/%2F/amq.default/publish", message.toString(), CALL);
        return made().anyMatch(ordinal ->
                answer(ordinal, publish).filter(reply -> reply.contains("true")).isPresent());
    }

    @Override
    public Optional<String> readFrom(int ordinal, String key) {
        return messages(ordinal, key).stream().findFirst();
    }

    @Override
    public List<String> messages(String queue) {
        return made().map(ordinal -> messages(ordinal, queue))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private List<String> messages(int ordinal, String queue) {
        List<String> messages = new ArrayList<>();
        answer(ordinal, Call.post(QUEUES + queue + "/get", "{}", CALL))
                .ifPresent(reply -> RabbitReplies.tree(reply)
                        .forEach(message -> messages.add(message.path("payload").asText())));
        return messages;
    }

    @Override
    public Set<String> replicas(String queue) {
        Set<String> names = new HashSet<>();
        made().flatMap(ordinal -> answer(ordinal, Call.get(QUEUES + queue, CALL)).stream())
                .findFirst()
                .map(RabbitReplies::tree)
                .ifPresent(found -> {
                    JsonNode members = found.path("members");
                    members.forEach(member -> names.add(member.asText()));
                    if (!members.isArray()) {
                        names.add(found.path("node").asText());
                    }
                });
        return names;
    }

    private Optional<String> answer(int ordinal, Call call) {
        return answer(ordinal, Nodes.MANAGEMENT_PORT, call);
    }

    @Override
    public int command(int ordinal, String... words) {
        try {
            return exec(target(ordinal, 0), new Reach.Command(RabbitPods.CONTAINER, List.of(words), CALL))
                    .code();
        } catch (Reach.NoReply silence) {
            throw new AssertionError(silence);
        }
    }

    @Override
    public boolean listedAndBlank(int ordinal) {
        return pod(ordinal, "/status/containerStatuses/0/lastState/terminated/exitCode")
                .equals("103");
    }

    @Override
    public void forgetPod(int ordinal) {
        kill(ordinal);
    }
}
