package dev.quorate.loop;

import dev.quorate.schema.AppName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A work queue on a clock that a test can turn, with no thread of its own: whoever waits in {@link #take} also waits for what is due next. An app
 * that is added while it is worked on comes back when that is done.
 */
public final class TimedWorkQueue implements WorkQueue {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<AppName> ready = new LinkedHashSet<>();
    private final Set<AppName> taken = new HashSet<>();
    private final Set<AppName> again = new HashSet<>();
    private final Map<AppName, Instant> due = new HashMap<>();
    private boolean down;

    public TimedWorkQueue(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void add(AppName app) {
        lock.lock();
        try {
            enqueue(app);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void addAfter(AppName app, Duration delay) {
        lock.lock();
        try {
            Instant at = clock.instant().plus(delay);
            due.merge(app, at, (one, other) -> one.isBefore(other) ? one : other);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<AppName> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!down) {
                Optional<AppName> next = next();
                if (next.isPresent()) {
                    changed.signal();
                    return next;
                }
                changed.await(untilDue().toMillis(), TimeUnit.MILLISECONDS);
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** What {@link #take} would give at once. */
    public Optional<AppName> poll() {
        lock.lock();
        try {
            return next();
        } finally {
            lock.unlock();
        }
    }

    /** When the next app falls due that is not ready yet. */
    public Optional<Instant> nextDue() {
        lock.lock();
        try {
            return due.values().stream().min(Instant::compareTo);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void done(AppName app) {
        lock.lock();
        try {
            taken.remove(app);
            if (again.remove(app)) {
                enqueue(app);
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void shutDown() {
        lock.lock();
        try {
            down = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Optional<AppName> next() {
        promote();
        Iterator<AppName> first = ready.iterator();
        if (!first.hasNext()) {
            return Optional.empty();
        }
        AppName app = first.next();
        first.remove();
        due.remove(app);
        taken.add(app);
        return Optional.of(app);
    }

    private void promote() {
        Instant now = clock.instant();
        due.entrySet().removeIf(entry -> {
            boolean reached = !entry.getValue().isAfter(now);
            if (reached) {
                enqueue(entry.getKey());
            }
            return reached;
        });
    }

    private void enqueue(AppName app) {
        if (taken.contains(app)) {
            again.add(app);
        } else {
            ready.add(app);
        }
    }

    private Duration untilDue() {
        return due.values().stream()
                .min(Instant::compareTo)
                .map(next -> Duration.between(clock.instant(), next).plusMillis(1))
                .filter(left -> left.compareTo(LONGEST_WAIT) < 0)
                .orElse(LONGEST_WAIT);
    }
}
