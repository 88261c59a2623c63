package dev.quorate.simulator.http;

import dev.quorate.simulator.api.LogText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.Lock;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A followed log as a chunked answer: new text is written when the text before has gone out. */
final class LogStream implements Callback {

    private final LogText log;
    private final Lock lock;
    private final Response response;
    private final Callback done;
    private boolean writing = true;
    private boolean finished;

    LogStream(LogText log, Lock lock, Response response, Callback done) {
        this.log = log;
        this.lock = lock;
        this.response = response;
        this.done = done;
    }

    void start(Request request) {
        request.addIdleTimeoutListener(e -> false);
        request.addFailureListener(this::failed);
        lock.lock();
        try {
            log.whenReady(this::pump);
        } finally {
            lock.unlock();
        }
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
        response.write(false, ByteBuffer.allocate(0), this);
    }

    @Override
    public void succeeded() {
        lock.lock();
        try {
            writing = false;
            pump();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void failed(Throwable cause) {
        lock.lock();
        try {
            log.close();
            if (!finished) {
                finished = true;
                done.failed(cause);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Writes what is new, unless a write is under way. Called under the lock. */
    private void pump() {
        if (writing || finished) {
            return;
        }
        byte[] text = log.take().getBytes(StandardCharsets.UTF_8);
        if (text.length > 0) {
            writing = true;
            response.write(false, ByteBuffer.wrap(text), this);
        } else if (log.hasEnded()) {
            finished = true;
            log.close();
            response.write(true, ByteBuffer.allocate(0), done);
        }
    }
}
