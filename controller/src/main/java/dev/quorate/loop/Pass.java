package dev.quorate.loop;

import dev.quorate.execute.Outcome;
import dev.quorate.plan.Decision;
import dev.quorate.plan.Goal;
import dev.quorate.plan.Plan;
import dev.quorate.plan.ScalingVerdict;
import dev.quorate.plan.Step;
import dev.quorate.report.Taken;
import dev.quorate.state.ObservedState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one pass over an app saw and did.
 *
 * @param found what stood there before anything was done
 * @param look the last one, which the report is of
 */
record Pass(
        AppEntry entry,
        Goal goal,
        ObservedState found,
        Look look,
        Plan plan,
        List<Taken> taken,
        Outcome outcome,
        Instant endedAt) {

    Pass {
        goal = goal.at(sized(look));
        taken = List.copyOf(taken);
    }

    /** A size that is accepted in this pass is what the app goes to. */
    private static ObservedState sized(Look look) {
        return look.decision() instanceof Decision.Do next && next.step() instanceof Step.Resize resize
                ? look.observed().remembering(resize.memory())
                : look.observed();
    }

    /** What the pass came to: a refusal that a call brought stands in place of the step. */
    Decision result() {
        return outcome instanceof Outcome.Refused refused ? new Decision.Refuse(refused.refusals()) : look.decision();
    }

    /** What became of requests for other sizes. */
    List<ScalingVerdict> scaling() {
        return ScalingVerdict.of(goal, look.observed(), result(), endedAt);
    }

    /** Bookkeeping is no step to people: what it says is about to happen is a step of its own. */
    static Optional<Taken> taken(Look look, Outcome outcome, Instant endedAt) {
        if (!(look.decision() instanceof Decision.Do next)
                || next.step() instanceof Step.Remember
                || outcome instanceof Outcome.Stopped) {
            return Optional.empty();
        }
        boolean done = outcome instanceof Outcome.Done;
        return Optional.of(new Taken(
                next.step().text(),
                look.at(),
                endedAt,
                done,
                done ? Optional.empty() : Optional.of(outcome.sentence())));
    }
}
