package dev.quorate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private Instant wall = START;
    /** Such counters may begin below zero and overflow. */
    private long nanos = Long.MAX_VALUE - 5;

    private final SteadyClock steady = new SteadyClock(() -> wall, () -> nanos);

    @Test
    void goesOnWithTheCounter() {
        nanos += Duration.ofSeconds(10).toNanos();
        assertEquals(START.plusSeconds(10), steady.instant());
    }

    @Test
    void doesNotFollowAClockThatIsSet() {
        wall = START.plus(Duration.ofHours(1));
        assertEquals(START, steady.instant());
        wall = START.minus(Duration.ofHours(1));
        assertEquals(START, steady.instant());
    }
}
