package dev.quorate.simulator.engine.rediscluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.Simulator;
import dev.quorate.simulator.VirtualCluster;
import dev.quorate.simulator.VirtualSchedule;
import dev.quorate.simulator.behaviour.ProgramReply;
import dev.quorate.simulator.behaviour.ProgramRequest;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Store;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A StatefulSet of Redis Cluster in a simulated cluster, with what a person would do to it. */
final class ClusterOfNodes {

    static final String NAMESPACE = "shop";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Store.Writer TEST = Store.Writer.of("test");

    private final Simulator simulator;
    private final VirtualSchedule time;

    /** Three shards, founded and ready. */
    ClusterOfNodes(long seed) {
        VirtualCluster cluster = Simulator.virtual(seed);
        simulator = cluster.simulator();
        time = cluster.time();
        create("""
                {"kind": "ConfigMap", "apiVersion": "v1", "metadata": {"name": "c-start", "namespace": "shop"},
                 "data": {}}
                """);
        admit("new", 6);
        create("""
                {"kind": "StatefulSet", "apiVersion": "apps/v1", "metadata": {"name": "c", "namespace": "shop"},
                 "spec": {"serviceName": "c-headless", "replicas": 6, "podManagementPolicy": "Parallel",
                  "selector": {"matchLabels": {"app": "c"}},
                  "template": {"metadata": {"labels": {"app": "c"}}, "spec": {
                    "initContainers": [{"name": "start", "image": "redis:7.0.15"}],
                    "containers": [{"name": "redis", "image": "redis:7.0.15",
                      "ports": [{"containerPort": 6379}, {"containerPort": 16379}],
                      "readinessProbe": {"exec": {"command": ["probe"]}}}],
                    "volumes": [{"name": "start", "configMap": {"name": "c-start"}}]}},
                  "volumeClaimTemplates": [{"metadata": {"name": "data"}, "spec": {
                    "accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}]}}
                """);
        advance(30);
        admit("started", 6);
    }

    static String id(int ordinal) {
        return String.valueOf((char) ('a' + ordinal)).repeat(40);
    }

    /** All of these, as those who are to be there. */
    void admit(String state, int nodes) {
        String peers = IntStream.range(0, nodes)
                .mapToObj(ordinal -> "c-" + ordinal + "@c-" + ordinal + ".c-headless.shop.svc@" + id(ordinal))
                .collect(Collectors.joining(" "));
        edit(new Key(Kinds.CONFIG_MAP, NAMESPACE, "c-start"), map -> {
            ObjectNode data = map.putObject("data");
            for (int ordinal = 0; ordinal < nodes; ordinal++) {
                data.put("c-" + ordinal, start(ordinal, ordinal < 6 ? state : "existing", peers));
            }
        });
    }

    private static String start(int ordinal, String state, String peers) {
        int lower = ordinal - ordinal % 2;
        List<String> slots = List.of("0-5460", "5461-10922", "10923-16383");
        String founding = state.equals("new") && ordinal % 2 == 0
                ? "slots=" + slots.get(ordinal / 2) + "\nepoch=" + (ordinal / 2 + 1) + "\n"
                : "";
        return "incarnation=first\nstate=" + state + "\nid=" + id(ordinal) + "\nshard=" + id(lower) + " "
                + id(lower + 1) + "\npeers=" + peers + "\n" + founding;
    }

    void scale(int replicas) {
        edit(
                new Key(Kinds.STATEFUL_SET, NAMESPACE, "c"),
                set -> ((ObjectNode) set.path("spec")).put("replicas", replicas));
    }

    private void edit(Key key, Consumer<ObjectNode> change) {
        ObjectNode copy = simulator.store().get(key).orElseThrow().deepCopy();
        change.accept(copy);
        simulator.store().write(key.kind(), copy, TEST);
    }

    private void create(String json) {
        ObjectNode object = (ObjectNode) parse(json);
        Kinds.ALL.stream()
                .filter(kind -> kind.kind().equals(object.path("kind").asText())
                        && kind.apiVersion().equals(object.path("apiVersion").asText()))
                .forEach(kind -> simulator.store().create(kind, object, TEST));
    }

    void advance(int seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    Simulator simulator() {
        return simulator;
    }

    RedisClusterNetwork.View view(int ordinal) {
        return simulator.redisCluster().running(NAMESPACE).stream()
                .filter(view -> view.pod().equals("shop/c-" + ordinal))
                .findFirst()
                .orElseThrow();
    }

    List<String> lost() {
        return simulator.redisCluster().lostWrites(view(0).cluster());
    }

    String address(int ordinal) {
        return simulator
                .store()
                .get(new Key(Kinds.POD, NAMESPACE, "c-" + ordinal))
                .orElseThrow()
                .path("status")
                .path("podIP")
                .asText();
    }

    /** On a connection of its own. */
    String ask(int ordinal, String... words) {
        return askOn("", ordinal, words);
    }

    long connect(int ordinal) {
        return Long.parseLong(ask(ordinal, "CLIENT", "ID"));
    }

    /** The text of what was answered; {@code closed} on a connection that is none any more. */
    String askOn(long connection, int ordinal, String... words) {
        return askOn("?connection=" + connection, ordinal, words);
    }

    private String askOn(String query, int ordinal, String... words) {
        try {
            String body = JSON.writeValueAsString(words);
            ProgramReply reply = simulator
                    .request(address(ordinal), ProgramRequest.post(6379, "/" + query, body))
                    .orElseThrow();
            return reply.status() == 200 ? text(parse(reply.body())) : "closed";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(JsonNode answer) {
        String kind = answer.has("error") ? "error" : "status";
        return answer.isObject()
                ? answer.path(kind).asText()
                : answer.isValueNode() ? answer.asText() : answer.toString();
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
