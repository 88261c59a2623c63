package dev.quorate.loop;

import dev.quorate.cluster.ClusterException;
import dev.quorate.schema.AppName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of a running controller: one that polls Git, one that follows leadership, one that commits reports, and a
 * bounded number that work on apps side by side. Stopping ends where no operation is left that must be finished.
 */
public final class Controller implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Controller.class);
    private static final Duration LEADERSHIP = Duration.ofMillis(500);
    private static final Duration URGENT = Duration.ofMillis(200);
    /** How many times as long as the last push took until the next one may begin. */
    private static final int REST_FOR_WORK = 9;
    /** But no report waits for longer than this, however slow the remote is. */
    private static final Duration LONGEST_REST = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration LAST_STEP = Duration.ofSeconds(3);
    /** Of the 30 s that Kubernetes gives a pod by default; the rest is for the last step, the reports and the lease. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Loop loop;
    private final WorkQueue queue;
    private final int workers;
    private final List<Thread> threads = new ArrayList<>();
    private final List<Thread> working = new ArrayList<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Semaphore pollNow = new Semaphore(0);
    private int passes;

    public Controller(Loop loop, WorkQueue queue, int workers) {
        this.loop = loop;
        this.queue = queue;
        this.workers = workers;
    }

    public void start() {
        threads.add(thread("leadership", this::followLeadership));
        threads.add(thread("git-poll", this::poll));
        threads.add(thread("git-status", this::publish));
        for (int i = 0; i < workers; i++) {
            working.add(thread("worker-" + i, this::work));
        }
        threads.addAll(working);
        threads.forEach(Thread::start);
    }

    /** Polls at once, for instance since a forge has called. */
    public void pollNow() {
        pollNow.release();
    }

    /**
     * Begins nothing more, goes on for at most {@code patience} with operations that must be finished, lets the running steps
     * end, and pushes the reports.
     *
     * @return whether a safe boundary was reached
     */
    public boolean stop(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        stopping.countDown();
        pollNow.release();
        loop.finish();
        boolean finished = awaitFinished(end);
        queue.shutDown();
        boolean ended = join(threads, Math.max(end, System.nanoTime() + LAST_STEP.toNanos()));
        loop.sayUnfinished();
        if (ended) {
            guarded("flush", loop::publish);
        } else {
            LOG.atWarn().log("A step did not end in time; whoever leads next goes on from its record");
            threads.forEach(Thread::interrupt);
        }
        return finished && ended;
    }

    private synchronized boolean awaitFinished(long end) throws InterruptedException {
        while (passes > 0 || !loop.finished()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(Math.min(left, LOOK.toMillis()));
        }
        return true;
    }

    @Override
    public void close() throws InterruptedException {
        stop(PATIENCE);
    }

    private static boolean join(List<Thread> threads, long end) throws InterruptedException {
        for (Thread thread : threads) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            thread.join(Math.max(1, left));
            if (thread.isAlive()) {
                return false;
            }
        }
        return true;
    }

    private void work() throws InterruptedException {
        Optional<AppName> app = queue.take();
        while (app.isPresent()) {
            running(1);
            try {
                loop.pass(app.get());
            } finally {
                queue.done(app.get());
                running(-1);
            }
            app = queue.take();
        }
    }

    private synchronized void running(int more) {
        passes += more;
        notifyAll();
    }

    private void followLeadership() throws InterruptedException {
        do {
            guarded("lead", () -> {
                loop.lead();
                return LEADERSHIP;
            });
        } while (!stopping.await(LEADERSHIP.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void poll() throws InterruptedException {
        while (stopping.getCount() > 0) {
            Duration next = guarded("poll", loop::poll);
            if (pollNow.tryAcquire(next.toMillis(), TimeUnit.MILLISECONDS)) {
                pollNow.drainPermits();
            }
        }
    }

    /** At regular times, and soon where somebody waits; but never so often that pushing is most of what is done. */
    private void publish() throws InterruptedException {
        Duration since = Duration.ZERO;
        Duration pause = Duration.ZERO;
        Duration least = Duration.ZERO;
        do {
            boolean due = loop.urgent() || since.compareTo(pause) >= 0;
            if (due && since.compareTo(least) >= 0) {
                long start = System.nanoTime();
                pause = guarded("publish", loop::publish);
                least = rest(Duration.ofNanos(System.nanoTime() - start));
                since = Duration.ZERO;
            }
            since = since.plus(URGENT);
        } while (!stopping.await(Math.min(pause.toMillis(), URGENT.toMillis()), TimeUnit.MILLISECONDS));
    }

    private static Duration rest(Duration push) {
        Duration rest = push.multipliedBy(REST_FOR_WORK);
        return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
    }

    private interface Turned {
        Duration turn() throws ClusterException;
    }

    /** A fault in one turn is logged and does not end the thread. */
    private static Duration guarded(String what, Turned turned) {
        try {
            return turned.turn();
        } catch (ClusterException e) {
            LOG.atWarn()
                    .addKeyValue("what", what)
                    .addKeyValue("error", e.getMessage())
                    .log("Tried again soon");
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("what", what).setCause(e).log("Failed; tried again soon");
        }
        return Duration.ofSeconds(5);
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private static Thread thread(String name, Work work) {
        return new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "quorate-" + name);
    }
}
