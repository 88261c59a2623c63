package dev.quorate.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Reach.Values;
import dev.quorate.state.Generated;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The values of Secrets, read and written where they are used, and kept nowhere. */
public final class SecretValues {

    private final ApiServer server;
    private final RandomText random = new RandomText();

    public SecretValues(ApiTransport transport) {
        this.server = new ApiServer(transport);
    }

    /** What is not there is said by name; what is there is never said. */
    public Values read(String namespace, String name) throws NoReply {
        ObjectRef ref = new ObjectRef(Kind.SECRET, namespace, name);
        try {
            Manifest secret = server.read(ref).orElseThrow(() -> new NoReply(ref + " is not there", false));
            Map<String, String> values = new HashMap<>();
            secret.at("/data")
                    .properties()
                    .forEach(entry -> values.put(
                            entry.getKey(),
                            new String(
                                    Base64.getDecoder().decode(entry.getValue().asText()), StandardCharsets.UTF_8)));
            return new Values(namespace, name, secret.uid(), secret.resourceVersion(), Generated.is(secret), values);
        } catch (ClusterException unread) {
            throw new NoReply(String.valueOf(unread.getMessage()), false);
        }
    }

    /** Tested on the version that was read. */
    public void keep(Values before, Map<String, String> values, Set<String> madeUp) throws NoReply {
        ObjectRef ref = new ObjectRef(Kind.SECRET, before.namespace(), before.name());
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(values).forEach((key, value) -> data.put(key, Generated.encoded(value)));
        madeUp.forEach(key -> data.put(key, Generated.encoded(random.get())));
        JsonPatch patch = new JsonPatch(before.uid(), before.version()).replace("/data", data);
        try {
            server.exchange("change what " + ref + " holds", patch.request(ref));
        } catch (ClusterException failed) {
            boolean refused = failed.reason() == ClusterException.Reason.CONFLICT;
            throw new NoReply(String.valueOf(failed.getMessage()), !refused);
        }
    }
}
