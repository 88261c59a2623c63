package dev.quorate.simulator.autoscale;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What one metric says.
 *
 * @param name as the reason of a rescale words it
 * @param status its entry in status.currentMetrics
 */
record MetricReading(int replicas, String name, ObjectNode status) {}
