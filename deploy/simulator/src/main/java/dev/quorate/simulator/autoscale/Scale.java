package dev.quorate.simulator.autoscale;

/**
 * What the scale subresource of a target says.
 *
 * @param wanted spec.replicas
 * @param current status.replicas
 * @param selector of its pods; empty where it has none
 */
public record Scale(int wanted, int current, String selector) {}
