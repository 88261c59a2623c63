package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.simulator.autoscale.MetricException;
import dev.quorate.simulator.autoscale.MetricSource;
import dev.quorate.simulator.autoscale.Sample;
import dev.quorate.simulator.load.Load;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The metrics of one autoscaler's pods and namespace, with the errors of APIs that are not there. */
final class ClusterMetrics implements MetricSource {

    private static final double THOUSAND = 1000;
    private static final String NO_RESOURCE = "unable to fetch metrics from resource metrics API: ";
    private static final String NO_CUSTOM = "unable to fetch metrics from custom metrics API: ";
    private static final String NO_EXTERNAL = "unable to fetch metrics from external metrics API: ";
    private static final String NOT_FOUND = "the server could not find the requested resource";

    private final PodMetrics metrics;
    private final String namespace;
    private final List<Pod> pods;

    ClusterMetrics(PodMetrics metrics, String namespace, List<Pod> pods) {
        this.metrics = metrics;
        this.namespace = namespace;
        this.pods = pods;
    }

    @Override
    public Map<String, Sample> resource(String resource, Optional<String> container) {
        if (!metrics.load().serves(Load.Api.RESOURCE)) {
            throw new MetricException(NO_RESOURCE + NOT_FOUND + " (get pods.metrics.k8s.io)");
        }
        Map<String, Sample> samples = metrics.resource(pods, resource, container);
        if (samples.isEmpty()) {
            throw new MetricException("no metrics returned from resource metrics API");
        }
        for (Pod pod : pods) {
            if (container.isPresent() && samples.containsKey(pod.name()) && !has(pod, container.get())) {
                throw new MetricException("container " + container.get() + " not present in metrics for pod "
                        + pod.namespace() + "/" + pod.name());
            }
        }
        return samples;
    }

    private static boolean has(Pod pod, String container) {
        return pod.spec()
                .path("containers")
                .valueStream()
                .anyMatch(each -> each.path("name").asText().equals(container));
    }

    @Override
    public Map<String, Sample> pods(String metric) {
        requireCustom();
        Map<String, Sample> samples = metrics.custom(namespace, pods, metric);
        if (samples.isEmpty()) {
            throw new MetricException("no metrics returned from custom metrics API");
        }
        return samples;
    }

    @Override
    public long object(String kind, String name, String metric) {
        requireCustom();
        return metrics.load()
                .ofObject(namespace, kind, name, metric, metrics.moment())
                .map(ClusterMetrics::milli)
                .orElseThrow(() -> new MetricException(NO_CUSTOM + NOT_FOUND));
    }

    private void requireCustom() {
        if (!metrics.load().serves(Load.Api.CUSTOM)) {
            throw new MetricException(NO_CUSTOM + "no custom metrics API (custom.metrics.k8s.io) registered");
        }
    }

    @Override
    public long external(String metric, JsonNode selector) {
        if (!metrics.load().serves(Load.Api.EXTERNAL)) {
            throw new MetricException(NO_EXTERNAL + NOT_FOUND + " (get " + metric + ".external.metrics.k8s.io)");
        }
        return metrics.load()
                .outside(namespace, metric, metrics.moment())
                .map(ClusterMetrics::milli)
                .orElseThrow(() -> new MetricException("no metrics returned from external metrics API"));
    }

    private static long milli(double value) {
        return Math.round(value * THOUSAND);
    }
}
