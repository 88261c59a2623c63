package dev.quorate.loop;

import dev.quorate.execute.Outcome;
import dev.quorate.plan.Decision;
import dev.quorate.plan.Goal;
import dev.quorate.plan.Plan;
import dev.quorate.report.Taken;
import dev.quorate.state.ObservedState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What one pass over an app saw, decided and did. */
record Pass(
        AppEntry entry,
        Goal goal,
        ObservedState observed,
        Decision decision,
        Plan plan,
        Outcome outcome,
        Instant startedAt,
        Instant endedAt) {

    /** What the pass came to: a refusal that a call brought stands in place of the step. */
    Decision result() {
        return outcome instanceof Outcome.Refused refused ? new Decision.Refuse(refused.refusals()) : decision;
    }

    /** Bookkeeping is no step to people: what it says is about to happen is a step of its own. */
    List<Taken> taken() {
        if (!(decision instanceof Decision.Do next)
                || next.step() instanceof dev.quorate.plan.Step.Remember
                || outcome instanceof Outcome.Stopped) {
            return List.of();
        }
        boolean done = outcome instanceof Outcome.Done;
        return List.of(new Taken(
                next.step().text(),
                startedAt,
                endedAt,
                done,
                done ? Optional.empty() : Optional.of(outcome.sentence())));
    }
}
