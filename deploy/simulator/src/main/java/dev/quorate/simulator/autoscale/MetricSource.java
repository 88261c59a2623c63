package dev.quorate.simulator.autoscale;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * Where an autoscaler reads the metrics of its pods and namespace: metrics.k8s.io, custom.metrics.k8s.io and
 * external.metrics.k8s.io. Values are thousandths; what cannot be read is a {@link MetricException}.
 */
public interface MetricSource {

    /** By pod; pods without a sample are left out. */
    Map<String, Sample> resource(String resource, Optional<String> container);

    /** By pod. */
    Map<String, Sample> pods(String metric);

    long object(String kind, String name, String metric);

    /** The sum of all series. */
    long external(String metric, JsonNode selector);
}
