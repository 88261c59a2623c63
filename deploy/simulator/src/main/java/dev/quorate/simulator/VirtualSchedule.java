package dev.quorate.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Time that jumps from one piece of work to the next, in the caller's thread: the same work in the same order every time. */
public final class VirtualSchedule implements Schedule, InstantSource {

    private static final int IDLE_LIMIT = 1_000_000;

    private final Agenda agenda = new Agenda();
    private Instant now;

    public VirtualSchedule(Instant start) {
        now = start;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void after(Duration delay, String what, Runnable work) {
        agenda.add(now.plus(delay.isNegative() ? Duration.ZERO : delay), what, work);
    }

    /** When the next work is due; absent when there is none. */
    public Optional<Instant> next() {
        return agenda.next().map(Agenda.Entry::at);
    }

    /** Does one piece of work and answers what it was; absent when there is none. */
    public Optional<String> step() {
        return agenda.next().map(entry -> {
            agenda.take();
            now = entry.at();
            entry.work().run();
            return entry.what();
        });
    }

    /** Works until nothing is left to do, which a cluster that is left alone always reaches. */
    public void runUntilIdle() {
        String last = "";
        for (int steps = 0; steps < IDLE_LIMIT; steps++) {
            Optional<String> done = step();
            if (done.isEmpty()) {
                return;
            }
            last = done.get();
        }
        throw new IllegalStateException("Still busy after " + IDLE_LIMIT + " pieces of work, the last one was: " + last
                + ". Something asks for itself again; use advance(Duration) where work repeats.");
    }

    /** Does all work of the given span and leaves the clock at its end. */
    public void advance(Duration span) {
        Instant end = now.plus(span);
        while (next().filter(at -> !at.isAfter(end)).isPresent()) {
            step();
        }
        now = end;
    }
}
