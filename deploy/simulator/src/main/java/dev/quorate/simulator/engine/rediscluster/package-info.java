/**
 * Simulated nodes of Redis Cluster: what each believes of the others and of who owns which slot, how that spreads, and who takes the
 * place of a master that is down. Each has a table of its own, and tables may differ for as long as it takes to tell.
 */
package dev.quorate.simulator.engine.rediscluster;
