package dev.quorate.cluster;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Both clocks of a machine: the one on the wall can be set, the monotonic one stands still while the machine sleeps. */
final class FakeClock implements InstantSource {

    private Instant wall = Instant.parse("2026-01-01T00:00:00Z");
    private long nanos = 1;

    @Override
    public Instant instant() {
        return wall;
    }

    long nanos() {
        return nanos;
    }

    void advance(Duration time) {
        set(time);
        nanos += time.toNanos();
    }

    /** The wall clock alone: set by hand, or run on while the machine was suspended. */
    void set(Duration by) {
        wall = wall.plus(by);
    }

    /** The monotonic clock alone. */
    void advanceMonotonic(Duration time) {
        nanos += time.toNanos();
    }
}
