package dev.quorate.plan;

import dev.quorate.state.AppMemory;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.DesiredSet;
import dev.quorate.state.MembershipView;
import dev.quorate.state.NodeTrouble;
import dev.quorate.state.ObservedSet;
import dev.quorate.state.ObservedState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what is observed of all components: lines about another than the first begin with its name. */
final class ComponentsText {

    private ComponentsText() {}

    /** @param before what Git asked for when the objects were last applied */
    static ObservedState read(Goal goal, Goal before, String text) {
        List<ObservedText> readers = Stream.concat(
                        goal.desired().components().stream(),
                        before.desired().components().stream()
                                .filter(former -> goal.desired().components().stream()
                                        .noneMatch(component -> component.name().equals(former.name()))))
                .map(component -> new ObservedText(goal, before, component, set(before, component)))
                .toList();
        text.lines()
                .filter(line -> !line.isBlank() && !line.equals("file gone") && !line.startsWith("waits for "))
                .forEach(line -> read(readers, line.strip()));
        AppMemory memory = readers.stream()
                .map(ObservedText::memory)
                .reduce(ComponentsText::both)
                .orElseThrow();
        return readers.stream()
                .map(reader -> reader.state(memory))
                .reduce(ComponentsText::both)
                .orElseThrow();
    }

    private static DesiredSet set(Goal before, DesiredComponent component) {
        return before.desired().components().stream()
                .filter(there -> there.name().equals(component.name()))
                .findFirst()
                .orElse(component)
                .sets()
                .get(0);
    }

    private static void read(List<ObservedText> readers, String line) {
        Optional<ObservedText> named = readers.stream()
                .skip(1)
                .filter(reader -> line.startsWith(reader.component().name() + " "))
                .findFirst();
        String own = named.map(
                        reader -> line.substring(reader.component().name().length() + 1))
                .orElse(line);
        named.orElse(readers.get(0)).line(own.split("\\s+", 4));
    }

    private static AppMemory both(AppMemory one, AppMemory other) {
        return new AppMemory(
                one.version().isEmpty() ? other.version() : one.version(),
                Math.max(one.operations(), other.operations()),
                one.operation().or(other::operation),
                joined(one.admissions(), other.admissions()),
                joined(one.initialised(), other.initialised()),
                joined(one.accepted(), other.accepted()));
    }

    private static ObservedState both(ObservedState one, ObservedState other) {
        Map<String, ObservedSet> sets = new HashMap<>(one.sets());
        sets.putAll(other.sets());
        Map<String, NodeTrouble> nodes = new HashMap<>(one.nodes());
        nodes.putAll(other.nodes());
        Map<String, MembershipView> views = new HashMap<>(one.membership());
        views.putAll(other.membership());
        return new ObservedState(
                one.app(),
                joined(one.objects(), other.objects()),
                sets,
                nodes,
                joined(one.scalers(), other.scalers()),
                views,
                one.memory());
    }

    private static <T> List<T> joined(List<T> one, List<T> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }
}
