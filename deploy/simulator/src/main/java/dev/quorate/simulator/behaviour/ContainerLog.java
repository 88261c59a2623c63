package dev.quorate.simulator.behaviour;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What one container has written from its start to its end. All calls come under the simulator's lock. */
public final class ContainerLog {

    private static final int MOST_LINES = 1000;

    /** @param time when it was written */
    public record Line(Instant time, String text) {}

    private final Deque<Line> lines = new ArrayDeque<>();
    private final List<Runnable> followers = new ArrayList<>();
    private long dropped;
    private boolean ended;

    ContainerLog() {}

    /** The newest lines, oldest first. */
    public List<Line> lines() {
        return List.copyOf(lines);
    }

    /** The lines after the first so many, counted from the start of the container. */
    public List<Line> after(long count) {
        return lines.stream().skip(Math.max(0, count - dropped)).toList();
    }

    /** How many lines there were in all. */
    public long count() {
        return dropped + lines.size();
    }

    public boolean hasEnded() {
        return ended;
    }

    /** Calls back after each line and at the end, until the result is run. */
    public Runnable follow(Runnable follower) {
        followers.add(follower);
        return () -> followers.remove(follower);
    }

    public void add(Instant time, String text) {
        lines.add(new Line(time, text));
        if (lines.size() > MOST_LINES) {
            lines.remove();
            dropped++;
        }
        tell();
    }

    public void end() {
        ended = true;
        tell();
    }

    private void tell() {
        List.copyOf(followers).forEach(Runnable::run);
    }
}
