package dev.quorate.simulator.engine.rabbitmq;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.behaviour.ProgramReply;
import dev.quorate.simulator.behaviour.ProgramRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The management API of one that serves, as far as clients here use it. The columns they ask for are not left out for others. */
final class ManagementApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ProgramReply DONE = ProgramReply.text(204, "");
    private static final ProgramReply CREATED = ProgramReply.text(201, "");
    private static final ProgramReply NOT_FOUND =
            ProgramReply.json(404, "{\"error\":\"Object Not Found\",\"reason\":\"Not Found\"}");

    /** A publisher waits so long for what most replicas have to take. */
    private static final Duration UNCONFIRMED = Duration.ofSeconds(15);

    private final RabbitNetwork network;
    private final Broker broker;
    private final ClusterState cluster;

    ManagementApi(RabbitNetwork network, Broker broker) {
        this.network = network;
        this.broker = broker;
        this.cluster = broker.cluster().orElseThrow();
    }

    ProgramReply handle(ProgramRequest request) {
        List<String> path = Arrays.stream(request.pathOnly().substring(1).split("/", -1))
                .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
                .toList();
        if (path.size() < 2 || !path.get(0).equals("api")) {
            return NOT_FOUND;
        }
        List<String> rest = path.subList(2, path.size());
        return switch (request.method() + " " + path.get(1)) {
            case "GET overview" -> json(overview());
            case "GET nodes" -> json(nodes());
            case "GET feature-flags" -> json(flags());
            case "GET global-parameters" -> json(parameters());
            case "PUT global-parameters" -> put(rest.get(0), body(request));
            case "DELETE global-parameters" -> delete(rest.get(0));
            case "POST rebalance" -> DONE;
            case "GET queues" -> queues(rest);
            case "PUT queues" -> declare(rest.get(0), rest.get(1), body(request));
            case "DELETE queues" -> remove(Queue.key(rest.get(0), rest.get(1)));
            case "POST queues" -> get(Queue.key(rest.get(0), rest.get(1)));
            case "POST exchanges" ->
                publish(Queue.key(rest.get(0), body(request).path("routing_key").asText()), request);
            default -> NOT_FOUND;
        };
    }

    // ---- the cluster

    private ObjectNode overview() {
        return NODES.objectNode()
                .put("node", broker.node())
                .put("rabbitmq_version", broker.version())
                .put("cluster_name", broker.node());
    }

    private ArrayNode nodes() {
        ArrayNode all = NODES.arrayNode();
        for (String name : cluster.members()) {
            Optional<Broker> other = network.together(broker).stream()
                    .filter(each -> each.node().equals(name))
                    .findFirst();
            ObjectNode node = all.addObject().put("name", name).put("running", other.isPresent());
            other.ifPresent(running -> {
                node.putArray("partitions");
                node.put("mem_alarm", running.outOfMemory()).put("disk_free_alarm", running.outOfDisk());
            });
        }
        return all;
    }

    /** Of those flags that all who run know. */
    private ArrayNode flags() {
        Set<String> known = new TreeSet<>(FeatureFlags.of(broker.version()));
        network.together(broker).forEach(other -> known.retainAll(FeatureFlags.of(other.version())));
        ArrayNode all = NODES.arrayNode();
        known.forEach(flag -> all.addObject()
                .put("name", flag)
                .put("stability", "stable")
                .put("state", cluster.flags().contains(flag) ? "enabled" : "disabled"));
        return all;
    }

    private ArrayNode parameters() {
        ArrayNode all = NODES.arrayNode();
        cluster.parameters()
                .forEach((name, value) -> all.addObject().put("name", name).set("value", tree(value)));
        return all;
    }

    private ProgramReply put(String name, JsonNode body) {
        boolean there = cluster.parameters().containsKey(name);
        network.change(
                broker, known -> known.withParameter(name, body.path("value").toString()));
        return there ? DONE : CREATED;
    }

    private ProgramReply delete(String name) {
        if (!cluster.parameters().containsKey(name)) {
            return NOT_FOUND;
        }
        network.change(broker, known -> known.withoutParameter(name));
        return DONE;
    }

    // ---- queues

    private ProgramReply queues(List<String> path) {
        if (path.size() == 2) {
            return cluster.queue(Queue.key(path.get(0), path.get(1)))
                    .map(queue -> json(shown(queue)))
                    .orElse(NOT_FOUND);
        }
        ArrayNode all = NODES.arrayNode();
        cluster.queues().values().forEach(queue -> all.add(shown(queue)));
        return json(all);
    }

    private ObjectNode shown(Queue queue) {
        List<Broker> online = network.replicas().online(broker, queue);
        ObjectNode shown = NODES.objectNode()
                .put("vhost", queue.vhost())
                .put("name", queue.name())
                .put("type", queue.type().title())
                .put("durable", true)
                .put("exclusive", false)
                .<ObjectNode>set("arguments", tree(queue.arguments()))
                .put(
                        "node",
                        network.replicas()
                                .leader(broker, queue)
                                .map(Broker::node)
                                .orElse(queue.members().get(0)));
        if (queue.replicated()) {
            queue.members().forEach(shown.putArray("members")::add);
            ArrayNode answering = shown.putArray("online");
            online.forEach(replica -> answering.add(replica.node()));
        } else {
            shown.put("state", online.isEmpty() ? "down" : "running");
        }
        return shown;
    }

    /** As many replicas as its arguments say, or three, while there are members; beginning with whom the client asked. */
    private ProgramReply declare(String vhost, String name, JsonNode body) {
        if (cluster.queue(Queue.key(vhost, name)).isPresent()) {
            return DONE;
        }
        JsonNode arguments = body.path("arguments");
        Queue.Type type = switch (arguments.path("x-queue-type").asText()) {
            case "quorum" -> Queue.Type.QUORUM;
            case "stream" -> Queue.Type.STREAM;
            default -> Queue.Type.CLASSIC;
        };
        Queue declared = new Queue(vhost, name, type, arguments.toString(), List.of(broker.node()));
        if (declared.replicated()) {
            String size = type == Queue.Type.STREAM ? "x-initial-cluster-size" : "x-quorum-initial-group-size";
            int most = arguments.path(size).asInt(3);
            for (Broker other : network.together(broker)) {
                boolean more = declared.members().size() < most && !other.equals(broker) && !other.draining();
                declared = more ? declared.with(other.node()) : declared;
            }
        }
        Queue whole = declared;
        network.change(broker, known -> known.with(whole));
        return CREATED;
    }

    private ProgramReply remove(String key) {
        if (cluster.queue(key).isEmpty()) {
            return NOT_FOUND;
        }
        network.replicas().deleted(cluster, key);
        network.change(broker, known -> known.withoutQueue(key));
        return DONE;
    }

    private ProgramReply publish(String key, ProgramRequest request) {
        Optional<Queue> queue = cluster.queue(key);
        if (queue.isEmpty()) {
            return json(NODES.objectNode().put("routed", false));
        }
        boolean taken = network.replicas()
                .publish(broker, queue.get(), body(request).path("payload").asText());
        return taken
                ? json(NODES.objectNode().put("routed", true))
                : ProgramReply.text(500, "").after(UNCONFIRMED);
    }

    /** All messages, which stay. */
    private ProgramReply get(String key) {
        Optional<Queue> queue = cluster.queue(key);
        Optional<Broker> leader = queue.flatMap(known -> network.replicas().leader(broker, known));
        if (leader.isEmpty()) {
            return queue.isEmpty() ? NOT_FOUND : ProgramReply.text(500, "");
        }
        ArrayNode all = NODES.arrayNode();
        leader.get()
                .data()
                .messages(queue.get())
                .forEach(message -> all.addObject().put("payload", message));
        return json(all);
    }

    private static ProgramReply json(JsonNode tree) {
        return ProgramReply.json(200, tree.toString());
    }

    private static JsonNode body(ProgramRequest request) {
        return tree(request.body().isBlank() ? "{}" : request.body());
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("what the management API is sent is JSON: " + text, e);
        }
    }
}
