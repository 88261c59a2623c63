package dev.quorate.schema;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What somebody else changed of an object that Git decides about. Holds names of fields and counts, never a value.
 *
 * @param object kind and name
 * @param fields the changed ones as dotted paths; empty for an object that was deleted
 * @param what in a few words: {@code replicas 1 instead of 3}
 * @param manager who, as the API server knows them: kubectl, an autoscaler; absent where it does not know
 * @param at when; when it was noticed, where the API server keeps no time, as of a scale or a deletion
 */
public record Drift(String object, List<String> fields, String what, Optional<String> manager, Optional<Instant> at) {

    public Drift {
        fields = List.copyOf(fields);
    }

    /** As it was noticed first: at its own time, at that of a drift of before that is the same, or now. */
    public Drift noticed(List<Drift> before, Instant now) {
        Optional<Instant> first = before.stream()
                .filter(known -> known.withoutTime().equals(withoutTime()))
                .findFirst()
                .flatMap(Drift::at);
        return new Drift(object, fields, what, manager, at.or(() -> first).or(() -> Optional.of(now)));
    }

    private Drift withoutTime() {
        return new Drift(object, fields, what, manager, Optional.empty());
    }

    public String sentence() {
        return object + ": " + what + manager.map(who -> ", by " + who).orElse("")
                + at.map(when -> " at " + when).orElse("");
    }
}
