package dev.quorate.git;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often, and after what pause, a push that lost a race is built anew. The pause doubles from {@code first} and is
 * shortened at random by up to half, so that two writers do not meet again.
 *
 * @param attempts in all, the first one included
 */
public record RaceRetry(int attempts, Duration first, RandomGenerator random, Pause pause) {

    /** How to wait. */
    @FunctionalInterface
    public interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    public RaceRetry {
        if (attempts < 1) {
            throw new IllegalArgumentException("A push needs at least one attempt, not " + attempts + ".");
        }
    }

    /** Waits before another attempt; false when the thread was told to stop instead. */
    boolean await(int attempt) {
        long longest = first.toMillis() << Math.min(attempt, 10);
        try {
            pause.of(Duration.ofMillis(longest - random.nextLong(longest / 2 + 1)));
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
