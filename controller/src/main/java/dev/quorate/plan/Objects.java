package dev.quorate.plan;

import dev.quorate.state.DesiredComponent;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObservedObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Services, disruption budgets and what members read at their start: created when missing, applied when different. */
final class Objects {

    private Objects() {}

    static Optional<Decision> missingOrDifferent(Situation situation) {
        for (Manifest wanted : wanted(situation)) {
            Optional<Decision> decision = one(situation, Differences.stamped(wanted));
            if (decision.isPresent()) {
                return decision;
            }
        }
        return Optional.empty();
    }

    private static List<Manifest> wanted(Situation situation) {
        List<Manifest> wanted = new ArrayList<>(situation.goal().desired().objects());
        for (DesiredComponent component : situation.goal().desired().components()) {
            boolean admitted = situation.memory().admissions().stream()
                    .anyMatch(admission -> admission.component().equals(component.name()));
            if (admitted) {
                situation
                        .goal()
                        .startConfig(component.name(), situation.memory())
                        .ifPresent(wanted::add);
            }
        }
        return wanted;
    }

    private static Optional<Decision> one(Situation situation, Manifest wanted) {
        Optional<Manifest> live = situation.observed().object(wanted.ref()).map(ObservedObject::live);
        if (live.isEmpty()) {
            return Optional.of(new Decision.Do(new Step.Create(wanted, "create " + wanted.ref(), false)));
        }
        if (live.get().terminating()) {
            return Optional.of(new Decision.Wait(wanted.ref() + " is being deleted; it is made again when it is gone"));
        }
        if (Differences.differs(wanted, live.get())) {
            return Optional.of(new Decision.Do(new Step.Apply(wanted, "update " + wanted.ref())));
        }
        return Optional.empty();
    }
}
