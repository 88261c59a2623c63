/**
 * What stands behind the API: StatefulSets, Deployments, volumes, scheduling, the life of pods, endpoints, disruption budgets,
 * nodes, namespaces.
 *
 * <p>Each behaviour hears of every change of the store, marks the keys it has to look at, and looks at them later on the
 * {@link dev.quorate.simulator.Schedule}; it reads what the store holds then. Pods run a
 * {@link dev.quorate.simulator.behaviour.PodProgram} in place of an image; the first container of a pod stands for all of
 * them. Whatever else runs pods implements {@link dev.quorate.simulator.behaviour.PodRuntime}.
 */
package dev.quorate.simulator.behaviour;
