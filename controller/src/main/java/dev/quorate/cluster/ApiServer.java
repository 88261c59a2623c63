package dev.quorate.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.cluster.ClusterException.Reason;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import java.util.Map;
import java.util.Optional;

/** Requests in, objects or exceptions with a sentence out. Keeps nothing. */
final class ApiServer {

    static final Map<String, String> MANAGED = Map.of("fieldManager", FieldOwners.MANAGER);

    private final ApiTransport transport;

    ApiServer(ApiTransport transport) {
        this.transport = transport;
    }

    /** @param doing what this is for, in the imperative: begins the message of the exception */
    Manifest exchange(String doing, ApiRequest request) throws ClusterException {
        ApiReply reply;
        try {
            reply = transport.send(request);
        } catch (ApiTransport.NoAnswer silence) {
            throw ReplyErrors.noAnswer(doing, request, silence);
        }
        if (!reply.ok()) {
            throw ReplyErrors.of(doing, request, reply);
        }
        if (reply.body() instanceof ObjectNode object) {
            return new Manifest(object);
        }
        throw new ClusterException(
                Reason.UNAVAILABLE,
                doing + ": the answer is no JSON object; is there a proxy between here and the API server?");
    }

    /** Consistent: without a resourceVersion. */
    Optional<Manifest> read(ObjectRef ref) throws ClusterException {
        try {
            return Optional.of(exchange("read " + ref, ApiRequest.get(Paths.object(ref), Map.of())));
        } catch (ClusterException no) {
            if (no.reason() == Reason.NOT_FOUND) {
                return Optional.empty();
            }
            throw no;
        }
    }

    Manifest create(Manifest manifest) throws ClusterException {
        ObjectRef ref = manifest.ref();
        return exchange(
                "create " + ref,
                ApiRequest.post(Paths.collection(ref.kind(), ref.namespace()), MANAGED, manifest.tree()));
    }

    /** Compare-and-set on the manifest's resourceVersion; without one the API server would write blindly. */
    Manifest replace(Manifest manifest, String subresource) throws ClusterException {
        if (manifest.resourceVersion().isEmpty()) {
            throw new IllegalArgumentException("to replace " + manifest.ref() + " its resourceVersion is needed");
        }
        String path = Paths.object(manifest.ref()) + (subresource.isEmpty() ? "" : "/" + subresource);
        return exchange("replace " + manifest.ref(), ApiRequest.put(path, MANAGED, manifest.tree()));
    }

    Listing list(Kind kind, String path, String selector) throws ClusterException {
        return Listing.read(transport, kind, path, selector);
    }
}
