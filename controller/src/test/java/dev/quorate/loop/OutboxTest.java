package dev.quorate.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.schema.AppName;
import dev.quorate.schema.RolloutRecord;
import dev.quorate.schema.RolloutRecord.Outcome;
import dev.quorate.schema.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final Outbox EMPTY = new Outbox(List.of(), 0);

    @Test
    void stepsOfTheOldestAreFoldedBeforeAWholeRolloutIsLost() {
        Outbox outbox = EMPTY.with(List.of(record("1", 150), record("2", 150), record("3", 150)));
        assertEquals(3, outbox.rollouts().size());
        assertEquals(0, outbox.folded());
        assertEquals(Outbox.MOST_STEPS, steps(outbox));
        assertTrue(outbox.rollouts().get(0).steps().get(0).text().startsWith("51 earlier steps"));
        assertEquals(150, outbox.rollouts().get(2).steps().size());
    }

    @Test
    void foldingAgainCountsWhatWasFoldedBefore() {
        Outbox outbox = EMPTY.with(List.of(record("1", 300)))
                .with(List.of(record("2", 150)))
                .with(List.of(record("3", 50)));
        assertEquals(Outbox.MOST_STEPS, steps(outbox));
        assertTrue(outbox.rollouts().get(0).steps().get(0).text().startsWith("101 earlier steps"));
    }

    @Test
    void aRolloutThatIsLeftOutIsCounted() {
        Outbox outbox = EMPTY;
        for (int i = 0; i < Outbox.MOST_ROLLOUTS + 3; i++) {
            outbox = outbox.with(List.of(record(Integer.toString(i), 1)));
        }
        assertEquals(Outbox.MOST_ROLLOUTS, outbox.rollouts().size());
        assertEquals(3, outbox.folded());
        assertEquals("3", outbox.rollouts().get(0).id());
    }

    @Test
    void whatReachedGitIsTakenOut() {
        Outbox outbox = EMPTY.with(List.of(record("1", 1), record("2", 1))).without(Set.of("1"));
        assertEquals(
                List.of("2"), outbox.rollouts().stream().map(RolloutRecord::id).toList());
    }

    private static int steps(Outbox outbox) {
        return outbox.rollouts().stream()
                .mapToInt(record -> record.steps().size())
                .sum();
    }

    private static RolloutRecord record(String id, int count) {
        List<RolloutRecord.Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            steps.add(new RolloutRecord.Step(
                    "step " + i, Instant.EPOCH, Optional.of(Instant.EPOCH), Outcome.SUCCEEDED, Optional.empty()));
        }
        return new RolloutRecord(
                id,
                new AppName("shop", "web"),
                "east",
                new Source("c1", "ann", "Change", Instant.EPOCH, "a.yaml"),
                "1 replica",
                "2 replicas",
                Instant.EPOCH,
                Instant.EPOCH,
                Outcome.SUCCEEDED,
                List.of(),
                steps,
                List.of());
    }
}
