package dev.quorate.cluster;

import dev.quorate.cluster.ClusterException.Reason;
import dev.quorate.state.Kind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that keep an {@link ObjectCache} equal to the cluster: one for each kind, from when the kind is wanted. */
public final class CacheFeeder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CacheFeeder.class);
    private static final long LOOK_AGAIN_MILLIS = 20;
    private static final long STOP_WITHIN_MILLIS = 5_000;

    private final ObjectCache cache;
    private final List<Reflector> reflectors = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    public CacheFeeder(
            ApiTransport transport, WatchTransport watches, ObjectCache cache, InstantSource clock, Random random) {
        this.cache = cache;
        for (Kind kind : cache.kinds()) {
            // Random is shared by nobody: each thread has its own, from the one seed.
            Random own = new Random(random.nextLong());
            reflectors.add(new Reflector(kind, transport, watches, cache, clock, own));
        }
    }

    public void start() {
        for (Reflector reflector : reflectors) {
            Thread thread =
                    new Thread(() -> run(reflector), "watch-" + reflector.kind().plural());
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** Waits until each kind that is wanted from the start was listed once; a controller must not start on half a view. */
    public void awaitSynced(Duration atMost) throws ClusterException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!cache.unsynced().isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new ClusterException(Reason.UNAVAILABLE, notSynced(atMost));
            }
            closed.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed.countDown();
        reflectors.forEach(Reflector::close);
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join(STOP_WITHIN_MILLIS);
        }
    }

    private void run(Reflector reflector) {
        try {
            cache.awaitWanted(reflector.kind());
            Duration rest = Duration.ZERO;
            Optional<String> before = Optional.empty();
            while (!closed.await(rest.toNanos(), TimeUnit.NANOSECONDS)) {
                rest = reflector.round();
                before = log(reflector, before);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<String> log(Reflector reflector, Optional<String> before) {
        Optional<String> now = reflector.trouble();
        if (now.isPresent() && !now.equals(before)) {
            LOG.atInfo()
                    .addKeyValue("kind", reflector.kind().plural())
                    .addKeyValue("why", now.get())
                    .log("watch interrupted");
        }
        return now;
    }

    private String notSynced(Duration atMost) {
        String kinds = reflectors.stream()
                .filter(reflector -> cache.unsynced().contains(reflector.kind()))
                .map(reflector -> reflector.kind().plural()
                        + reflector.trouble().map(why -> " (" + why + ")").orElse(" (no answer yet)"))
                .collect(Collectors.joining(", "));
        return "the cluster's objects could not be listed within " + atMost.toSeconds() + " s: " + kinds;
    }
}
