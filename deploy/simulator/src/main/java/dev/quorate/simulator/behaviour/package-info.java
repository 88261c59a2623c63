/**
 * What stands behind the API: StatefulSets, volumes, scheduling, the life of pods, endpoints, disruption budgets, nodes.
 *
 * <p>Each behaviour hears of every change of the store, marks the keys it has to look at, and looks at them later on the
 * {@link dev.quorate.simulator.Schedule}; it reads what the store holds then. Pods run a
 * {@link dev.quorate.simulator.behaviour.PodProgram} in place of an image; the first container of a pod stands for all of
 * them.
 *
 * <p>Not simulated: Deployments, ReplicaSets and HPAs; liveness and startup probes; resources of nodes, affinity and
 * preemption; volume attachment; FailedCreate with its back-off; maxUnavailable of a StatefulSet (off by default in
 * Kubernetes); more than one EndpointSlice for a Service.
 */
package dev.quorate.simulator.behaviour;
