package dev.quorate.simulator.autoscale;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalInt;

/**
 * What is to be done about a target.
 *
 * @param found how many it was told to have
 * @param rescale how many it is to have; absent where that is right as it is, or not known
 * @param reason why, as the event words it
 * @param desired for status.desiredReplicas
 * @param metrics for status.currentMetrics
 */
public record Decision(int found, OptionalInt rescale, String reason, int desired, JsonNode metrics) {}
