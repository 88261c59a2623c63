package dev.quorate.report;

import dev.quorate.plan.Decision;
import dev.quorate.plan.Goal;
import dev.quorate.plan.Plan;
import dev.quorate.plan.Refusal;
import dev.quorate.schema.Condition;
import dev.quorate.schema.Source;
import dev.quorate.state.ObservedState;
import java.time.Instant;
import java.util.List;

/**
 * What one pass over an app knows at its end.
 *
 * @param decision what the pass came to; a refusal that a call brought stands here in place of the step
 * @param file why the file of the app cannot be used, empty when it can
 * @param before the conditions of the last report, which tell since when a condition is as it is
 */
public record Facts(
        Goal goal,
        Source source,
        ObservedState observed,
        Decision decision,
        Plan plan,
        RolloutLog log,
        List<Refusal> file,
        List<Condition> before,
        Instant now) {

    public Facts {
        goal = goal.at(observed);
        file = List.copyOf(file);
        before = List.copyOf(before);
    }
}
