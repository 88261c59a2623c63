/**
 * Seeded simulation: the controller's own code on virtual time, over a simulated cluster and simulated engines, with crashes
 * between any two external calls. After every event the invariants are checked. README.md beside this file lists the faults,
 * the rules, and which planted bugs are found.
 */
package dev.quorate.simulation;
