package dev.quorate.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.schema.AppName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PaceTest {

    private static final AppName WEB = new AppName("shop", "web");
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final Pace pace = new Pace();

    @Test
    void aLongRolloutOfDifferentStepsIsNeverHeldUp() {
        for (int i = 0; i < 500; i++) {
            assertFalse(pace.done(WEB, "start web-" + i, START));
        }
        assertEquals(Optional.empty(), pace.rest(WEB, START));
    }

    @Test
    void theSameStepTooOftenInAMinuteLeavesTheAppAloneUntilTheMinuteIsOver() {
        boolean tooMany = false;
        int steps = 0;
        while (!tooMany) {
            tooMany = pace.done(WEB, steps % 2 == 0 ? "this" : "that", START.plusMillis(steps));
            steps++;
        }
        assertTrue(steps > 20 && steps < 60, "after " + steps + " steps");
        Instant later = START.plusSeconds(10);
        assertEquals(Optional.of(Duration.ofSeconds(50)), pace.rest(WEB, later));
        assertEquals(Optional.empty(), pace.rest(new AppName("shop", "other"), later));
        assertEquals(Optional.empty(), pace.rest(WEB, START.plusSeconds(60)));
        assertFalse(pace.done(WEB, "this", START.plusSeconds(61)));
    }

    @Test
    void aClockThatIsSetBackHoldsNobodyUp() {
        for (int i = 0; i < 100; i++) {
            pace.done(WEB, "this", START);
        }
        assertEquals(Optional.empty(), pace.rest(WEB, START.minusSeconds(3600)));
    }
}
