package dev.quorate.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that keeps a {@link LeaseElector} ticking, and tells when leadership comes and goes. */
public final class Election implements AutoCloseable {

    /** Both return at once: a renewal waits for them. */
    public interface Listener {
        void elected(String term);

        void deposed();
    }

    private static final Logger LOG = LoggerFactory.getLogger(Election.class);

    private final LeaseElector elector;
    private final Listener listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private Optional<String> term = Optional.empty();
    private Optional<String> trouble = Optional.empty();

    public Election(LeaseElector elector, Listener listener) {
        this.elector = elector;
        this.listener = listener;
        this.thread = new Thread(this::run, "election");
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Stops renewing and gives the lease up: call it when all work under the lease has ended. */
    @Override
    public void close() throws InterruptedException {
        closed.countDown();
        if (thread.isAlive()) {
            thread.join();
        }
        try {
            elector.release();
        } catch (ClusterException no) {
            LOG.atInfo().addKeyValue("why", no.getMessage()).log("lease not released, it will run out");
        }
    }

    private void run() {
        try {
            Duration rest = Duration.ZERO;
            while (!closed.await(rest.toNanos(), TimeUnit.NANOSECONDS)) {
                rest = elector.tick();
                tell();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell() {
        Optional<String> now = elector.leading() ? Optional.of(elector.term()) : Optional.empty();
        Optional<String> before = term;
        term = now;
        if (before.isPresent() && !before.equals(now)) {
            LOG.atInfo().addKeyValue("term", before.get()).log("leadership lost");
            listener.deposed();
        }
        if (now.isPresent() && !before.equals(now)) {
            LOG.atInfo().addKeyValue("term", now.get()).log("leadership taken");
            listener.elected(now.get());
        }
        Optional<String> problem = elector.trouble();
        if (problem.isPresent() && !problem.equals(trouble)) {
            LOG.atWarn().addKeyValue("why", problem.get()).log("lease not kept");
        }
        trouble = problem;
    }
}
