package dev.quorate.cluster;

import dev.quorate.engine.Reach.Target;
import dev.quorate.state.Kind;
import dev.quorate.state.ObjectRef;
import java.util.Map;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;

/** Opens port-forwards: one WebSocket to the API server carries one connection to one port of a pod. */
final class PortForward {

    private static final String PROTOCOL = "v4.channel.k8s.io";

    private final ClientTransport transport;

    PortForward(ClientTransport transport) {
        this.transport = transport;
    }

    WebSocket open(Target target, WebSocketListener listener) {
        String path = Paths.object(new ObjectRef(Kind.POD, target.namespace(), target.pod())) + "/portforward";
        ApiRequest request = ApiRequest.get(path, Map.of("ports", Integer.toString(target.port())));
        return transport.webSocket(request, PROTOCOL, listener);
    }
}
