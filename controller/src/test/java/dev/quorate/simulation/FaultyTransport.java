package dev.quorate.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quorate.cluster.ApiReply;
import dev.quorate.cluster.ApiRequest;
import dev.quorate.cluster.ApiTransport;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** One process's way to the simulated API server, with everything that can happen on the way. */
final class FaultyTransport implements ApiTransport {

    private final World world;
    private final Chance chance;

    FaultyTransport(World world) {
        this.world = world;
        this.chance = world.chance();
    }

    @Override
    public ApiReply send(ApiRequest request) throws NoAnswer {
        String what = request.method() + " " + request.path();
        if (!request.writes()) {
            return unavailable(what).orElseGet(() -> deliver(request));
        }
        chance.crashPoint(what);
        world.freezeAt(what, () -> deliver(request));
        if (chance.strikes("request lost: " + what, chance.faults().requestLost())) {
            throw new NoAnswer("connection refused", false);
        }
        if (chance.strikes("conflict: " + what, chance.faults().conflict())) {
            return status(
                    409, "Conflict", "the object has been modified; please apply your changes to the latest version");
        }
        ApiReply reply = deliver(request);
        world.timeline().add("api", what + detail(request) + " → " + reply.status());
        world.afterOurCall(what);
        chance.crashPointAfter(what);
        if (chance.strikes("reply lost: " + what, chance.faults().replyLost())) {
            throw new NoAnswer("the connection broke before an answer came", true);
        }
        return reply;
    }

    private Optional<ApiReply> unavailable(String what) {
        boolean strikes = chance.strikes(
                "API server unavailable: " + what, chance.faults().requestLost() / 10);
        return strikes
                ? Optional.of(status(503, "ServiceUnavailable", "the server is currently unable to handle the request"))
                : Optional.empty();
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
