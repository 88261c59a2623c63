/**
 * What is asked of the pods: totals that follow a curve over time, shared by those that are Ready. From it come the metrics
 * that autoscalers and {@code kubectl top} read. Pure: time and pods are arguments.
 */
package dev.quorate.simulator.load;
