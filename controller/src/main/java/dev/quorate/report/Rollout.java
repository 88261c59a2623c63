package dev.quorate.report;

import dev.quorate.schema.AppName;
import dev.quorate.schema.Layout;
import dev.quorate.schema.Refusal;
import dev.quorate.schema.RolloutRecord;
import dev.quorate.schema.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The work that runs for one commit in one app.
 *
 * @param hash of the spec that is asked for: a commit that changes no spec goes on with the rollout that runs
 * @param movedAt when a step was last begun or done, for the progress deadline
 */
public record Rollout(
        Source source,
        String hash,
        String from,
        String to,
        Instant startedAt,
        Instant movedAt,
        List<RolloutRecord.Step> steps) {

    /** A rollout of more steps than this keeps its newest; the folded ones are counted in its first row. */
    static final int MOST_STEPS = 200;

    public Rollout {
        steps = List.copyOf(steps);
    }

    Rollout with(Taken taken) {
        List<RolloutRecord.Step> rows = new ArrayList<>(steps);
        RolloutRecord.Step last = rows.isEmpty() ? null : rows.get(rows.size() - 1);
        boolean goesOn = last != null && last.endedAt().isEmpty() && last.text().equals(taken.text());
        Instant begun = goesOn ? last.startedAt() : taken.startedAt();
        if (goesOn) {
            rows.remove(rows.size() - 1);
        }
        rows.add(new RolloutRecord.Step(
                taken.text(),
                begun,
                taken.finished() ? Optional.of(taken.endedAt()) : Optional.empty(),
                taken.finished() ? RolloutRecord.Outcome.SUCCEEDED : RolloutRecord.Outcome.CANCELLED,
                taken.message()));
        boolean moved = taken.finished() || !goesOn;
        return new Rollout(
                source,
                hash,
                from,
                to,
                startedAt,
                moved ? taken.endedAt() : movedAt,
                StepFolding.fold(rows, MOST_STEPS));
    }

    RolloutRecord end(
            AppName app, String cluster, RolloutRecord.Outcome outcome, List<Refusal> refusals, Instant endedAt) {
        return new RolloutRecord(
                Layout.rolloutId(startedAt, source.commit()),
                app,
                cluster,
                source,
                from,
                to,
                startedAt,
                endedAt,
                outcome,
                steps,
                refusals);
    }
}
