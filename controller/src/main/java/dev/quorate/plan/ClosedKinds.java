package dev.quorate.plan;

import dev.quorate.state.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What may not be looked at cannot be told from what is gone: nothing is decided about an app that has such objects. */
final class ClosedKinds {

    private ClosedKinds() {}

    static Optional<Decision> check(Situation situation) {
        String engine = situation.goal().engine().traits().name();
        List<Refusal> refusals = new TreeMap<>(situation.observed().closed())
                .entrySet().stream().map(closed -> refusal(engine, closed)).toList();
        return refusals.isEmpty() ? Optional.empty() : Optional.of(new Decision.Refuse(refusals));
    }

    private static Refusal refusal(String engine, Map.Entry<Kind, String> closed) {
        return Refusal.forPerson(
                Guard.RIGHT_MISSING,
                "Apps of engine " + engine + " have " + closed.getKey().title()
                        + "s, and Quorate may not look at them: " + closed.getValue()
                        + ". Nothing of this app is touched until it has the right to get, list and watch "
                        + closed.getKey().plural() + " in all namespaces.");
    }
}
