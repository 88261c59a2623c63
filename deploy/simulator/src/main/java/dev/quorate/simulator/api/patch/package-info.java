/** The three patch types that are not apply: pure functions from a tree and a patch to a new tree. */
package dev.quorate.simulator.api.patch;
