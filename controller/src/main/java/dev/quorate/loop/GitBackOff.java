package dev.quorate.loop;

import java.time.Duration;

/** The pause before Git is asked again: the usual one, doubled with each failure in a row. */
final class GitBackOff {

    private final Duration usual;
    private final Duration longest;
    private int failures;

    GitBackOff(Duration usual, Duration longest) {
        this.usual = usual;
        this.longest = longest;
    }

    synchronized Duration failed() {
        Duration pause = usual.multipliedBy(1L << Math.min(failures, 10));
        failures++;
        return pause.compareTo(longest) < 0 ? pause : longest;
    }

    synchronized void succeeded() {
        failures = 0;
    }

    synchronized boolean failing() {
        return failures > 0;
    }
}
