package dev.quorate.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * What happened in one run, for a person to read when it fails: commits, passes, calls, faults, members. A run that is not
 * to be read costs nothing here: a failing one is played again to be written down.
 */
final class Timeline {

    private static final int KEPT = 4000;

    private final InstantSource clock;
    private final Instant start;
    private final boolean kept;
    private final Deque<String> lines = new ArrayDeque<>();

    Timeline(InstantSource clock, boolean kept) {
        this.clock = clock;
        this.start = clock.instant();
        this.kept = kept;
    }

    void add(String who, Supplier<String> what) {
        if (!kept) {
            return;
        }
        double seconds = Duration.between(start, clock.instant()).toMillis() / 1000.0;
        lines.add(String.format(Locale.ROOT, "%9.3f  %-8s %s", seconds, who, what.get()));
        if (lines.size() > KEPT) {
            lines.removeFirst();
        }
    }

    String text() {
        return String.join("\n", lines);
    }
}
