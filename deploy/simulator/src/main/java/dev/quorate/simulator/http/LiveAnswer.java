package dev.quorate.simulator.http;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.Lock;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A chunked answer that goes on: what is new is written when what was written before has gone out. */
abstract class LiveAnswer implements Callback {

    private final Lock lock;
    private final Response response;
    private final Callback done;
    private boolean writing = true;
    private boolean finished;

    LiveAnswer(Lock lock, Response response, Callback done) {
        this.lock = lock;
        this.response = response;
        this.done = done;
    }

    /** @param listen asks the source to call when there is something to write */
    final void begin(Request request, String contentType, Runnable listen) {
        request.addIdleTimeoutListener(e -> false);
        request.addFailureListener(this::failed);
        locked(listen);
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        response.write(false, ByteBuffer.allocate(0), this);
    }

    /** The source has something to write, or has ended, or a write has gone out. Called under the lock, as all that follow. */
    abstract void call();

    /** What waits to be written; empty when nothing does. */
    abstract byte[] take();

    abstract boolean hasEnded();

    abstract void close();

    final boolean isWriting() {
        return writing;
    }

    /** Writes what waits, unless a write is under way. */
    final void pump() {
        if (writing || finished) {
            return;
        }
        byte[] next = take();
        if (next.length > 0) {
            writing = true;
            response.write(false, ByteBuffer.wrap(next), this);
        } else if (hasEnded()) {
            finished = true;
            close();
            response.write(true, ByteBuffer.allocate(0), done);
        }
    }

    @Override
    public final void succeeded() {
        locked(() -> {
            writing = false;
            call();
        });
    }

    @Override
    public final void failed(Throwable cause) {
        locked(() -> {
            close();
            if (!finished) {
                finished = true;
                done.failed(cause);
            }
        });
    }

    final void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }
}
