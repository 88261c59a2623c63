package dev.quorate.plan;

import dev.quorate.state.DesiredComponent;
import dev.quorate.state.DesiredSet;
import dev.quorate.state.Generated;
import dev.quorate.state.Kind;
import dev.quorate.state.LiveSet;
import dev.quorate.state.ObservedClaim;
import dev.quorate.state.ObservedObject;
import dev.quorate.state.ObservedSet;
import dev.quorate.state.ObservedState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An object that is not ours is never touched: nothing of the app moves while one stands where ours should be. */
final class Ownership {

    private Ownership() {}

    static Optional<Decision> check(Situation situation) {
        List<Refusal> refusals = new ArrayList<>();
        for (ObservedObject object : inTheWay(situation)) {
            if (object.ownership() == ObservedObject.Ownership.NOT_OURS && !given(situation, object)) {
                refusals.add(Refusal.notOurs(situation.goal(), object.live().ref()));
            }
        }
        return refusals.isEmpty() ? Optional.empty() : Optional.of(new Decision.Refuse(refusals));
    }

    /** A Secret that people made before one is made up for them: its values are theirs to know and to keep. */
    static boolean given(Situation situation, ObservedObject object) {
        return object.live().kind() == Kind.SECRET
                && situation.goal().desired().objects().stream()
                        .anyMatch(wanted -> Generated.is(wanted)
                                && wanted.ref().equals(object.live().ref()));
    }

    private static List<ObservedObject> inTheWay(Situation situation) {
        ObservedState observed = situation.observed();
        List<ObservedObject> found = new ArrayList<>(observed.objects());
        for (DesiredComponent component : situation.goal().desired().components()) {
            for (DesiredSet wanted : component.sets()) {
                ObservedSet set = observed.set(wanted.name());
                set.live().map(LiveSet::object).ifPresent(found::add);
                set.claims().stream().map(ObservedClaim::object).forEach(found::add);
            }
        }
        return found;
    }
}
