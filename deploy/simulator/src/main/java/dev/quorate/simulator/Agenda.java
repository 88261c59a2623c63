package dev.quorate.simulator;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/** Work to do later, by time and then by the order in which it was asked for. */
final class Agenda {

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparing(Entry::at).thenComparingLong(Entry::order));
    private long order;

    record Entry(Instant at, long order, String what, Runnable work) {}

    void add(Instant at, String what, Runnable work) {
        entries.add(new Entry(at, order++, what, work));
    }

    Optional<Entry> next() {
        return Optional.ofNullable(entries.peek());
    }

    Entry take() {
        return entries.remove();
    }

    void clear() {
        entries.clear();
    }
}
