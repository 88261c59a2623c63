package dev.quorate.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class VirtualScheduleTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final VirtualSchedule time = new VirtualSchedule(START);
    private final List<String> done = new ArrayList<>();

    @Test
    void workRunsByTimeThenInTheOrderOfAsking() {
        after(2, "c");
        after(1, "a");
        after(1, "b");
        time.runUntilIdle();

        assertEquals(List.of("a", "b", "c"), done);
        assertEquals(START.plusSeconds(2), time.now());
    }

    @Test
    void advancingDoesWhatIsDueAndStopsTheClockAtTheEnd() {
        after(1, "due");
        after(9, "later");
        time.advance(Duration.ofSeconds(5));

        assertEquals(List.of("due"), done);
        assertEquals(START.plusSeconds(5), time.now());
        assertEquals(Optional.of(START.plusSeconds(9)), time.next());
    }

    @Test
    void aStepSaysWhatItDid() {
        after(1, "one");

        assertEquals(Optional.of("one"), time.step());
        assertEquals(Optional.empty(), time.step());
    }

    @Test
    void workThatAsksForItselfForEverIsNamed() {
        repeat();

        IllegalStateException error = assertThrows(IllegalStateException.class, time::runUntilIdle);
        assertTrue(String.valueOf(error.getMessage()).contains("again and again"), error::getMessage);
    }

    private void repeat() {
        time.after(Duration.ofMillis(1), "again and again", this::repeat);
    }

    private void after(int seconds, String what) {
        time.after(Duration.ofSeconds(seconds), what, () -> done.add(what));
    }
}
