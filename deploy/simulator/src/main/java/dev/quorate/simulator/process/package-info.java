/**
 * Pods as processes of this machine, without images: each with a network namespace and an address of its own, its volumes, its
 * ConfigMaps and Secrets, its probes and hooks. Needs root, and Linux with iproute2 and util-linux.
 *
 * <p>{@link dev.quorate.simulator.process.ProcessPods} is what a cluster is given to run its pods this way.
 */
package dev.quorate.simulator.process;
