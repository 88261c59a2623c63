package dev.quorate.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("simulation")
class StrandTest {

    private final List<String> said = new ArrayList<>();
    private Optional<Strand> strand = Optional.empty();

    @Test
    void itGoesOnWhereItWasFrozenAndOthersWorkMeanwhile() {
        Strand frozen = strand(() -> {
            said.add("before");
            strand.orElseThrow().freeze();
            said.add("after");
        });
        assertFalse(frozen.run());
        said.add("others");
        assertTrue(frozen.run());
        assertEquals(List.of("before", "others", "after"), said);
    }

    @Test
    void whatItThrowsComesOutWhereItWasRun() {
        Strand crashing = strand(() -> {
            strand.orElseThrow().freeze();
            throw new Crash("after it woke");
        });
        assertFalse(crashing.run());
        assertThrows(Crash.class, crashing::run);
    }

    @Test
    void whoIsAbandonedEndsWithoutGoingOn() {
        Strand abandoned = strand(() -> {
            strand.orElseThrow().freeze();
            said.add("never");
        });
        assertFalse(abandoned.run());
        abandoned.abandon();
        assertEquals(List.of(), said);
    }

    private Strand strand(Runnable work) {
        Strand made = new Strand(work);
        strand = Optional.of(made);
        return made;
    }
}
