/**
 * Seeded simulation: the controller's own code on one thread and virtual time, over a simulated cluster and simulated
 * engines, with crashes between any two external calls. After every event the invariants are checked.
 *
 * <p>A failing seed prints one line to replay it: {@code -Dquorate.simulation.seed=N}.
 */
package dev.quorate.simulation;
