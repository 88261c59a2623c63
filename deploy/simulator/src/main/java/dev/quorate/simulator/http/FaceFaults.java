package dev.quorate.simulator.http;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Trouble on the way to the API: errors instead of answers, or no answer at all. Safe to use from any thread. */
public final class FaceFaults {

    private static final int FORBIDDEN = 403;

    private OptionalInt status = OptionalInt.empty();
    private boolean hanging;
    private final Set<String> forbidden = new HashSet<>();
    private final List<Runnable> held = new ArrayList<>();

    /** Every request gets this status, such as 429, 500 or 503, until {@link #heal()}. */
    public synchronized void answerWith(int code) {
        status = OptionalInt.of(code);
    }

    /** Every request waits, until {@link #heal()}. */
    public synchronized void hang() {
        hanging = true;
    }

    /** Every request for this resource gets 403, until it is allowed. */
    public synchronized void forbid(String plural) {
        forbidden.add(plural);
    }

    public synchronized void allow(String plural) {
        forbidden.remove(plural);
    }

    /** All is well again, but for rights; requests that waited are answered now. */
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

    /** What a request to this path gets instead of an answer. */
    synchronized OptionalInt status(String path) {
        boolean may = Stream.of(path.split("/")).noneMatch(forbidden::contains);
        return may ? status : OptionalInt.of(FORBIDDEN);
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
