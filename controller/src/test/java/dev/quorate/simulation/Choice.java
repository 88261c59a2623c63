package dev.quorate.simulation;

import java.time.Duration;

/**
 * One deed of a script.
 *
 * @param at after the start
 * @param a which, of however many there are when it happens
 * @param b how much or how long, as the deed takes it
 */
record Choice(Duration at, Deed deed, int a, int b) {

    /** The one of {@code count} things that this choice means. */
    int which(int count) {
        return a % count;
    }

    /** A while of up to so many seconds, never nothing. */
    Duration lasting(int seconds) {
        return Duration.ofMillis(200 + (long) (b % 1000) * seconds);
    }
}
