package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.rules.Quantity;
import dev.quorate.simulator.autoscale.Amount;
import dev.quorate.simulator.autoscale.Sample;
import dev.quorate.simulator.load.Load;
import dev.quorate.simulator.store.Metadata;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is measured of pods: by metrics.k8s.io their CPU and memory, by custom.metrics.k8s.io all else. All pods are measured at
 * the same moments. One that has not run for a whole window yet, or whose node is lost, has no sample. The first container
 * carries the load, up to its limit of CPU; the others idle.
 */
final class PodMetrics {

    private static final int KIBI = 1024;
    private static final long THOUSAND = 1000;

    private final Cluster cluster;
    private final PodIndex index;
    private final Disturbances disturbances;
    private final Load load;

    PodMetrics(Cluster cluster, PodIndex index, Disturbances disturbances, Load load) {
        this.cluster = cluster;
        this.index = index;
        this.disturbances = disturbances;
        this.load = load;
    }

    Load load() {
        return load;
    }

    /** In the words of metrics.k8s.io; absent for a pod that has no sample. */
    Optional<ObjectNode> ofPod(Pod pod) {
        if (!measured(pod)) {
            return Optional.empty();
        }
        ObjectNode metrics = JsonNodeFactory.instance.objectNode();
        metrics.put("kind", "PodMetrics").put("apiVersion", "metrics.k8s.io/v1beta1");
        ObjectNode metadata = metrics.putObject("metadata");
        metadata.put("name", pod.name()).put("namespace", pod.namespace());
        metadata.put("creationTimestamp", cluster.timestamp()).set("labels", pod.labels());
        metrics.put("timestamp", Metadata.timestamp(moment())).put("window", window().toSeconds() + "s");
        Map<String, Double> cpu = shares(pod.namespace(), Load.CPU);
        Map<String, Double> memory = shares(pod.namespace(), Load.MEMORY);
        ArrayNode containers = metrics.putArray("containers");
        for (JsonNode container : pod.spec().path("containers")) {
            String name = container.path("name").asText();
            ObjectNode usage = containers.addObject().put("name", name).putObject("usage");
            usage.put("cpu", Amount.text(milli(pod, name, Load.CPU, cpu)));
            usage.put("memory", milli(pod, name, Load.MEMORY, memory) / THOUSAND / KIBI + "Ki");
        }
        return Optional.of(metrics);
    }

    /** By pod; of one container, or of all together. */
    Map<String, Sample> resource(List<Pod> pods, String resource, Optional<String> onlyContainer) {
        Map<String, Sample> samples = new LinkedHashMap<>();
        Map<String, Double> shares =
                pods.isEmpty() ? Map.of() : shares(pods.get(0).namespace(), resource);
        for (Pod pod : pods) {
            if (measured(pod)) {
                long sum = pod.spec()
                        .path("containers")
                        .valueStream()
                        .map(container -> container.path("name").asText())
                        .filter(name ->
                                onlyContainer.isEmpty() || onlyContainer.get().equals(name))
                        .mapToLong(name -> milli(pod, name, resource, shares))
                        .sum();
                samples.put(pod.name(), new Sample(moment(), window(), sum));
            }
        }
        return samples;
    }

    /** By pod, of a metric that only its application knows. */
    Map<String, Sample> custom(String namespace, List<Pod> pods, String metric) {
        Map<String, Sample> samples = new LinkedHashMap<>();
        Map<String, Double> shares = shares(namespace, metric);
        for (Pod pod : pods) {
            Double share = shares.get(pod.name());
            if (share != null && measured(pod)) {
                samples.put(pod.name(), new Sample(moment(), window(), Math.round(share * THOUSAND)));
            }
        }
        return samples;
    }

    /** When was measured last. */
    Instant moment() {
        long window = window().toMillis();
        return Instant.ofEpochMilli(cluster.now().toEpochMilli() / window * window);
    }

    private Duration window() {
        return cluster.delays().measuring();
    }

    private boolean measured(Pod pod) {
        boolean cutOff = pod.node().filter(disturbances.lostNodes()::contains).isPresent();
        return pod.running() && !cutOff && since(pod).filter(this::aWholeWindow).isPresent();
    }

    private boolean aWholeWindow(Instant since) {
        return !since.plus(window()).isAfter(moment());
    }

    private static Optional<Instant> since(Pod pod) {
        JsonNode running =
                pod.status().path("containerStatuses").path(0).path("state").path("running");
        return Optional.ofNullable(running.get("startedAt")).map(time -> Instant.parse(time.asText()));
    }

    private static long milli(Pod pod, String container, String resource, Map<String, Double> shares) {
        JsonNode first = pod.spec().path("containers").path(0);
        boolean works = first.path("name").asText().equals(container);
        double used = works ? shares.getOrDefault(pod.name(), 0.0) : Load.idle(resource);
        JsonNode limit = first.path("resources").path("limits").path(Load.CPU);
        boolean throttled = works && resource.equals(Load.CPU) && limit.isTextual();
        double capped = throttled ? Math.min(used, Quantity.of(limit.asText()).doubleValue()) : used;
        return Math.round(capped * THOUSAND);
    }

    private Map<String, Double> shares(String namespace, String metric) {
        List<Load.Worker> workers = index.matching(namespace, Selector.EVERYTHING).stream()
                .filter(pod -> !pod.terminating())
                .map(pod -> new Load.Worker(pod.name(), labels(pod), pod.runningAndReady()))
                .toList();
        return load.shares(namespace, metric, workers, moment());
    }

    private static Map<String, String> labels(Pod pod) {
        Map<String, String> labels = new LinkedHashMap<>();
        pod.labels()
                .properties()
                .forEach(each -> labels.put(each.getKey(), each.getValue().asText()));
        return labels;
    }
}
