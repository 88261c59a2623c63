package dev.quorate.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/** What happened in one run, for a person to read when it fails: commits, steps, calls, faults, members. */
final class Timeline {

    private static final int KEPT = 4000;

    private final InstantSource clock;
    private final Instant start;
    private final Deque<String> lines = new ArrayDeque<>();

    Timeline(InstantSource clock) {
        this.clock = clock;
        this.start = clock.instant();
    }

    void add(String who, String what) {
        double seconds = Duration.between(start, clock.instant()).toMillis() / 1000.0;
        lines.add(String.format("%9.3f  %-8s %s", seconds, who, what));
        if (lines.size() > KEPT) {
            lines.removeFirst();
        }
    }

    String text() {
        return String.join("\n", lines);
    }
}
