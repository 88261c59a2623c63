package dev.quorate.simulator.engine.etcd;

import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An etcd StatefulSet in a simulated cluster, with what a person would do to it. */
final class EtcdCluster {

    static final String NAMESPACE = "shop";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Store.Writer TEST = Store.Writer.of("test");

    private final Simulator simulator;
    private final VirtualSchedule time;
    private final Map<String, String> starts = new TreeMap<>();

    EtcdCluster(long seed) {
        VirtualCluster cluster = Simulator.virtual(seed);
        simulator = cluster.simulator();
        time = cluster.time();
        create("""
                {"kind": "ConfigMap", "apiVersion": "v1", "metadata": {"name": "etcd-start", "namespace": "shop"},
                 "data": {}}
                """);
        create("""
                {"kind": "Service", "apiVersion": "v1", "metadata": {"name": "etcd", "namespace": "shop"},
                 "spec": {"clusterIP": "None", "publishNotReadyAddresses": true, "selector": {"app": "etcd"},
                          "ports": [{"name": "client", "port": 2379}]}}
                """);
    }

    /** A cluster of that many members, admitted as its founders and ready. */
    static EtcdCluster founded(long seed, int members) {
        EtcdCluster cluster = new EtcdCluster(seed);
        cluster.found(members);
        cluster.settle();
        return cluster;
    }

    void found(int members) {
        for (int ordinal = 0; ordinal < members; ordinal++) {
            starts.put("etcd-" + ordinal, start("first", "new", members));
        }
        publishStarts();
        createSet("3.5.16", members);
    }

    void createSet(String version, int replicas) {
        create("""
                {"kind": "StatefulSet", "apiVersion": "apps/v1", "metadata": {"name": "etcd", "namespace": "shop"},
                 "spec": {"serviceName": "etcd", "replicas": %d, "podManagementPolicy": "Parallel",
                  "selector": {"matchLabels": {"app": "etcd"}},
                  "updateStrategy": {"type": "OnDelete"},
                  "template": {"metadata": {"labels": {"app": "etcd"}}, "spec": {
                    "initContainers": [{"name": "start", "image": "quay.io/coreos/etcd:v%s"}],
                    "containers": [{"name": "etcd", "image": "quay.io/coreos/etcd:v%s",
                      "ports": [{"name": "client", "containerPort": 2379}],
                      "readinessProbe": {"httpGet": {"path": "/health", "port": "client"}}}],
                    "volumes": [{"name": "start", "configMap": {"name": "etcd-start"}}]}},
                  "volumeClaimTemplates": [{"metadata": {"name": "data"}, "spec": {
                    "accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}]}}
                """.formatted(replicas, version, version));
    }

    /** The start parameters of one pod in a cluster of the first so many ordinals. */
    static String start(String incarnation, String state, int members) {
        String cluster = IntStream.range(0, members)
                .mapToObj(ordinal -> "etcd-" + ordinal + "=" + peerUrl(ordinal))
                .collect(Collectors.joining(","));
        return "incarnation=" + incarnation + "\nstate=" + state + "\ninitial-cluster=" + cluster
                + "\ninitial-cluster-token=shop-etcd\n";
    }

    static String peerUrl(int ordinal) {
        return "http://etcd-" + ordinal + ".etcd.shop.svc:2380";
    }

    /** Lets a pod start, with these parameters. */
    void admit(String pod, String start) {
        starts.put(pod, start);
        publishStarts();
    }

    private void publishStarts() {
        edit(new Key(Kinds.CONFIG_MAP, NAMESPACE, "etcd-start"), map -> {
            ObjectNode data = map.putObject("data");
            starts.forEach(data::put);
        });
    }

    void scale(int replicas) {
        edit(
                new Key(Kinds.STATEFUL_SET, NAMESPACE, "etcd"),
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

    /** Long enough for elections, catching up and the health interval. */
    void settle() {
        time.advance(Duration.ofSeconds(15));
    }

    void advance(Duration span) {
        time.advance(span);
    }

    Simulator simulator() {
        return simulator;
    }

    Optional<ObjectNode> pod(int ordinal) {
        return simulator.store().get(new Key(Kinds.POD, NAMESPACE, "etcd-" + ordinal));
    }

    boolean ready(int ordinal) {
        return pod(ordinal).stream()
                .flatMap(pod -> pod.path("status").path("conditions").valueStream())
                .anyMatch(condition -> condition.path("type").asText().equals("Ready")
                        && condition.path("status").asText().equals("True"));
    }

    int restarts(int ordinal) {
        return pod(ordinal)
                .orElseThrow()
                .path("status")
                .path("containerStatuses")
                .path(0)
                .path("restartCount")
                .asInt();
    }

    Optional<ProgramReply> get(int ordinal, String path) {
        return simulator.request(address(ordinal), ProgramRequest.get(2379, path));
    }

    ProgramReply call(int ordinal, String path, String body) {
        return simulator
                .request(address(ordinal), ProgramRequest.post(2379, path, body))
                .orElseThrow(() -> new AssertionError("etcd-" + ordinal + " does not listen"));
    }

    private String address(int ordinal) {
        return pod(ordinal).orElseThrow().path("status").path("podIP").asText();
    }

    JsonNode ok(int ordinal, String path, String body) {
        ProgramReply reply = call(ordinal, path, body);
        assertTrue(reply.successful(), () -> path + " answered " + reply);
        return parse(reply.body());
    }

    String refusal(int ordinal, String path, String body) {
        ProgramReply reply = call(ordinal, path, body);
        return reply.status() + " " + parse(reply.body()).path("message").asText();
    }

    JsonNode members(int ordinal) {
        return ok(ordinal, "/v3/cluster/member/list", "{}").path("members");
    }

    String memberId(int asked, String name) {
        return members(asked)
                .valueStream()
                .filter(member -> member.path("name").asText().equals(name))
                .map(member -> member.path("ID").asText())
                .findFirst()
                .orElseThrow();
    }

    int leader() {
        List<EtcdNetwork.View> leaders = simulator.etcd().running(NAMESPACE).stream()
                .filter(EtcdNetwork.View::leader)
                .toList();
        return leaders.size() == 1 ? Integer.parseInt(leaders.get(0).pod().substring("shop/etcd-".length())) : -1;
    }

    void put(int ordinal, String key) {
        ok(ordinal, "/v3/kv/put", "{\"key\": \"%s\", \"value\": \"djE=\"}".formatted(key));
    }

    List<String> clusterIds() {
        return simulator.etcd().running(NAMESPACE).stream()
                .map(EtcdNetwork.View::clusterId)
                .distinct()
                .toList();
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
