package dev.quorate.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** {@code -Dquorate.simulation.seeds=N} runs more seeds, {@code -Dquorate.simulation.seed=S} replays one. */
class SimulationTest {

    private static final long FIRST = 1;

    @Test
    void everySeedKeepsTheInvariantsAndConverges() {
        long count = Long.getLong("quorate.simulation.seeds", 300);
        LongStream seeds = Long.getLong("quorate.simulation.seed") == null
                ? LongStream.range(FIRST, FIRST + count)
                : LongStream.of(Long.getLong("quorate.simulation.seed"));
        Run.Totals totals = new Run.Totals();
        seeds.forEach(seed -> {
            long t = System.nanoTime();
            new Run(seed).go(totals).ifPresent(failure -> fail(failure));
            System.err.println("seed " + seed + " " + (System.nanoTime() - t) / 1000000 + " ms");
        });
        assertTrue(totals.crashes() > 0 && totals.operations() > 0, () -> "nothing happened: " + totals);
    }
}
