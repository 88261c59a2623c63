package dev.quorate.plan;

import dev.quorate.state.Accepted;
import dev.quorate.state.Manifest;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size that a component keeps when {@code autoscale} has left its spec, until a commit changes {@code replicas}. It is in
 * the app's memory, and on the StatefulSet as well: there is no scale target any more that would say it when the memory is
 * lost.
 *
 * @param written what the file said of {@code replicas} then
 */
record KeptSize(int count, OptionalInt written) {

    static final String ANNOTATION = "quorate.dev/accepted";

    private static final Pattern FORM = Pattern.compile("(?<count>[0-9]{1,9}) instead of (?<written>[0-9]{1,9}|none)");

    static KeptSize of(Accepted accepted) {
        return new KeptSize(accepted.count(), accepted.written());
    }

    /** What nobody can read counts for nothing, as if it were not there. */
    static Optional<KeptSize> on(Manifest set) {
        return set.annotation(ANNOTATION)
                .map(FORM::matcher)
                .filter(Matcher::matches)
                .map(text -> new KeptSize(Integer.parseInt(text.group("count")), written(text.group("written"))));
    }

    private static OptionalInt written(String word) {
        return word.equals("none") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(word));
    }

    String text() {
        return count + " instead of " + (written.isPresent() ? String.valueOf(written.getAsInt()) : "none");
    }
}
