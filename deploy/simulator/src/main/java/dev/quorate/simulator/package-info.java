/**
 * A Kubernetes API and what stands behind it, in memory. Knows nothing of the controller.
 *
 * <p>A deterministic core (store, resource versions, controllers, pod life cycle, faults, virtual clock, a seed) and an
 * HTTP face that client-java and kubectl can talk to.
 */
package dev.quorate.simulator;
