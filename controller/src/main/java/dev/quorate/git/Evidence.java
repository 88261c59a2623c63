package dev.quorate.git;

import java.util.Optional;
import java.util.OptionalInt;

/** What was seen on the wire during one exchange: a surer guide to what went wrong than the texts of exceptions. */
final class Evidence {

    private volatile OptionalInt httpStatus = OptionalInt.empty();
    private volatile Optional<RefusedKey> refusedKey = Optional.empty();

    /**
     * A host key that did not pass.
     *
     * @param changed whether the host is known by another key
     */
    record RefusedKey(String host, String fingerprint, boolean changed) {}

    void httpStatus(int status) {
        httpStatus = OptionalInt.of(status);
    }

    OptionalInt httpStatus() {
        return httpStatus;
    }

    void refusedKey(RefusedKey key) {
        refusedKey = Optional.of(key);
    }

    Optional<RefusedKey> refusedKey() {
        return refusedKey;
    }
}
