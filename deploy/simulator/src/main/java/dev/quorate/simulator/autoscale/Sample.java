package dev.quorate.simulator.autoscale;

import java.time.Duration;
import java.time.Instant;

/** What was measured of one pod, in thousandths, over the window that ended at an instant. */
public record Sample(Instant at, Duration window, long milli) {

    Sample with(long value) {
        return new Sample(at, window, value);
    }
}
