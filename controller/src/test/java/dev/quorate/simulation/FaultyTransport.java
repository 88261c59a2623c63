package dev.quorate.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quorate.cluster.ApiReply;
import dev.quorate.cluster.ApiRequest;
import dev.quorate.cluster.ApiTransport;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One process's way to the simulated API server, with everything that can happen on the way. */
final class FaultyTransport implements ApiTransport {

    static final String DOWN = "the API server is down";

    private final World world;
    private final BooleanSupplier late;

    FaultyTransport(World world, BooleanSupplier late) {
        this.world = world;
        this.late = late;
    }

    @Override
    public ApiReply send(ApiRequest request) throws NoAnswer {
        if (world.faults().lasts(DOWN)) {
            if (request.writes()) {
                throw new NoAnswer("connection refused", false);
            }
            return status(503, "ServiceUnavailable", "the server is currently unable to handle the request");
        }
        return request.writes() ? write(request) : deliver(request);
    }

    private ApiReply write(ApiRequest request) throws NoAnswer {
        OurCall ours = ours(request);
        Optional<Deed> deed = world.before(ours);
        if (deed.filter(d -> d == Deed.REQUEST_LOST).isPresent()) {
            throw new NoAnswer("connection refused", false);
        }
        if (deed.filter(d -> d == Deed.CONFLICT).isPresent()) {
            return status(
                    409, "Conflict", "the object has been modified; please apply your changes to the latest version");
        }
        ApiReply reply = deliver(request);
        world.timeline().add("api", () -> ours.what() + detail(request) + " → " + reply.status());
        world.after(ours, deed);
        if (deed.filter(d -> d == Deed.REPLY_LOST).isPresent()) {
            throw new NoAnswer("the connection broke before an answer came", true);
        }
        return reply;
    }

    private OurCall ours(ApiRequest request) {
        String body = request.method().equals("DELETE")
                ? request.body().map(JsonNode::toString).orElse("")
                : request.contentType();
        return new OurCall(request.method() + " " + request.path(), body, late.getAsBoolean());
    }

    private ApiReply deliver(ApiRequest request) {
        dev.quorate.simulator.api.ApiReply reply = world.api().handle(simulated(request));
        Optional<Duration> retryAfter = Optional.ofNullable(reply.headers().get("retry-after"))
                .map(values -> Duration.ofSeconds(Long.parseLong(values.get(0))));
        return new ApiReply(reply.status(), retryAfter, Wire.pass(reply.body()));
    }

    private static dev.quorate.simulator.api.ApiRequest simulated(ApiRequest request) {
        Optional<JsonNode> body = request.body();
        return body.isEmpty()
                ? dev.quorate.simulator.api.ApiRequest.of(request.method(), request.target(), Map.of(), "")
                : dev.quorate.simulator.api.ApiRequest.of(
                        request.method(), request.target(), Map.of("content-type", request.contentType()), body.get());
    }

    private static String detail(ApiRequest request) {
        if (request.path().endsWith("/status") || request.body().isEmpty()) {
            return "";
        }
        String text = request.body().get().toString();
        return request.contentType().equals(ApiRequest.JSON_PATCH) ? " " + text : "";
    }

    private static ApiReply status(int code, String reason, String message) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("kind", "Status").put("apiVersion", "v1").put("status", "Failure");
        body.put("message", message).put("reason", reason).put("code", code);
        return new ApiReply(code, Optional.empty(), body);
    }
}
