/**
 * How fast the controller is, and what it costs, beside a bare client that does the same writes: {@code quorate bench}.
 *
 * <p>The controller runs as its own process, as a user runs it, and so does the simulated cluster: their processor time and
 * memory are theirs alone.
 */
package dev.quorate.bench;
