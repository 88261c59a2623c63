/**
 * Redis with Sentinel: one writable master and its replicas, and sentinels that name the master by majority. The master is moved,
 * and what it acknowledged is on its successor, before its pod goes; a pod asks the sentinels whom to follow each time it starts.
 *
 * <p>Uses: engine, state, schema; Libraries: com.fasterxml.jackson, redis.clients
 */
package dev.quorate.engine.redis;
