package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/** The readiness probe of a container. An HTTP probe is sent; of any other kind the program says itself whether it is ready. */
record ReadinessProbe(JsonNode container) {

    private static final int UNAVAILABLE = 503;

    Duration initialDelay() {
        return Duration.ofSeconds(probe().path("initialDelaySeconds").asLong(0));
    }

    boolean defined() {
        return probe().isObject();
    }

    /** What a kubelet says of the failure; absent where the probe passes. */
    Optional<String> failure(PodProgram program, boolean forced) {
        JsonNode http = probe().path("httpGet");
        if (http.isMissingNode()) {
            return forced || !program.ready() ? Optional.of("") : Optional.empty();
        }
        ProgramReply reply = forced
                ? ProgramReply.text(UNAVAILABLE, "")
                : program.handle(ProgramRequest.get(
                        port(http.path("port")), http.path("path").asText("/")));
        return reply.successful()
                ? Optional.empty()
                : Optional.of("HTTP probe failed with statuscode: " + reply.status());
    }

    private JsonNode probe() {
        return container.path("readinessProbe");
    }

    /** A probe names its port by number or by the name of a container port. */
    private int port(JsonNode named) {
        for (JsonNode port : container.path("ports")) {
            if (port.path("name").asText().equals(named.asText())) {
                return port.path("containerPort").asInt();
            }
        }
        return named.asInt();
    }
}
