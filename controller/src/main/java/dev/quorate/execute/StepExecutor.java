package dev.quorate.execute;

import dev.quorate.cluster.Cluster;
import dev.quorate.cluster.ClusterException;
import dev.quorate.cluster.Elector;
import dev.quorate.engine.Reach;
import dev.quorate.observe.Observer;
import dev.quorate.observe.Observer.Consistency;
import dev.quorate.plan.Decision;
import dev.quorate.plan.Goal;
import dev.quorate.plan.Planner;
import dev.quorate.plan.Step;
import dev.quorate.state.ObservedState;
import java.time.Duration;
import java.time.Instant;

/**
 * Takes one step.
 *
 * <ol>
 *   <li>Only a leader writes.
 *   <li>A step that takes something away is decided again on consistent reads, and given up if it is no longer the same.
 *   <li>It then raises the fence in the mirror by compare-and-set, and writes down what it aims at: of two that got this far,
 *       one fails here.
 *   <li>Leadership is looked at once more, and the call is made.
 * </ol>
 */
public final class StepExecutor {

    private static final Duration SOON = Duration.ofMillis(500);
    private static final Outcome NOT_LEADING = new Outcome.Stopped("Another process leads.");

    private final Cluster cluster;
    private final Elector elector;
    private final Observer observer;
    private final Planner planner;
    private final Reach reach;
    private final MemoryStore memories;

    public StepExecutor(
            Cluster cluster, Elector elector, Observer observer, Planner planner, Reach reach, MemoryStore memories) {
        this.cluster = cluster;
        this.elector = elector;
        this.observer = observer;
        this.planner = planner;
        this.reach = reach;
        this.memories = memories;
    }

    /** @param decidedAt the time that the decision was made with, so that deciding again can give the same */
    public Outcome execute(Step step, Goal goal, ObservedState observed, Instant decidedAt) {
        if (!elector.leading()) {
            return NOT_LEADING;
        }
        try {
            return step.destructive() ? secondLook(step, goal, decidedAt) : take(step, goal, observed);
        } catch (ClusterException e) {
            return ClusterOutcomes.of(step, e);
        }
    }

    private Outcome secondLook(Step step, Goal goal, Instant decidedAt) throws ClusterException {
        ObservedState consistent = observer.observe(goal, Consistency.CONSISTENT);
        Decision again = planner.decide(goal, consistent, decidedAt);
        if (again instanceof Decision.Refuse refuse && !consistent.closed().isEmpty()) {
            return new Outcome.Refused(refuse.refusals());
        }
        if (!again.equals(new Decision.Do(step))) {
            return new Outcome.Retry(SOON, "The app changed before this was done: " + step.text() + ".");
        }
        if (!(step instanceof Step.Remember || step instanceof Step.Resize)) {
            Aims aims = new Aims(goal.app().name().namespace());
            memories.fence(goal.app().name(), consistent.memory(), step.accept(aims));
        }
        return elector.leading() ? take(step, goal, consistent) : NOT_LEADING;
    }

    private Outcome take(Step step, Goal goal, ObservedState observed) throws ClusterException {
        return step.accept(new Calls(cluster, memories, reach, goal, observed)).make();
    }
}
