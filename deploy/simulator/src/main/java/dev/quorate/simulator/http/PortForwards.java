package dev.quorate.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.simulator.api.ApiReply;
import dev.quorate.simulator.api.ApiRequest;
import dev.quorate.simulator.api.ApiServer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/** The portforward subresource as a WebSocket, in the protocol with two channels a port. */
final class PortForwards {

    private static final String PROTOCOL = "v4.channel.k8s.io";
    private static final String SUBRESOURCE = "/portforward";

    private final ApiServer api;
    private final Lock lock;
    private final PodNetwork network;
    private final ServerWebSocketContainer sockets;

    PortForwards(ApiServer api, Lock lock, PodNetwork network, ServerWebSocketContainer sockets) {
        this.api = api;
        this.lock = lock;
        this.network = network;
        this.sockets = sockets;
    }

    static boolean wants(Request request) {
        return request.getHttpURI().getPath().endsWith(SUBRESOURCE)
                && "websocket".equalsIgnoreCase(request.getHeaders().get(HttpHeader.UPGRADE));
    }

    boolean upgrade(Request request, Response response, Callback callback) throws Exception {
        String path = request.getHttpURI().getPath();
        ApiReply pod = pod(path.substring(0, path.length() - SUBRESOURCE.length()));
        String address = pod.body().path("status").path("podIP").asText();
        List<Integer> ports = ports(request);
        if (pod.isError() || address.isEmpty() || ports.isEmpty()) {
            refuse(pod, ports, response, callback);
            return true;
        }
        return sockets.upgrade(
                (asked, answer, done) -> {
                    if (!asked.hasSubProtocol(PROTOCOL)) {
                        Response.writeError(asked, answer, done, 403, "only " + PROTOCOL + " is spoken here");
                        return null;
                    }
                    answer.setAcceptedSubProtocol(PROTOCOL);
                    return new PortForward(network, address, ports);
                },
                request,
                response,
                callback);
    }

    private ApiReply pod(String path) {
        lock.lock();
        try {
            return api.handle(ApiRequest.get(path));
        } finally {
            lock.unlock();
        }
    }

    private static void refuse(ApiReply pod, List<Integer> ports, Response response, Callback callback) {
        JsonNode phase = pod.body().path("status").path("phase");
        ApiReply reply = pod;
        if (!pod.isError()) {
            reply = ports.isEmpty()
                    ? ApiReply.failure(400, "BadRequest", "you must specify at least 1 port")
                    : ApiReply.failure(
                            500,
                            "InternalError",
                            "unable to forward port because pod is not running. Current status=" + phase.asText());
        }
        response.setStatus(reply.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.write(true, ByteBuffer.wrap(reply.bytes()), callback);
    }

    private static List<Integer> ports(Request request) {
        List<Integer> ports = new ArrayList<>();
        Fields parameters = Request.extractQueryParameters(request);
        List<String> values = parameters.getValuesOrEmpty("ports");
        for (String value : values) {
            for (String port : value.split(",", -1)) {
                if (port.matches("\\d{1,5}")) {
                    ports.add(Integer.valueOf(port));
                }
            }
        }
        return ports;
    }
}
