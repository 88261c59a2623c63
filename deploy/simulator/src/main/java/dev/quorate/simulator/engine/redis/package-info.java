/**
 * Simulated members of Redis and its sentinels: who has which writes, whom each sentinel names, and when sentinels put another in
 * the place of a master that does not answer.
 */
package dev.quorate.simulator.engine.redis;
