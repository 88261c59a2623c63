package dev.quorate.simulator.http;

import dev.quorate.simulator.api.Watch;
import dev.quorate.simulator.api.WatchEvent;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/** One watch as a chunked answer: one JSON object a line, written when the line before has gone out. */
final class WatchStream implements Callback {

    private static final Duration BOOKMARKS = Duration.ofMinutes(1);

    private final Watch watch;
    private final Lock lock;
    private final Response response;
    private final Callback done;
    private final Executor threads;
    private boolean writing = true;
    private boolean called;
    private boolean finished;

    /** @param threads where events are written, so that whoever caused them need not wait for it */
    WatchStream(Watch watch, Lock lock, Response response, Callback done, Executor threads) {
        this.watch = watch;
        this.lock = lock;
        this.response = response;
        this.done = done;
        this.threads = threads;
    }

    /** @param timeout zero for none */
    void start(Request request, Duration timeout) {
        request.addIdleTimeoutListener(e -> false);
        request.addFailureListener(this::failed);
        Scheduler scheduler = request.getComponents().getScheduler();
        if (!timeout.isZero()) {
            scheduler.schedule(this::end, timeout.toMillis(), TimeUnit.MILLISECONDS);
        }
        scheduleBookmark(scheduler);
        lock.lock();
        try {
            watch.whenReady(this::call);
        } finally {
            lock.unlock();
        }
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.write(false, ByteBuffer.allocate(0), this);
    }

    @Override
    public void succeeded() {
        lock.lock();
        try {
            writing = false;
            call();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void failed(Throwable cause) {
        lock.lock();
        try {
            watch.close();
            if (!finished) {
                finished = true;
                done.failed(cause);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Has what waits written soon; what comes until then goes along in one piece. Called under the lock. */
    private void call() {
        if (watch.hasEnded()) {
            pump();
        } else if (!writing && !called && watch.isWaiting()) {
            called = true;
            threads.execute(this::called);
        }
    }

    private void called() {
        lock.lock();
        try {
            called = false;
            pump();
        } finally {
            lock.unlock();
        }
    }

    /** Writes what waits, unless a write is under way. Called under the lock. */
    private void pump() {
        if (writing || finished) {
            return;
        }
        List<WatchEvent> events = watch.take();
        if (!events.isEmpty()) {
            writing = true;
            response.write(false, lines(events), this);
        } else if (watch.hasEnded()) {
            finished = true;
            response.write(true, ByteBuffer.allocate(0), done);
        }
    }

    private void end() {
        lock.lock();
        try {
            watch.bookmark();
            watch.end();
        } finally {
            lock.unlock();
        }
    }

    private void scheduleBookmark(Scheduler scheduler) {
        scheduler.schedule(() -> bookmarkAndGoOn(scheduler), BOOKMARKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void bookmarkAndGoOn(Scheduler scheduler) {
        lock.lock();
        try {
            watch.bookmark();
            if (!watch.hasEnded()) {
                scheduleBookmark(scheduler);
            }
        } finally {
            lock.unlock();
        }
    }

    private static ByteBuffer lines(List<WatchEvent> events) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (WatchEvent event : events) {
            text.writeBytes(event.bytes());
            text.write('\n');
        }
        return ByteBuffer.wrap(text.toByteArray());
    }
}
