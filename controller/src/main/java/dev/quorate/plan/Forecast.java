package dev.quorate.plan;

import dev.quorate.engine.ComponentTraits;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.DesiredSet;
import dev.quorate.state.ObservedSet;
import dev.quorate.state.ObservedState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole plan: the planner is asked again and again, each time on the state that the step before would leave. So what is
 * shown and what will be done come from one and the same decision.
 */
public final class Forecast {

    /** A plan that is longer than this is cut; the largest change of a sample app is a tenth of it. */
    private static final int LIMIT = 500;

    private final Planner planner = new Planner();

    public Plan plan(Goal goal, ObservedState observed, Instant now) {
        List<Plan.Row> rows = new ArrayList<>();
        Effects effects = new Effects(goal);
        ObservedState state = observed;
        String waited = "";
        List<Refusal> held = List.of();
        for (int i = 0; i < LIMIT; i++) {
            Situation situation = new Situation(goal, state, now);
            Decision decision = planner.wanted(situation);
            if (decision instanceof Decision.Do next) {
                if (held.isEmpty() && new Hold(situation).on(decision) instanceof Decision.Refuse hold) {
                    held = hold.refusals();
                }
                row(rows, next.step(), held);
                state = next.step().accept(effects.on(state));
                waited = "";
            } else if (decision instanceof Decision.Wait wait && !wait.what().equals(waited)) {
                if (rows.isEmpty()) {
                    rows.add(new Plan.Row(Plan.Mark.CHANGE, wait.what(), Plan.State.RUNNING, ""));
                }
                state = effects.on(state).timePasses();
                waited = wait.what();
            } else {
                if (decision instanceof Decision.Refuse refuse) {
                    refusals(rows, refuse.refusals());
                }
                break;
            }
        }
        refusals(rows, held);
        return new Plan(
                goal.app().name(),
                goal.engine().traits().name(),
                summary(goal, observed, state),
                rows,
                Drifts.of(goal, observed),
                goal.upgrade());
    }

    /** Bookkeeping is not shown: what a record says is about to happen is a row of its own. */
    private static void row(List<Plan.Row> rows, Step step, List<Refusal> held) {
        if (step instanceof Step.Remember) {
            return;
        }
        boolean first = rows.stream().noneMatch(row -> row.state() == Plan.State.NEXT);
        boolean running = !rows.isEmpty() && rows.get(0).state() == Plan.State.RUNNING;
        if (!held.isEmpty()) {
            String why = "held: " + held.get(0).guard().title();
            rows.add(new Plan.Row(step.accept(Marks.OF), step.text(), Plan.State.WAITING, why));
            return;
        }
        rows.add(new Plan.Row(
                step.accept(Marks.OF),
                step.text(),
                first && !running ? Plan.State.NEXT : Plan.State.WAITING,
                first && !running ? "" : "after: " + rows.get(rows.size() - 1).text()));
    }

    private static void refusals(List<Plan.Row> rows, List<Refusal> refusals) {
        for (Refusal refusal : refusals) {
            rows.add(new Plan.Row(
                    Plan.Mark.REFUSED,
                    refusal.sentence(),
                    Plan.State.REFUSED,
                    refusal.guard().title()));
        }
    }

    /**
     * {@code 3 → 5 members}, per component where an engine has several.
     *
     * @param last where the plan ends: a request may be accepted on the way there
     */
    static String summary(Goal unsized, ObservedState observed, ObservedState last) {
        Goal goal = unsized.at(last);
        List<String> parts = new ArrayList<>();
        for (DesiredComponent component : goal.desired().components()) {
            String label = goal.desired().components().size() == 1 ? "" : component.name() + " ";
            int from = component.sets().stream()
                    .map(DesiredSet::name)
                    .map(observed::set)
                    .mapToInt(ObservedSet::replicas)
                    .sum();
            int to = component.sets().stream().mapToInt(goal::replicas).sum();
            ComponentTraits traits = goal.engine().traits().component(component.name());
            String noun = traits.hasMembers() ? "member" : "pod";
            parts.add(label + (from == to ? Text.count(to, noun) : from + " → " + Text.count(to, noun)));
        }
        String changes = goal.changes(observed);
        if (!changes.isEmpty()) {
            parts.add(changes);
        }
        return String.join(", ", parts);
    }
}
