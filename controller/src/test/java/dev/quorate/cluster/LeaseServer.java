package dev.quorate.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** An API server that holds one lease, as real ones do: writes are compared with the version that was read. */
final class LeaseServer implements ApiTransport {

    private Optional<ObjectNode> lease = Optional.empty();
    private int version;
    private boolean loseReply;
    private Runnable beforeWrite = () -> {};

    void loseNextReply() {
        loseReply = true;
    }

    void beforeNextWrite(Runnable intruder) {
        beforeWrite = intruder;
    }

    void delete() {
        lease = Optional.empty();
    }

    @Override
    public ApiReply send(ApiRequest request) throws NoAnswer {
        if (request.writes()) {
            Runnable intruder = beforeWrite;
            beforeWrite = () -> {};
            intruder.run();
        }
        ApiReply reply = answer(request);
        if (request.writes() && loseReply) {
            loseReply = false;
            throw new NoAnswer("connection reset", true);
        }
        return reply;
    }

    private ApiReply answer(ApiRequest request) {
        return switch (request.method()) {
            case "GET" -> lease.map(LeaseServer::ok).orElseGet(() -> no(404, "NotFound"));
            case "POST" -> lease.isPresent() ? no(409, "AlreadyExists") : store(request);
            case "PUT" -> stale(request) ? no(409, "Conflict") : store(request);
            default -> throw new AssertionError(request.method());
        };
    }

    private boolean stale(ApiRequest request) {
        return !version(request.body().orElseThrow())
                .equals(lease.map(LeaseServer::version).orElse("none"));
    }

    private ApiReply store(ApiRequest request) {
        ObjectNode stored = request.body().orElseThrow().deepCopy();
        version++;
        stored.withObject("/metadata").put("resourceVersion", Integer.toString(version));
        lease = Optional.of(stored);
        return ok(stored);
    }

    private static String version(JsonNode object) {
        return object.at("/metadata/resourceVersion").asText();
    }

    private static ApiReply ok(ObjectNode body) {
        return new ApiReply(200, Optional.empty(), body);
    }

    private static ApiReply no(int code, String reason) {
        return new ApiReply(code, Optional.empty(), Trees.json(Trees.status(code, reason)));
    }
}
