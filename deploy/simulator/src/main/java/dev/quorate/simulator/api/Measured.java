package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Who measures pods. */
@FunctionalInterface
public interface Measured {

    /** PodMetrics of metrics.k8s.io; absent for a pod that was not measured. */
    Optional<ObjectNode> ofPod(String namespace, String pod);
}
