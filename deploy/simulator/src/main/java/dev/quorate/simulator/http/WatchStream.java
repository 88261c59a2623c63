package dev.quorate.simulator.http;

import dev.quorate.simulator.api.Watch;
import dev.quorate.simulator.api.WatchEvent;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/** A watch: one JSON object a line. */
final class WatchStream extends LiveAnswer {

    private static final Duration BOOKMARKS = Duration.ofMinutes(1);

    private final Watch watch;
    private final Executor threads;
    private boolean called;

    /** @param threads where events are written, so that whoever caused them need not wait for it */
    WatchStream(Watch watch, Lock lock, Response response, Callback done, Executor threads) {
        super(lock, response, done);
        this.watch = watch;
        this.threads = threads;
    }

    /** @param timeout zero for none */
    void start(Request request, Duration timeout) {
        Scheduler scheduler = request.getComponents().getScheduler();
        if (!timeout.isZero()) {
            scheduler.schedule(this::end, timeout.toMillis(), TimeUnit.MILLISECONDS);
        }
        scheduleBookmark(scheduler);
        begin(request, "application/json", () -> watch.whenReady(this::call));
    }

    /** Has what waits written soon; what comes until then goes along in one piece. */
    @Override
    void call() {
        if (watch.hasEnded()) {
            pump();
        } else if (!isWriting() && !called && watch.isWaiting()) {
            called = true;
            threads.execute(() -> locked(this::called));
        }
    }

    private void called() {
        called = false;
        pump();
    }

    @Override
    byte[] take() {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (WatchEvent event : watch.take()) {
            lines.writeBytes(event.bytes());
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    @Override
    boolean hasEnded() {
        return watch.hasEnded();
    }

    @Override
    void close() {
        watch.close();
    }

    private void end() {
        locked(() -> {
            watch.bookmark();
            watch.end();
        });
    }

    private void scheduleBookmark(Scheduler scheduler) {
        scheduler.schedule(() -> locked(() -> bookmark(scheduler)), BOOKMARKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void bookmark(Scheduler scheduler) {
        watch.bookmark();
        if (!watch.hasEnded()) {
            scheduleBookmark(scheduler);
        }
    }
}
