package dev.quorate.simulator.http;

import dev.quorate.simulator.api.ApiException;
import dev.quorate.simulator.api.ApiReply;
import dev.quorate.simulator.api.ApiRequest;
import dev.quorate.simulator.api.ApiServer;
import dev.quorate.simulator.api.Watch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.Lock;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Carries requests from Jetty to the API and answers back. */
final class FaceHandler extends Handler.Abstract {

    private static final int LARGEST_BODY = 3 * 1024 * 1024;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int TOO_LARGE = 413;

    private final ApiServer api;
    private final Lock lock;
    private final FaceFaults faults;
    private final PortForwards portForwards;

    FaceHandler(ApiServer api, Lock lock, FaceFaults faults, PortForwards portForwards) {
        this.api = api;
        this.lock = lock;
        this.faults = faults;
        this.portForwards = portForwards;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (PortForwards.wants(request)) {
            return portForwards.upgrade(request, response, callback);
        }
        ApiRequest read = read(request);
        Runnable answer = () -> answer(read, request, response, callback);
        faults.unlessHanging(answer).ifPresent(Runnable::run);
        return true;
    }

    private void answer(ApiRequest read, Request request, Response response, Callback callback) {
        OptionalInt fault = faults.status();
        if (fault.isPresent()) {
            send(broken(fault.getAsInt()), response, callback);
        } else if (read.body().length() > LARGEST_BODY) {
            send(ApiReply.text(TOO_LARGE, "the request body is too large"), response, callback);
        } else if (api.isWatch(read)) {
            watch(read, request, response, callback);
        } else {
            send(locked(read), response, callback);
        }
    }

    private ApiReply locked(ApiRequest request) {
        lock.lock();
        try {
            return api.handle(request);
        } finally {
            lock.unlock();
        }
    }

    private void watch(ApiRequest read, Request request, Response response, Callback callback) {
        Watch watch;
        lock.lock();
        try {
            watch = api.open(read);
        } catch (ApiException e) {
            send(ApiServer.refusal(e), response, callback);
            return;
        } finally {
            lock.unlock();
        }
        String seconds = read.query().getOrDefault("timeoutSeconds", "0");
        Duration timeout = Duration.ofSeconds(Math.max(0, Long.parseLong(seconds.isEmpty() ? "0" : seconds)));
        new WatchStream(watch, lock, response, callback, request.getComponents().getExecutor()).start(request, timeout);
    }

    private static ApiRequest read(Request request) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.putIfAbsent(field.getName(), field.getValue());
        }
        ByteBuffer body = Content.Source.asByteBuffer(request);
        return ApiRequest.of(
                request.getMethod(),
                request.getHttpURI().getPathQuery(),
                headers,
                StandardCharsets.UTF_8.decode(body).toString());
    }

    private static void send(ApiReply reply, Response response, Callback callback) {
        response.setStatus(reply.status());
        reply.headers()
                .forEach((name, values) ->
                        values.forEach(value -> response.getHeaders().add(name, value)));
        byte[] bytes = reply.bytes();
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        response.write(true, ByteBuffer.wrap(bytes), callback);
    }

    private static ApiReply broken(int status) {
        String reason = status == TOO_MANY_REQUESTS ? "TooManyRequests" : "InternalError";
        return ApiReply.failure(status, reason, "the simulated API server was told to answer " + status);
    }
}
