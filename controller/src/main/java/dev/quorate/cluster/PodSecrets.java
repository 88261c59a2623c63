package dev.quorate.cluster;

import dev.quorate.engine.Reach.NoReply;
import dev.quorate.state.Kind;
import dev.quorate.state.ObjectRef;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** Values of Secrets, each read when it is needed and kept by nobody here. */
final class PodSecrets {

    private final ClientTransport transport;

    PodSecrets(ClientTransport transport) {
        this.transport = transport;
    }

    String value(String namespace, String name, String key) throws NoReply {
        ObjectRef ref = new ObjectRef(Kind.SECRET, namespace, name);
        ApiReply reply;
        try {
            reply = transport.send(ApiRequest.get(Paths.object(ref), Map.of()));
        } catch (ApiTransport.NoAnswer broken) {
            throw new NoReply(ref + " cannot be read: " + broken.getMessage(), false);
        }
        String encoded = reply.body().path("data").path(key).asText();
        if (reply.status() != 200 || encoded.isEmpty()) {
            throw new NoReply(
                    ref + (reply.status() == 200 ? " has no " + key : " cannot be read: " + reply.status()), false);
        }
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }
}
