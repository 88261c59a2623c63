package dev.quorate.simulator;

import java.time.Duration;
import java.time.Instant;

/**
 * Time and later work of the simulated cluster. Virtual in simulations, where time jumps from one piece of work to the next;
 * real in the demo. Work of one instant runs in the order in which it was asked for.
 */
public interface Schedule {

    Instant now();

    void after(Duration delay, String what, Runnable work);
}
