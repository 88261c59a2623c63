package dev.quorate.git;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often, and after what pause, a push that lost a race is built anew. The pause doubles from {@code first} and is
 * shortened at random by up to half, so that two writers do not meet again.
 *
 * @param pause how to wait; tests do not
 */
public record RaceRetry(int attempts, Duration first, RandomGenerator random, Pause pause) {

    /** Waits; an interrupt ends the retries. */
    @FunctionalInterface
    public interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    public RaceRetry {
        if (attempts < 1) {
            throw new IllegalArgumentException("A push needs at least one attempt, not " + attempts + ".");
        }
    }

    void await(int attempt) throws InterruptedException {
        long longest = first.toMillis() << Math.min(attempt, 10);
        pause.of(Duration.ofMillis(longest - random.nextLong(longest / 2 + 1)));
    }
}
