package dev.quorate.simulator.http;

import dev.quorate.simulator.api.ApiException;
import dev.quorate.simulator.api.ApiReply;
import dev.quorate.simulator.api.ApiRequest;
import dev.quorate.simulator.api.ApiServer;
import dev.quorate.simulator.api.Containers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/** The exec subresource as a WebSocket with one channel for each stream. */
final class Execs {

    /** The best first; the last one has no name for how a command ended. */
    private static final List<String> PROTOCOLS = List.of("v5.channel.k8s.io", "v4.channel.k8s.io", "channel.k8s.io");

    private static final String SUBRESOURCE = "/exec";

    private final ApiServer api;
    private final Lock lock;
    private final ServerWebSocketContainer sockets;

    Execs(ApiServer api, Lock lock, ServerWebSocketContainer sockets) {
        this.api = api;
        this.lock = lock;
        this.sockets = sockets;
    }

    static boolean wants(Request request) {
        return request.getHttpURI().getPath().endsWith(SUBRESOURCE)
                && "websocket".equalsIgnoreCase(request.getHeaders().get(HttpHeader.UPGRADE));
    }

    boolean upgrade(Request request, Response response, Callback callback) throws Exception {
        Fields parameters = Request.extractQueryParameters(request);
        Exec.Streams streams =
                new Exec.Streams(asked(parameters, "stdin"), asked(parameters, "stdout"), asked(parameters, "stderr"));
        Exec.Command command;
        lock.lock();
        try {
            ApiRequest read = ApiRequest.of("GET", request.getHttpURI().getPathQuery(), Map.of(), "");
            Containers.Place place = api.toRunIn(read);
            command = new Exec.Command(place, List.copyOf(parameters.getValuesOrEmpty("command")));
        } catch (ApiException e) {
            send(ApiServer.refusal(e), response, callback);
            return true;
        } finally {
            lock.unlock();
        }
        Optional<ApiReply> refused = refused(command, streams);
        if (refused.isPresent()) {
            send(refused.get(), response, callback);
            return true;
        }
        return sockets.upgrade(
                (asked, answer, done) -> {
                    List<String> offered = asked.getSubProtocols();
                    Optional<String> chosen =
                            PROTOCOLS.stream().filter(offered::contains).findFirst();
                    if (chosen.isEmpty() && !offered.isEmpty()) {
                        answer.setStatus(403);
                        done.succeeded();
                        return null;
                    }
                    chosen.ifPresent(answer::setAcceptedSubProtocol);
                    return new Exec(api, lock, command, streams, chosen.orElse("channel.k8s.io"));
                },
                request,
                response,
                callback);
    }

    /** What a kubelet refuses itself, without a Status. */
    private Optional<ApiReply> refused(Exec.Command command, Exec.Streams streams) {
        if (!streams.in() && !streams.out() && !streams.err()) {
            return Optional.of(ApiReply.text(400, "you must specify at least 1 of stdin, stdout, stderr"));
        }
        boolean running;
        lock.lock();
        try {
            running = api.runs(command.place());
        } finally {
            lock.unlock();
        }
        String container = command.place().container();
        return running
                ? Optional.empty()
                : Optional.of(ApiReply.text(500, "container not found (\"" + container + "\")"));
    }

    private static boolean asked(Fields parameters, String stream) {
        String value = parameters.getValue(stream);
        return value != null && !value.equals("false") && !value.equals("0");
    }

    private static void send(ApiReply reply, Response response, Callback callback) {
        response.setStatus(reply.status());
        reply.headers()
                .forEach((name, values) ->
                        values.forEach(value -> response.getHeaders().add(name, value)));
        response.write(true, ByteBuffer.wrap(reply.bytes()), callback);
    }
}
