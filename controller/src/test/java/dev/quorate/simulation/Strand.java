package dev.quorate.simulation;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Work that can be frozen in its middle while others go on, and woken later where it was. It has a thread of its own, but
 * only one of all threads ever runs, so that the same run is the same each time.
 */
final class Strand {

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(Strand::daemon);

    private final Semaphore itsTurn = new Semaphore(0);
    private final Semaphore othersTurn = new Semaphore(0);
    private Optional<Throwable> failure = Optional.empty();
    private boolean finished;
    private boolean abandoned;

    Strand(Runnable work) {
        THREADS.execute(() -> live(work));
    }

    /** Runs it until it freezes or ends. @return whether it has ended */
    boolean run() {
        itsTurn.release();
        othersTurn.acquireUninterruptibly();
        failure.ifPresent(Strand::rethrow);
        return finished;
    }

    /** Called by the work itself: returns when it is woken. */
    void freeze() {
        othersTurn.release();
        itsTurn.acquireUninterruptibly();
        if (abandoned) {
            throw new Crash("it never woke");
        }
    }

    /** Nobody will wake it: the thread ends. */
    void abandon() {
        abandoned = true;
        while (!finished) {
            itsTurn.release();
            othersTurn.acquireUninterruptibly();
        }
    }

    private void live(Runnable work) {
        itsTurn.acquireUninterruptibly();
        try {
            work.run();
        } catch (Throwable thrown) {
            failure = Optional.of(thrown);
        } finally {
            finished = true;
            othersTurn.release();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "strand");
        thread.setDaemon(true);
        return thread;
    }

    private static void rethrow(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }
}
