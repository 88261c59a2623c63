/**
 * Cluster and members → observed state: manifests become the words that the planner knows, and members are looked at through
 * their engine.
 *
 * <p>Only {@code Observer} calls anything; the readers are pure. {@code Sightings} remembers who was silent since when.
 *
 * <p>Uses: plan, cluster, engine, state, schema; Libraries: com.fasterxml.jackson
 */
package dev.quorate.observe;
