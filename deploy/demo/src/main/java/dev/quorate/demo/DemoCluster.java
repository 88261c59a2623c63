package dev.quorate.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.Faults;
import dev.quorate.simulator.RealCluster;
import dev.quorate.simulator.Simulator;
import dev.quorate.simulator.autoscale.Settings;
import dev.quorate.simulator.load.Curve;
import dev.quorate.simulator.load.Load;
import dev.quorate.simulator.process.ProcessPods;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The simulated cluster, looked at over its HTTP API and its pods' own ports, as an outsider would. */
final class DemoCluster implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int ETCD = 2379;
    private static final String NAMESPACE = "shop";
    private static final String SHOP = "/api/v1/namespaces/shop/";
    private static final String MIRRORS = "/apis/quorate.dev/v1alpha1/namespaces/shop/statefulapps/";

    private static final String SCALE_TARGETS = "/apis/quorate.dev/v1alpha1/namespaces/shop/scaletargets/";
    private static final String APP = "quorate.dev/app";

    private final HttpClient client = HttpClient.newHttpClient();
    private final RealCluster cluster;
    private final Path kubeconfig;

    private DemoCluster(RealCluster cluster, Path kubeconfig) {
        this.cluster = cluster;
        this.kubeconfig = kubeconfig;
    }

    static DemoCluster simulated(Path kubeconfig) {
        return start(Simulator.real(), kubeconfig);
    }

    /** People wait here: whether a process has started is asked every second. */
    static DemoCluster ofProcesses(Path kubeconfig, ProcessPods processes) {
        RealCluster cluster = Simulator.real(processes);
        cluster.locked(() -> cluster.simulator().delays().startupProbes(SOON));
        return start(cluster, kubeconfig);
    }

    private static DemoCluster start(RealCluster cluster, Path kubeconfig) {
        try {
            cluster.http().writeKubeconfig(kubeconfig);
            return new DemoCluster(cluster, kubeconfig);
        } catch (IOException e) {
            cluster.close();
            throw new UncheckedIOException(e);
        }
    }

    Path kubeconfig() {
        return kubeconfig;
    }

    void createNamespace(String name) {
        ObjectNode namespace = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Namespace");
        namespace.putObject("metadata").put("name", name);
        send(HttpRequest.newBuilder(api("/api/v1/namespaces"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(namespace.toString())));
    }

    /** The app's custom resource, in which the controller keeps what it does. */
    Optional<JsonNode> mirror(String app) {
        JsonNode mirror = get(MIRRORS + app);
        return mirror.path("kind").asText().equals("StatefulApp") ? Optional.of(mirror) : Optional.empty();
    }

    /** What an autoscaler asks for, and what became of it; nothing where there is none. */
    JsonNode scaleTarget(String app) {
        return get(SCALE_TARGETS + app);
    }

    /** From now on so much CPU, in cores, is asked of an app's pods together, and autoscalers look often. */
    void load(String app, Curve cores) {
        cluster.locked(() -> {
            Simulator simulator = cluster.simulator();
            simulator.delays().autoscaling(SOON).measuring(SOON);
            simulator.behaviours().autoscaling(new Settings(Duration.ZERO, Duration.ZERO, SOON));
            return simulator.load().onPods("shop", Map.of(APP, app), Load.CPU, cores);
        });
    }

    Instant now() {
        return cluster.locked(() -> cluster.simulator().schedule().now());
    }

    List<JsonNode> pods(String app) {
        return items(get(SHOP + "pods?labelSelector=quorate.dev/app%3D" + app));
    }

    /** Where its members serve clients. */
    List<String> addresses(String app, int port) {
        return pods(app).stream()
                .filter(pod -> serves(pod, port))
                .map(pod -> pod.at("/status/podIP").asText())
                .filter(address -> !address.isEmpty())
                .map(address -> address + ":" + port)
                .toList();
    }

    private static boolean serves(JsonNode pod, int port) {
        return pod.at("/spec/containers")
                .valueStream()
                .flatMap(container -> container.path("ports").valueStream())
                .anyMatch(each -> each.path("containerPort").asInt() == port);
    }

    String secret(String name, String key) {
        byte[] value = Base64.getDecoder()
                .decode(get(SHOP + "secrets/" + name).path("data").path(key).asText());
        return new String(value, StandardCharsets.UTF_8);
    }

    int claims(String app) {
        return items(get(SHOP + "persistentvolumeclaims?labelSelector=quorate.dev/app%3D" + app))
                .size();
    }

    /** Changes when any pod is made anew. */
    List<String> podIdentities() {
        return items(get(SHOP + "pods")).stream()
                .map(pod -> pod.at("/metadata/uid").asText())
                .sorted()
                .toList();
    }

    /** The node under a pod dies with all that runs on it, and counts as unreachable soon. */
    void loseNodeUnder(JsonNode pod) {
        cluster.locked(() -> {
            cluster.simulator().delays().nodeGrace(SOON).nodeEviction(SOON);
            cluster.simulator().faults().loseNode(pod.at("/spec/nodeName").asText());
            return pod;
        });
    }

    /** A disk is gone, and the pod with it; its successor finds a blank volume. */
    void loseVolumeOf(String pod) {
        faults(faults -> {
            faults.loseVolume(NAMESPACE, "data-" + pod);
            faults.killPod(NAMESPACE, pod);
        });
    }

    /** Nobody has it; a star stands for anything. */
    void loseImage(String images) {
        faults(faults -> faults.loseImage(images));
    }

    void cutOff(String pod) {
        faults(faults -> faults.cutFromNetwork(NAMESPACE, pod));
    }

    void reconnect(String pod) {
        faults(faults -> faults.reconnect(NAMESPACE, pod));
    }

    private void faults(Consumer<Faults> change) {
        cluster.locked(() -> {
            change.accept(cluster.simulator().faults());
            return change;
        });
    }

    void write(String key, String value) {
        ObjectNode body = JSON.createObjectNode().put("key", base64(key)).put("value", base64(value));
        etcd("/v3/kv/put", body);
    }

    Optional<String> read(String key) {
        JsonNode answer = etcd("/v3/kv/range", JSON.createObjectNode().put("key", base64(key)));
        return Optional.of(answer.at("/kvs/0/value"))
                .filter(value -> !value.isMissingNode())
                .map(value -> new String(Base64.getDecoder().decode(value.asText()), StandardCharsets.UTF_8));
    }

    /** Asks members by their own addresses until one answers. */
    private JsonNode etcd(String path, ObjectNode body) {
        for (JsonNode pod : pods("locks")) {
            String address = pod.at("/status/podIP").asText();
            if (!address.isEmpty()) {
                JsonNode answer = send(HttpRequest.newBuilder(URI.create("http://" + address + ":" + ETCD + path))
                        .timeout(Duration.ofSeconds(5))
                        .POST(BodyPublishers.ofString(body.toString())));
                if (answer.has("header")) {
                    return answer;
                }
            }
        }
        return MissingNode.getInstance();
    }

    private JsonNode get(String path) {
        return send(HttpRequest.newBuilder(api(path)).GET());
    }

    /** An answer of any status; nothing where nobody answers, since pods come and go. */
    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return JSON.readTree(response.body());
        } catch (IOException e) {
            return MissingNode.getInstance();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return MissingNode.getInstance();
        }
    }

    URI api(String path) {
        return cluster.http().uri().resolve(path);
    }

    private static List<JsonNode> items(JsonNode list) {
        List<JsonNode> items = new ArrayList<>();
        list.path("items").forEach(items::add);
        return items;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        cluster.close();
    }
}
