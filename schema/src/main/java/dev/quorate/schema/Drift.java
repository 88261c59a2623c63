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
 * @param at when
 */
public record Drift(String object, List<String> fields, String what, Optional<String> manager, Optional<Instant> at) {

    public Drift {
        fields = List.copyOf(fields);
    }

    public String sentence() {
        return object + ": " + what + manager.map(who -> ", by " + who).orElse("")
                + at.map(when -> " at " + when).orElse("");
    }
}
