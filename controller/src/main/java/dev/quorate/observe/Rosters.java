package dev.quorate.observe;

import dev.quorate.engine.Roster;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.DesiredSet;
import dev.quorate.state.DesiredState;
import dev.quorate.state.ObservedSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which pods of a component could be members. */
public final class Rosters {

    private Rosters() {}

    public static Roster roster(DesiredState desired, DesiredComponent component, Map<String, ObservedSet> sets) {
        return new Roster(
                desired.app(),
                component.name(),
                component.sets().stream().map(DesiredSet::name).toList(),
                pods(Stream.of(component), sets),
                pods(desired.components().stream().filter(other -> !other.equals(component)), sets));
    }

    private static List<Roster.Pod> pods(Stream<DesiredComponent> components, Map<String, ObservedSet> sets) {
        return components
                .flatMap(component -> component.sets().stream())
                .map(set -> sets.getOrDefault(set.name(), ObservedSet.absent(set.name())))
                .flatMap(set -> set.pods().stream()
                        .map(pod -> new Roster.Pod(pod.name(), set.name(), pod.ordinal(), pod.running(), pod.ip())))
                .toList();
    }
}
