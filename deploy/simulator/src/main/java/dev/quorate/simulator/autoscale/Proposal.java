package dev.quorate.simulator.autoscale;

/** What one metric asks for, and what was measured: for utilization in percent too, else as thousandths alone. */
record Proposal(int replicas, int percent, long milli) {}
