package dev.quorate.simulator.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Trouble on the way to the API: errors instead of answers, or no answer at all. Safe to use from any thread. */
public final class FaceFaults {

    private OptionalInt status = OptionalInt.empty();
    private boolean hanging;
    private final List<Runnable> held = new ArrayList<>();

    /** Every request gets this status, such as 429, 500 or 503, until {@link #heal()}. */
    public synchronized void answerWith(int code) {
        status = OptionalInt.of(code);
    }

    /** Every request waits, until {@link #heal()}. */
    public synchronized void hang() {
        hanging = true;
    }

    /** All is well again; requests that waited are answered now. */
    public void heal() {
        List<Runnable> released;
        synchronized (this) {
            status = OptionalInt.empty();
            hanging = false;
            released = List.copyOf(held);
            held.clear();
        }
        released.forEach(Runnable::run);
    }

    synchronized OptionalInt status() {
        return status;
    }

    /** Keeps a request if requests hang now. */
    synchronized Optional<Runnable> unlessHanging(Runnable request) {
        if (hanging) {
            held.add(request);
            return Optional.empty();
        }
        return Optional.of(request);
    }
}
