package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.rules.Quantity;
import dev.quorate.simulator.api.select.LabelSelector;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Metadata;
import dev.quorate.simulator.store.Store;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What metrics-server serves, while there is one: what pods and nodes use. Read only, and nothing of it is stored. */
final class PodMetricsApi {

    private static final String GROUP = "metrics.k8s.io";
    private static final Kind NODES = new Kind(GROUP, "v1beta1", "NodeMetrics", "nodes", "", List.of(), false, false);
    private static final Kind PODS = new Kind(GROUP, "v1beta1", "PodMetrics", "pods", "", List.of(), true, false);
    private static final int KIBI = 1024;

    private final Store store;
    private final Resources resources;
    private Measured measured = (namespace, pod) -> Optional.empty();

    PodMetricsApi(Store store, Resources resources) {
        this.store = store;
        this.resources = resources;
    }

    void measuredBy(Measured source) {
        measured = source;
    }

    /** Serves the group, or no longer. */
    void serve(boolean served) {
        for (Kind kind : List.of(NODES, PODS)) {
            if (served) {
                resources.add(new Resource(
                        kind, resources.definitions().any(), List.of(), Optional.empty(), Optional.<JsonNode>empty()));
            } else {
                resources.remove(kind);
            }
        }
    }

    ApiReply answer(Target target, ApiRequest request) {
        if (!request.method().equals("GET")) {
            throw Status.methodNotAllowed();
        }
        if (target.name().isPresent()) {
            return ApiReply.json(200, one(target, target.name().get()));
        }
        Kind kind = target.resource().kind();
        ObjectNode list = Json.object().put("kind", kind.kind() + "List").put("apiVersion", kind.apiVersion());
        list.putObject("metadata");
        ArrayNode items = list.putArray("items");
        LabelSelector selector =
                LabelSelector.parse(request.parameter("labelSelector").orElse(""));
        all(target).filter(selector::matches).forEach(items::add);
        return ApiReply.json(200, list);
    }

    private ObjectNode one(Target target, String name) {
        return all(target)
                .filter(each -> Metadata.name(each).equals(name))
                .findFirst()
                .orElseThrow(() -> Status.notFound(target.resource().kind(), name));
    }

    private Stream<ObjectNode> all(Target target) {
        return target.resource().kind().equals(PODS)
                ? pods(target.namespace())
                : store.list(Kinds.NODE, Optional.empty()).stream().flatMap(node -> node(node).stream());
    }

    private Stream<ObjectNode> pods(Optional<String> namespace) {
        return store.list(Kinds.POD, namespace).stream()
                .map(pod -> Metadata.key(Kinds.POD, pod))
                .flatMap(this::measure);
    }

    private Stream<ObjectNode> measure(Key pod) {
        return measured.ofPod(pod.namespace(), pod.name()).stream();
    }

    /** All that runs on a node; one on which nothing was measured has no metrics. */
    private Optional<ObjectNode> node(ObjectNode node) {
        List<ObjectNode> pods = store.list(Kinds.POD, Optional.empty()).stream()
                .filter(pod -> pod.path("spec").path("nodeName").asText().equals(Metadata.name(node)))
                .flatMap(pod -> measure(Metadata.key(Kinds.POD, pod)))
                .toList();
        return pods.stream().findFirst().map(first -> {
            ObjectNode metrics = Json.object().put("kind", NODES.kind()).put("apiVersion", NODES.apiVersion());
            ObjectNode metadata = metrics.putObject("metadata").put("name", Metadata.name(node));
            metadata.set("creationTimestamp", first.path("metadata").path("creationTimestamp"));
            metadata.set("labels", node.path("metadata").path("labels"));
            metrics.set("timestamp", first.path("timestamp"));
            metrics.set("window", first.path("window"));
            BigDecimal milli = sum(pods, "cpu").movePointRight(3).setScale(0, RoundingMode.HALF_UP);
            BigDecimal kibi = sum(pods, "memory").divide(BigDecimal.valueOf(KIBI), 0, RoundingMode.HALF_UP);
            metrics.putObject("usage").put("cpu", milli + "m").put("memory", kibi + "Ki");
            return metrics;
        });
    }

    private static BigDecimal sum(List<ObjectNode> pods, String resource) {
        return pods.stream()
                .flatMap(pod -> pod.path("containers").valueStream())
                .map(container ->
                        Quantity.of(container.path("usage").path(resource).asText()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
