package dev.quorate.simulator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.ApiException;
import dev.quorate.simulator.api.ApiReply;
import dev.quorate.simulator.api.ApiRequest;
import dev.quorate.simulator.api.ApiServer;
import dev.quorate.simulator.api.LogText;
import dev.quorate.simulator.api.Watch;
import dev.quorate.simulator.api.schema.Protobuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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

    private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;

    private final ApiServer api;
    private final Lock lock;
    private final FaceFaults faults;
    private final PortForwards portForwards;
    private final Execs execs;

    FaceHandler(ApiServer api, Lock lock, FaceFaults faults, PortForwards portForwards, Execs execs) {
        this.api = api;
        this.lock = lock;
        this.faults = faults;
        this.portForwards = portForwards;
        this.execs = execs;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (PortForwards.wants(request)) {
            return portForwards.upgrade(request, response, callback);
        }
        if (Execs.wants(request)) {
            return execs.upgrade(request, response, callback);
        }
        ApiRequest read = read(request);
        Runnable answer = () -> answer(read, request, response, callback);
        faults.unlessHanging(answer).ifPresent(Runnable::run);
        return true;
    }

    private void answer(ApiRequest read, Request request, Response response, Callback callback) {
        OptionalInt fault = faults.status(read.path());
        if (fault.isPresent()) {
            send(broken(fault.getAsInt()), response, callback);
        } else if (api.isWatch(read)) {
            watch(read, request, response, callback);
        } else if (api.isFollow(read)) {
            follow(read, request, response, callback);
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

    private void follow(ApiRequest read, Request request, Response response, Callback callback) {
        LogText log;
        lock.lock();
        try {
            log = api.follow(read);
        } catch (ApiException e) {
            send(ApiServer.refusal(e), response, callback);
            return;
        } finally {
            lock.unlock();
        }
        new LogStream(log, lock, response, callback).start(request);
    }

    private static ApiRequest read(Request request) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.putIfAbsent(field.getName(), field.getValue());
        }
        ByteBuffer body = Content.Source.asByteBuffer(request);
        String target = request.getHttpURI().getPathQuery();
        if (PROTOBUF.equals(request.getHeaders().get(HttpHeader.CONTENT_TYPE))) {
            byte[] bytes = new byte[body.remaining()];
            body.duplicate().get(bytes);
            Optional<ObjectNode> object = Protobuf.shared().decode(bytes);
            if (object.isPresent()) {
                headers.put(HttpHeader.CONTENT_TYPE.asString(), "application/json");
                return ApiRequest.of(request.getMethod(), target, headers, object.get());
            }
        }
        return ApiRequest.of(
                request.getMethod(),
                target,
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
        String reason = switch (status) {
            case FORBIDDEN -> "Forbidden";
            case TOO_MANY_REQUESTS -> "TooManyRequests";
            default -> "InternalError";
        };
        return ApiReply.failure(status, reason, "the simulated API server was told to answer " + status);
    }
}
