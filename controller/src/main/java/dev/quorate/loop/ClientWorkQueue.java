package dev.quorate.loop;

import dev.quorate.schema.AppName;
import io.kubernetes.client.extended.workqueue.DefaultDelayingQueue;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;

/**
 * The delaying queue of client-java, held to the contract. Left to itself it
 *
 * <ol>
 *   <li>keeps a delay when its app is taken earlier, and drops a later one meanwhile: so this class knows what is due when,
 *       and gives an app that comes too early back for the time that is left;
 *   <li>loses a delay when too many wait to be handed over: such an app goes through the row at once, and comes too early;
 *   <li>hands out what is still in it after its end, and keeps its thread for up to ten seconds: neither outlives ours.
 * </ol>
 */
public final class ClientWorkQueue implements WorkQueue {

    private final LongSupplier nanos;
    private final ExecutorService waiting;
    private final Delays queue;
    /** By the clock of {@link #nanos}; an app that was added is due at once. Guarded by itself. */
    private final Map<AppName, Long> due = new HashMap<>();

    /** With a thread of its own until it is shut down. */
    public ClientWorkQueue() {
        this(System::nanoTime, Executors.newSingleThreadExecutor(ClientWorkQueue::daemon));
    }

    /**
     * @param nanos a monotonic clock
     * @param waiting has one thread, which waits for delays to pass; the queue ends it
     */
    ClientWorkQueue(LongSupplier nanos, ExecutorService waiting) {
        this.nanos = nanos;
        this.waiting = waiting;
        this.queue = new Delays(waiting);
    }

    @Override
    public void add(AppName app) {
        synchronized (due) {
            earliest(app, nanos.getAsLong());
            queue.add(app);
        }
    }

    @Override
    public void addAfter(AppName app, Duration delay) {
        synchronized (due) {
            earliest(app, nanos.getAsLong() + delay.toNanos());
            queue.comeBack(app, delay);
        }
    }

    @Override
    public Optional<AppName> take() throws InterruptedException {
        Optional<AppName> next = Optional.ofNullable(queue.get());
        while (next.isPresent() && !queue.isShuttingDown()) {
            if (claim(next.get())) {
                return next;
            }
            queue.done(next.get());
            next = Optional.ofNullable(queue.get());
        }
        return Optional.empty();
    }

    @Override
    public void done(AppName app) {
        queue.done(app);
    }

    @Override
    public void shutDown() {
        queue.shutDown();
        waiting.shutdownNow();
    }

    private void earliest(AppName app, long at) {
        due.merge(app, at, (one, other) -> one - other < 0 ? one : other);
    }

    /** Whether the app is due, which it then is no more. */
    private boolean claim(AppName app) {
        synchronized (due) {
            Optional<Long> left = Optional.ofNullable(due.get(app)).map(at -> at - nanos.getAsLong());
            boolean reached = left.filter(time -> time <= 0).isPresent();
            if (reached) {
                due.remove(app);
            } else {
                left.ifPresent(time -> queue.comeBack(app, Duration.ofNanos(time)));
            }
            return reached;
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "quorate-queue");
        thread.setDaemon(true);
        return thread;
    }

    /** Never loses a delay: one that cannot be handed over has passed already. */
    private static final class Delays extends DefaultDelayingQueue<AppName> {

        Delays(ExecutorService waiting) {
            super(waiting);
        }

        /** A millisecond late rather than early, since the queue counts whole ones. */
        void comeBack(AppName app, Duration delay) {
            if (waitingForAddQueue.remainingCapacity() == 0) {
                add(app);
            } else {
                addAfter(app, delay.plusMillis(1));
            }
        }
    }
}
