package dev.quorate.simulation;

import java.time.Instant;

/** A call of a process that was frozen at the very moment it was made: it arrives when the process wakes, and others lead. */
record Delayed(Instant wakes, String what, Runnable call) {}
