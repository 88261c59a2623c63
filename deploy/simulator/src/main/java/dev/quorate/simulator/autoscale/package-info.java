/**
 * What a HorizontalPodAutoscaler decides: from the scale of its target, its pods and their metrics to a number, and to the
 * conditions that say why. Pure: time, pods, metrics and what was decided before are arguments.
 *
 * <p>It follows "Horizontal Pod Autoscaling" of the Kubernetes documentation (algorithm details, scaling policies,
 * stabilization window, default behavior) and, where that is silent, what recording 16 of a real cluster shows:
 *
 * <ol>
 *   <li>A target with no replicas is left alone; one outside the bounds goes to the nearer bound without asking any metric.
 *   <li>Each metric proposes a number: {@link dev.quorate.simulator.autoscale.ReplicaCalculator}. The highest one counts. If
 *       one cannot be read, the others may raise the number but not lower it.
 *   <li>{@link dev.quorate.simulator.autoscale.Normalization} takes the most careful of the recent proposals and holds the
 *       number to the allowed rate and to the bounds.
 * </ol>
 */
package dev.quorate.simulator.autoscale;
