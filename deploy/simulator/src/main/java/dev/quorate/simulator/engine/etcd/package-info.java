/**
 * Simulated etcd members: pod programs that answer etcd's JSON gateway and keep etcd's rules of membership and quorum.
 *
 * <p>Each member keeps its own log on its volume; a leader is elected among those that can reach each other, a write counts
 * when a majority of the voters has it. So what a lost volume, a second cluster or a removed member does follows from the
 * logs, as in a real cluster, and not from a script.
 */
package dev.quorate.simulator.engine.etcd;
