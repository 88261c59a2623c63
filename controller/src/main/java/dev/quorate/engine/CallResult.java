package dev.quorate.engine;

import java.util.Optional;

/** What came of a call to an engine. Nothing is ever ignored. */
public sealed interface CallResult {

    /** @param memberId the identity that the call created or found, where it is one of those */
    record Done(Optional<String> memberId) implements CallResult {
        public static final Done DONE = new Done(Optional.empty());

        public static Done meaning(String memberId) {
            return new Done(Optional.of(memberId));
        }
    }

    /** The engine works on it; look again soon. */
    record InProgress(String what) implements CallResult {}

    /** The engine refuses for a reason of its own that may pass or need a person. */
    record Blocked(String sentence, boolean needsPerson) implements CallResult {}

    /** It did not work, or it is not known whether it did; looking again tells. */
    record Failed(String sentence) implements CallResult {}
}
