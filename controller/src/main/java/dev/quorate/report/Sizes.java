package dev.quorate.report;

import dev.quorate.plan.Goal;
import dev.quorate.schema.ComponentSpec;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.DesiredSet;
import dev.quorate.state.ObservedSet;
import dev.quorate.state.ObservedState;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** How large an app is, in the few words that rollouts and commits use: {@code 3 members}. */
public final class Sizes {

    /** What an app comes to whose objects are deleted. */
    static final String DELETED = "deleted";

    private Sizes() {}

    public static String wanted(Goal goal) {
        return goal.removing() ? DELETED : text(goal, component -> pods(component, goal::replicas));
    }

    /** Empty for an app that has no StatefulSet yet. */
    public static String live(Goal goal, ObservedState observed) {
        boolean none = goal.desired().components().stream()
                .flatMap(component -> component.sets().stream())
                .allMatch(set -> observed.set(set.name()).live().isEmpty());
        return none
                ? ""
                : text(
                        goal,
                        component ->
                                pods(component, set -> observed.set(set.name()).replicas()));
    }

    /** As the file says it, for an app that has no plan yet. */
    static int asked(StatefulApp app) {
        return app.components().values().stream().mapToInt(ComponentSpec::units).sum();
    }

    static int wantedPods(Goal goal) {
        return sum(goal, goal::replicas);
    }

    static int livePods(Goal goal, ObservedState observed) {
        return sum(goal, set -> observed.set(set.name()).pods().size());
    }

    static int readyPods(Goal goal, ObservedState observed) {
        return sum(goal, set -> ready(observed.set(set.name())));
    }

    static String noun(Goal goal, DesiredComponent component, int count) {
        boolean members = goal.engine().traits().component(component.name()).hasMembers();
        return (members ? "member" : "replica") + (count == 1 ? "" : "s");
    }

    private static int ready(ObservedSet set) {
        return (int) set.pods().stream()
                .filter(pod -> pod.ready() && !pod.terminating())
                .count();
    }

    private static String text(Goal goal, ToIntFunction<DesiredComponent> count) {
        List<DesiredComponent> components = goal.desired().components();
        return components.stream()
                .map(component -> {
                    int number = count.applyAsInt(component);
                    String size = number + " " + noun(goal, component, number);
                    return components.size() == 1 ? size : component.name() + " " + size;
                })
                .collect(Collectors.joining(", "));
    }

    private static int sum(Goal goal, ToIntFunction<DesiredSet> count) {
        return goal.desired().components().stream()
                .mapToInt(component -> pods(component, count))
                .sum();
    }

    private static int pods(DesiredComponent component, ToIntFunction<DesiredSet> count) {
        return component.sets().stream().mapToInt(count).sum();
    }
}
