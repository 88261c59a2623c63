package dev.quorate.loop;

import dev.quorate.plan.Decision;
import dev.quorate.plan.Step;
import dev.quorate.state.ObservedState;
import java.time.Instant;

/** One look at an app, and what it leads to. */
record Look(ObservedState observed, Decision decision, Instant at) {

    /** Whether something that is missing is made now, which takes nothing away and rests on nothing that was made before. */
    boolean makes() {
        return decision instanceof Decision.Do next
                && next.step() instanceof Step.Create create
                && !create.destructive();
    }
}
