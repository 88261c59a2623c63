package dev.quorate.report;

import dev.quorate.schema.AppName;
import dev.quorate.schema.Drift;
import dev.quorate.schema.Layout;
import dev.quorate.schema.Refusal;
import dev.quorate.schema.RolloutRecord;
import dev.quorate.schema.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The work that runs for one commit in one app.
 *
 * @param hash of the spec that is asked for: a commit that changes no spec goes on with the rollout that runs
 * @param drift what others had changed, and the steps put right
 * @param movedAt when a step was last begun or done, for the progress deadline
 */
public record Rollout(
        Source source,
        String hash,
        String from,
        String to,
        Instant startedAt,
        Instant movedAt,
        List<Drift> drift,
        List<RolloutRecord.Step> steps) {

    /** A rollout of more steps than this keeps its newest; the folded ones are counted in its first row. */
    static final int MOST_STEPS = 200;

    /** Somebody who fights with us fills no mirror: the first changes tell who it is. */
    static final int MOST_DRIFT = 20;

    public Rollout {
        drift = List.copyOf(drift);
        steps = List.copyOf(steps);
    }

    Rollout with(Taken taken) {
        Optional<RolloutRecord.Step> open = open();
        List<RolloutRecord.Step> rows = new ArrayList<>(steps.subList(0, steps.size() - (open.isPresent() ? 1 : 0)));
        Optional<RolloutRecord.Step> same = open.filter(step -> step.text().equals(taken.text()));
        rows.add(new RolloutRecord.Step(
                taken.text(),
                same.map(RolloutRecord.Step::startedAt).orElse(taken.startedAt()),
                taken.finished() ? Optional.of(taken.endedAt()) : Optional.empty(),
                taken.finished() ? RolloutRecord.Outcome.SUCCEEDED : RolloutRecord.Outcome.CANCELLED,
                taken.message()));
        boolean moved = taken.finished() || same.isEmpty();
        return new Rollout(
                source,
                hash,
                from,
                to,
                startedAt,
                moved ? taken.endedAt() : movedAt,
                drift,
                StepFolding.fold(rows, MOST_STEPS));
    }

    Rollout with(List<Drift> found) {
        List<Drift> all = Stream.concat(drift.stream(), found.stream())
                .distinct()
                .limit(MOST_DRIFT)
                .toList();
        return new Rollout(source, hash, from, to, startedAt, movedAt, all, steps);
    }

    /** Only the last step can be open: one that was given up for another leaves no row. */
    private Optional<RolloutRecord.Step> open() {
        return steps.isEmpty()
                ? Optional.empty()
                : Optional.of(steps.get(steps.size() - 1))
                        .filter(step -> step.endedAt().isEmpty());
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
                drift,
                steps,
                refusals);
    }
}
