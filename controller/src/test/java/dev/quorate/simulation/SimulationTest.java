package dev.quorate.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code -Dquorate.simulation.seeds=N} runs more seeds, from {@code -Dquorate.simulation.first=F} on; {@code
 * -Dquorate.simulation.seed=S} replays one.
 */
@Tag("simulation")
class SimulationTest {

    /** In so many seeds everything happens at least once. */
    private static final int SOME = 50;

    /** With so many, each engine has its share. */
    private static final int MANY = 1100;

    private static final int EACH = 500;
    private static final int OF_ONE_ENGINE = 500;

    @Test
    void everySeedKeepsTheInvariantsAndConverges() {
        Seeds seeds = Seeds.asked();
        Seeds.Tally tally = seeds.play(Plant.NONE);
        System.out.println("simulation: " + tally);
        assertEquals(List.of(), tally.failing().stream().map(Seeds::report).toList());
        assertTrue(tally.seeds() < SOME || tally.sleeps() > 0, () -> "nobody was frozen: " + tally);
        assertTrue(
                tally.seeds() < SOME || (tally.lives() > tally.seeds() && tally.rollouts() > 0),
                () -> "nothing happened: " + tally);
        assertTrue(
                tally.seeds() < MANY
                        || seeds.mix() != Mix.MIX
                        || Math.min(tally.members(), tally.statefulset()) >= EACH,
                () -> "too few of an engine: " + tally);
    }

    /** Apart from the mix, whose seeds stay the histories that they are. */
    @ParameterizedTest
    @EnumSource(names = {"ZOOKEEPER", "RABBITMQ", "REDIS"})
    void everySeedOfAnotherEngineDoesToo(Mix engine) {
        Seeds asked = Seeds.asked();
        if (asked.mix() == Mix.MIX) {
            Seeds.Tally tally =
                    new Seeds(engine, asked.first(), Math.min(asked.count(), OF_ONE_ENGINE)).play(Plant.NONE);
            System.out.println("simulation of " + engine.title() + ": " + tally);
            assertEquals(List.of(), tally.failing().stream().map(Seeds::report).toList());
        }
    }

    @Test
    void aSeedIsTheSameHistoryEachTime() {
        String once = Run.of(Script.of(3), Plant.NONE, true).timeline();
        assertEquals(once, Run.of(Script.of(3), Plant.NONE, true).timeline());
    }
}
