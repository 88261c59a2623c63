/**
 * Simulated ZooKeeper members: pod programs that keep ZooKeeper's rules of who votes, who follows and who is listed.
 *
 * <p>Each member keeps its own log on its volume, and the list of members is part of the log. They do not speak ZooKeeper's
 * binary protocol: words and changes come as HTTP requests to the client port, with the answers that a real member gives.
 */
package dev.quorate.simulator.engine.zookeeper;
