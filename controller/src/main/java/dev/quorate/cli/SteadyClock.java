package dev.quorate.cli;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Goes on evenly from the start of the process, however the clock of its machine is set later. */
final class SteadyClock implements InstantSource {

    private final Instant start;
    private final LongSupplier nanos;
    private final long origin;

    /** @param nanos counted from any point, and never set, as {@link System#nanoTime} is */
    SteadyClock(InstantSource clock, LongSupplier nanos) {
        this.start = clock.instant();
        this.nanos = nanos;
        this.origin = nanos.getAsLong();
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanos.getAsLong() - origin);
    }
}
