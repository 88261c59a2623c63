package dev.quorate.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Real time: one daemon thread does the work, each piece under the simulator's lock. */
public final class RealSchedule implements Schedule, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RealSchedule.class);

    private final InstantSource clock;
    private final ReentrantLock lock;
    private final Condition changed;
    private final Agenda agenda = new Agenda();
    private final Thread thread;
    private volatile boolean closed;

    public RealSchedule(InstantSource clock, ReentrantLock lock) {
        this.clock = clock;
        this.lock = lock;
        this.changed = lock.newCondition();
        this.thread = new Thread(this::work, "simulator");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public void after(Duration delay, String what, Runnable work) {
        lock.lock();
        try {
            if (!closed) {
                agenda.add(now().plus(delay.isNegative() ? Duration.ZERO : delay), what, work);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        lock.lock();
        try {
            while (!closed) {
                Optional<Agenda.Entry> next = agenda.next();
                if (next.isEmpty()) {
                    changed.await();
                } else if (next.get().at().isAfter(now())) {
                    changed.awaitNanos(Math.max(
                            TimeUnit.MICROSECONDS.toNanos(100),
                            Duration.between(now(), next.get().at()).toNanos()));
                } else {
                    runOne(agenda.take());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** One broken piece of work must not stop the whole cluster. */
    private static void runOne(Agenda.Entry entry) {
        try {
            entry.work().run();
        } catch (RuntimeException e) {
            LOG.error("Simulated work failed: {}", entry.what(), e);
        }
    }

    /** Work that is behind its time never lets go of the lock for long: it is told to stop before the lock is taken. */
    @Override
    public void close() {
        closed = true;
        lock.lock();
        try {
            agenda.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
