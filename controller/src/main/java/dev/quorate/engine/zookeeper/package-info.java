/**
 * ZooKeeper 3.8 and later, by dynamic reconfiguration: a member is listed as observer before its pod exists, gets its vote
 * when it has caught up, and is taken off the list before its pod goes. Nobody restarts when the list changes.
 *
 * <p>All is pure but {@code NativeEnsemble}, which speaks to members, and what waits for them. {@code start.sh}, beside the
 * compiled classes, runs in each pod before ZooKeeper does.
 *
 * <p>Uses: engine, state, schema; Libraries: com.fasterxml.jackson, org.apache.zookeeper
 */
package dev.quorate.engine.zookeeper;
