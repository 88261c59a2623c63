package dev.quorate.plan;

import dev.quorate.state.Admission;
import dev.quorate.state.Kind;
import dev.quorate.state.Labels;
import dev.quorate.state.LiveSet;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObservedObject;
import dev.quorate.state.ObservedObject.Ownership;
import dev.quorate.state.ObservedSet;
import dev.quorate.state.OperationRecord;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is left of a component that the spec does not have any more. While it has members nothing of the app moves: they must
 * be asked to leave first, which only the spec can do. Without them its objects go, and its volumes stay.
 */
final class FormerComponents {

    private static final Set<Kind> KEPT = Set.of(Kind.SECRET, Kind.POD, Kind.PERSISTENT_VOLUME_CLAIM);

    private final Situation situation;
    private final Set<String> wanted;

    FormerComponents(Situation situation) {
        this.situation = situation;
        this.wanted = situation.goal().desired().components().stream()
                .map(component -> component.name())
                .collect(Collectors.toUnmodifiableSet());
    }

    Optional<Decision> refused() {
        List<Admission> members = situation.memory().admissions().stream()
                .filter(admission -> former(admission.component()))
                .toList();
        Optional<String> component = members.stream()
                .map(Admission::component)
                .findFirst()
                .or(() -> situation
                        .memory()
                        .operation()
                        .map(OperationRecord::component)
                        .filter(this::former));
        return component.map(name -> new Decision.Refuse(Refusal.forPerson(
                Guard.CHANGE_NOT_SUPPORTED,
                "The spec has no components." + name + " any more, and "
                        + (members.isEmpty()
                                ? "one of them is just joining or leaving"
                                : members.stream().map(Admission::pod).collect(Collectors.joining(", "))
                                        + (members.size() == 1 ? " is a member" : " are members"))
                        + ". Put it back with replicas: 0, and remove it when they have left.")));
    }

    Optional<Decision> cleared() {
        return Stream.of(sets(), others())
                .flatMap(Collection::stream)
                .filter(live ->
                        live.label(Labels.COMPONENT).filter(this::former).isPresent())
                .findFirst()
                .map(FormerComponents::delete);
    }

    private boolean former(String component) {
        return !wanted.contains(component);
    }

    private List<Manifest> sets() {
        return ours(situation.observed().sets().values().stream()
                .map(ObservedSet::live)
                .flatMap(Optional::stream)
                .map(LiveSet::object));
    }

    private List<Manifest> others() {
        return ours(situation.observed().objects().stream()
                .filter(object -> !KEPT.contains(object.live().kind())));
    }

    private static List<Manifest> ours(Stream<ObservedObject> objects) {
        return objects.filter(object -> object.ownership() == Ownership.OURS)
                .map(ObservedObject::live)
                .sorted(Comparator.comparing(live -> live.ref().toString()))
                .toList();
    }

    private static Decision delete(Manifest live) {
        return live.terminating()
                ? new Decision.Wait(live.ref() + " is being deleted")
                : new Decision.Do(new Step.Delete(
                        live.ref(),
                        live.uid(),
                        live.resourceVersion(),
                        "delete " + live.ref() + ", whose component the spec does not have any more"));
    }
}
