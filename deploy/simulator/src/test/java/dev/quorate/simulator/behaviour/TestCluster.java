package dev.quorate.simulator.behaviour;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.Faults;
import dev.quorate.simulator.Simulator;
import dev.quorate.simulator.VirtualCluster;
import dev.quorate.simulator.VirtualSchedule;
import dev.quorate.simulator.api.ApiReply;
import dev.quorate.simulator.api.ApiRequest;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A cluster in virtual time with the requests that the tests of the behaviours make. */
final class TestCluster {

    static final String NAMESPACE = "default";

    private final Simulator simulator;
    private final VirtualSchedule time;

    TestCluster() {
        VirtualCluster cluster = Simulator.virtual(1);
        simulator = cluster.simulator();
        time = cluster.time();
    }

    Simulator simulator() {
        return simulator;
    }

    Faults faults() {
        return simulator.faults();
    }

    void advance(Duration span) {
        time.advance(span);
    }

    void settle() {
        time.runUntilIdle();
    }

    ApiReply request(String method, String path, String body) {
        return simulator.api().handle(ApiRequest.json(method, path, body));
    }

    void create(String path, String body) {
        ApiReply reply = request("POST", path, body);
        assertTrue(reply.status() == 201, () -> path + " answered " + reply);
    }

    void patch(String path, String body) {
        ApiReply reply = simulator
                .api()
                .handle(ApiRequest.of("PATCH", path, Map.of("content-type", "application/merge-patch+json"), body));
        assertTrue(reply.status() == 200, () -> path + " answered " + reply);
    }

    /** A StatefulSet with a claim per pod and a headless Service. */
    void createSet(String name, int replicas) {
        createSet(NAMESPACE, name, replicas);
    }

    void createSet(String namespace, String name, int replicas) {
        create("/api/v1/namespaces/" + namespace + "/services", """
                {"metadata": {"name": "%s"}, "spec": {"clusterIP": "None", "selector": {"app": "%s"},
                 "ports": [{"name": "http", "port": 80}]}}""".formatted(name, name));
        create("/apis/apps/v1/namespaces/" + namespace + "/statefulsets", """
                {"metadata": {"name": "%s"}, "spec": {"serviceName": "%s", "replicas": %d,
                  "selector": {"matchLabels": {"app": "%s"}},
                  "template": {"metadata": {"labels": {"app": "%s"}}, "spec": {
                    "terminationGracePeriodSeconds": 3,
                    "containers": [{"name": "c", "image": "nginx:1", "ports": [{"containerPort": 80}],
                      "readinessProbe": {"httpGet": {"path": "/", "port": 80}}}]}},
                  "volumeClaimTemplates": [{"metadata": {"name": "data"}, "spec": {
                    "accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}]}}""".formatted(
                        name, name, replicas, name, name));
    }

    Optional<ObjectNode> get(Kind kind, String name) {
        return simulator.store().get(new Key(kind, kind.namespaced() ? NAMESPACE : "", name));
    }

    Optional<Pod> pod(String name) {
        return get(Kinds.POD, name).map(Pod::new);
    }

    boolean ready(String pod) {
        return pod(pod).filter(Pod::runningAndReady).isPresent();
    }

    JsonNode container(String pod) {
        return pod(pod).orElseThrow().status().path("containerStatuses").path(0);
    }
}
