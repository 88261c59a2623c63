package dev.quorate.cluster;

import java.time.Duration;
import java.util.Optional;

/** An API server's no, or its silence; {@link Reason} says what the loop does about it. */
public final class ClusterException extends Exception {

    private static final long serialVersionUID = 1L;

    public enum Reason {
        NOT_FOUND,
        ALREADY_EXISTS,
        /** 409: somebody wrote in between; look again. */
        CONFLICT,
        /** 401, 403. */
        FORBIDDEN,
        /** 400, 422: repeating it never helps. */
        INVALID,
        /** 429, and 503 with Retry-After. */
        THROTTLED,
        /** 5xx, connection refused: it did not take effect, or may be asked again without harm. */
        UNAVAILABLE,
        /** No answer to a request that was sent: it may have taken effect. */
        NO_REPLY
    }

    private final Reason reason;
    private final transient Optional<Duration> retryAfter;

    public ClusterException(Reason reason, String message) {
        this(reason, message, Optional.empty());
    }

    public ClusterException(Reason reason, String message, Optional<Duration> retryAfter) {
        super(message);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    public Reason reason() {
        return reason;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
