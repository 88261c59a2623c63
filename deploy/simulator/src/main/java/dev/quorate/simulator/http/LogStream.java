package dev.quorate.simulator.http;

import dev.quorate.simulator.api.LogText;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.Lock;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A log that is followed, as text. */
final class LogStream extends LiveAnswer {

    private final LogText log;

    LogStream(LogText log, Lock lock, Response response, Callback done) {
        super(lock, response, done);
        this.log = log;
    }

    void start(Request request) {
        begin(request, "text/plain", () -> log.whenReady(this::call));
    }

    @Override
    void call() {
        pump();
    }

    @Override
    byte[] take() {
        return log.take().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    boolean hasEnded() {
        return log.hasEnded();
    }

    @Override
    void close() {
        log.close();
    }
}
