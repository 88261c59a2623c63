package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Ends a request with a Status body. */
public final class ApiException extends RuntimeException {

    private final int code;
    private final ObjectNode status;
    private final Optional<Integer> retryAfter;

    ApiException(int code, ObjectNode status, Optional<Integer> retryAfter) {
        super(status.path("message").asText());
        this.code = code;
        this.status = status;
        this.retryAfter = retryAfter;
    }

    int code() {
        return code;
    }

    ObjectNode status() {
        return status;
    }

    ApiReply reply() {
        ApiReply reply = ApiReply.json(code, status);
        return retryAfter
                .map(seconds -> reply.with("retry-after", List.of(seconds.toString())))
                .orElse(reply);
    }
}
