package dev.quorate.simulator;

/** A simulated cluster in one thread, with the time that its user moves. */
public record VirtualCluster(Simulator simulator, VirtualSchedule time) {}
