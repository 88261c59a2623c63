package dev.quorate.plan;

import dev.quorate.state.ObservedState;
import java.time.Instant;

/** Decides the one next step of an app. */
public final class Planner {

    public Decision decide(Goal goal, ObservedState observed, Instant now) {
        return new Decision.Settled();
    }
}
