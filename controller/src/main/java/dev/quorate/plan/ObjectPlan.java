package dev.quorate.plan;

import dev.quorate.state.Admission;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObservedObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Services, disruption budgets and what members read at their start: created when missing, applied when different. */
final class ObjectPlan {

    private ObjectPlan() {}

    static Optional<Decision> missingOrDifferent(Situation situation) {
        for (Wanted wanted : wanted(situation)) {
            Optional<Decision> decision = one(situation, wanted);
            if (decision.isPresent()) {
                return decision;
            }
        }
        return Optional.empty();
    }

    /** One object, and in words what applying it does. */
    private record Wanted(Manifest manifest, String change) {}

    private static List<Wanted> wanted(Situation situation) {
        List<Wanted> wanted = new ArrayList<>();
        for (Manifest manifest : situation.goal().objects()) {
            wanted.add(new Wanted(manifest, "update " + manifest.ref()));
        }
        for (DesiredComponent component : situation.goal().desired().components()) {
            List<Admission> admissions = situation.memory().admissions().stream()
                    .filter(admission -> admission.component().equals(component.name()))
                    .toList();
            if (!admissions.isEmpty()) {
                situation
                        .goal()
                        .startConfig(component.name(), situation.memory())
                        .map(config -> new Wanted(config, admitting(admissions, config)))
                        .ifPresent(wanted::add);
            }
        }
        return wanted;
    }

    private static String admitting(List<Admission> admissions, Manifest config) {
        String joining = admissions.stream()
                .filter(admission -> admission.state() != Admission.State.STARTED)
                .map(Admission::pod)
                .collect(Collectors.joining(", "));
        String members = admissions.stream().map(Admission::pod).sorted().collect(Collectors.joining(", "));
        return (joining.isEmpty() ? "admit none but " + members : "admit " + joining) + " (" + config.ref() + ")";
    }

    private static Optional<Decision> one(Situation situation, Wanted change) {
        Manifest wanted = change.manifest();
        Optional<Manifest> live = situation.observed().object(wanted.ref()).map(ObservedObject::live);
        if (live.isEmpty()) {
            return Optional.of(new Decision.Do(new Step.Create(wanted, "create " + wanted.ref(), false)));
        }
        if (live.get().terminating()) {
            return Optional.of(new Decision.Wait(wanted.ref() + " is being deleted; it is made again when it is gone"));
        }
        if (Differences.differs(wanted, live.get())) {
            return Optional.of(new Decision.Do(new Step.Apply(wanted, change.change())));
        }
        return Optional.empty();
    }
}
