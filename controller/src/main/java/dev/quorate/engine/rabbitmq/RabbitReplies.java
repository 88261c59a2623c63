package dev.quorate.engine.rabbitmq;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.quorate.engine.rabbitmq.RabbitAnswer.Listed;
import dev.quorate.engine.rabbitmq.RabbitAnswer.Mark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The JSON of the management API, as far as it is needed. While leaders move it may name a field twice; the last one counts. */
final class RabbitReplies {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private RabbitReplies() {}

    /** A missing node for what is no JSON. */
    static JsonNode tree(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException garbled) {
            return MissingNode.getInstance();
        }
    }

    static List<Listed> nodes(JsonNode nodes) {
        List<Listed> listed = new ArrayList<>();
        for (JsonNode node : nodes) {
            listed.add(new Listed(
                    node.path("name").asText(),
                    node.path("running").asBoolean(),
                    texts(node.path("partitions")),
                    node.path("mem_alarm").asBoolean(),
                    node.path("disk_free_alarm").asBoolean()));
        }
        return listed;
    }

    static Optional<String> clusterId(JsonNode parameters) {
        return value(parameters, "internal_cluster_id").map(JsonNode::asText).filter(id -> !id.isEmpty());
    }

    private static Optional<JsonNode> value(JsonNode parameters, String name) {
        for (JsonNode parameter : parameters) {
            if (parameter.path("name").asText().equals(name)) {
                return Optional.of(parameter.path("value"));
            }
        }
        return Optional.empty();
    }

    static Map<String, Mark> marks(JsonNode parameters) {
        Map<String, Mark> marks = new HashMap<>();
        for (JsonNode parameter : parameters) {
            String name = parameter.path("name").asText();
            if (name.startsWith(Mark.PREFIX)) {
                String word = parameter.path("value").asText().toUpperCase(Locale.ROOT);
                marks.put(
                        name.substring(Mark.PREFIX.length()),
                        word.equals(Mark.LEAVING.name()) ? Mark.LEAVING : Mark.JOINING);
            }
        }
        return marks;
    }

    static Set<String> flagsOff(JsonNode flags) {
        Set<String> off = new TreeSet<>();
        for (JsonNode flag : flags) {
            boolean stable = !flag.path("stability").asText().equals("experimental");
            if (stable && flag.path("state").asText().equals("disabled")) {
                off.add(flag.path("name").asText());
            }
        }
        return off;
    }

    static List<RabbitQueue> queues(JsonNode list) {
        List<RabbitQueue> queues = new ArrayList<>();
        for (JsonNode queue : list) {
            RabbitQueue.Type type = type(queue);
            Set<String> members = new HashSet<>(texts(queue.path("members")));
            Set<String> online = new HashSet<>(texts(queue.path("online")));
            if (type == RabbitQueue.Type.CLASSIC || type == RabbitQueue.Type.PASSING) {
                members = new HashSet<>(texts(queue.path("synchronised_slave_nodes")));
                members.add(queue.path("node").asText());
                online = members;
            }
            queues.add(new RabbitQueue(
                    queue.path("vhost").asText(),
                    queue.path("name").asText(),
                    type,
                    members,
                    online,
                    meant(type, queue.path("arguments"), queue.path("effective_policy_definition"))));
        }
        return queues;
    }

    /** How many replicas there are says nothing of it: a newcomer gets one of every queue while there are few members. */
    private static int meant(RabbitQueue.Type type, JsonNode arguments, JsonNode policy) {
        return switch (type) {
            case QUORUM ->
                IntStream.of(
                                arguments.path("x-quorum-initial-group-size").asInt(),
                                arguments.path("x-quorum-target-group-size").asInt(),
                                policy.path("target-group-size").asInt())
                        .max()
                        .getAsInt();
            case STREAM ->
                Math.max(
                        arguments.path("x-initial-cluster-size").asInt(),
                        policy.path("initial-cluster-size").asInt());
            case CLASSIC ->
                policy.path("ha-mode").asText().equals("exactly")
                        ? policy.path("ha-params").asInt()
                        : 0;
            case PASSING -> 0;
        };
    }

    private static RabbitQueue.Type type(JsonNode queue) {
        return switch (queue.path("type").asText()) {
            case "quorum" -> RabbitQueue.Type.QUORUM;
            case "stream" -> RabbitQueue.Type.STREAM;
            default ->
                queue.path("durable").asBoolean() && !queue.path("exclusive").asBoolean()
                        ? RabbitQueue.Type.CLASSIC
                        : RabbitQueue.Type.PASSING;
        };
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
