package dev.quorate.simulator.behaviour;

import java.time.Duration;

/** The waits of a kubelet between its attempts: each twice the one before, up to five minutes. */
final class BackOff {

    private static final Duration LONGEST = Duration.ofMinutes(5);

    private int waits;

    /** @param shortest the wait after the first attempt */
    Duration next(Duration shortest) {
        Duration wait = shortest.multipliedBy(1L << Math.min(waits++, 10));
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    void reset() {
        waits = 0;
    }
}
