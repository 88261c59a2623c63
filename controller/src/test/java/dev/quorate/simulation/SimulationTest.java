package dev.quorate.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * {@code -Dquorate.simulation.seeds=N} runs more seeds, from {@code -Dquorate.simulation.first=F} on; {@code
 * -Dquorate.simulation.seed=S} replays one.
 */
class SimulationTest {

    @Test
    void everySeedKeepsTheInvariantsAndConverges() {
        Run.Totals totals = new Run.Totals();
        seeds().forEach(seed -> new Run(seed).go(totals).ifPresent(Assertions::fail));
        assertTrue(totals.crashes() > 0 && totals.rollouts() > 0, () -> "nothing happened: " + totals);
    }

    @Test
    void aSeedIsTheSameHistoryEachTime() {
        assertTrue(new Run(3).history().equals(new Run(3).history()), "seed 3 went two ways");
    }

    private static LongStream seeds() {
        long first = Long.getLong("quorate.simulation.first", 1);
        long count = Long.getLong("quorate.simulation.seeds", 100);
        return Optional.ofNullable(Long.getLong("quorate.simulation.seed"))
                .map(LongStream::of)
                .orElseGet(() -> LongStream.range(first, first + count));
    }
}
