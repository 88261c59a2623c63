/**
 * Redis Cluster: shards of a master and its replica, each with a share of the slots. A pod's id is given by its admission, its start
 * script writes it down, and a loop beside the server meets those who are admitted; slots move only by the controller.
 *
 * <p>Uses: engine, state, schema; Libraries: com.fasterxml.jackson, redis.clients
 */
package dev.quorate.engine.rediscluster;
