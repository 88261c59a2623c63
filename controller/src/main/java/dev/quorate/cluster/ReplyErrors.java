package dev.quorate.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.cluster.ClusterException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns an API server's no, or its silence, into the reason the loop acts on and a sentence with the server's own words. */
final class ReplyErrors {

    /** All that a server says about a JSON patch that could not be carried out; ours fail by their tests alone. */
    private static final String PATCH_FAILED = "the server rejected our request due to an error in our request";
    /** Server-side apply answers 500 when the object does not fit its schema. */
    private static final String NOT_OF_ITS_TYPE = "failed to create typed patch object";
    /** From here on a server quotes the object it was sent. */
    private static final String QUOTATION = "patch: Invalid value: \"";

    private static final String OTHER_UID = "the UID in the precondition";

    private static final int LONGEST_MESSAGE = 600;

    private ReplyErrors() {}

    static ClusterException noAnswer(String doing, ApiRequest request, ApiTransport.NoAnswer silence) {
        boolean unknown = request.writes() && silence.mayHaveArrived();
        String effect = unknown ? "; it may have taken effect" : "";
        return new ClusterException(
                unknown ? Reason.NO_REPLY : Reason.UNAVAILABLE,
                doing + ": no answer from the API server: " + silence.getMessage() + effect);
    }

    static ClusterException of(String doing, ApiRequest request, ApiReply reply) {
        JsonNode status = reply.body();
        Reason reason = reason(request, reply.status(), retryAfter(reply).isPresent(), status);
        return new ClusterException(
                reason,
                doing + ": the API server answered " + reply.status() + ": " + words(request, status) + remedy(reply),
                retryAfter(reply));
    }

    private static Reason reason(ApiRequest request, int code, boolean patience, JsonNode status) {
        return switch (code) {
            case 401, 403 -> Reason.FORBIDDEN;
            case 404 -> Reason.NOT_FOUND;
            case 409 -> is(status, "AlreadyExists") ? Reason.ALREADY_EXISTS : Reason.CONFLICT;
            case 410 -> Reason.UNAVAILABLE;
            case 422 -> failedTest(request, status) ? Reason.CONFLICT : Reason.INVALID;
            case 429 -> Reason.THROTTLED;
            case 503 -> patience ? Reason.THROTTLED : Reason.UNAVAILABLE;
            default -> code >= 500 ? serverError(request, status) : Reason.INVALID;
        };
    }

    /** A 5xx can come after the write: a storage that timed out may have kept it. */
    private static Reason serverError(ApiRequest request, JsonNode status) {
        if (message(status).startsWith(NOT_OF_ITS_TYPE)) {
            return Reason.INVALID;
        }
        return request.writes() ? Reason.NO_REPLY : Reason.UNAVAILABLE;
    }

    /** Our tests are on uid, version and old value: failing one means that somebody wrote in between. */
    private static boolean failedTest(ApiRequest request, JsonNode status) {
        if (request.contentType().equals(ApiRequest.JSON_PATCH)
                && message(status).equals(PATCH_FAILED)) {
            return true;
        }
        for (JsonNode cause : status.path("details").path("causes")) {
            if (cause.path("field").asText().equals("metadata.uid")) {
                return true;
            }
        }
        return false;
    }

    /** A delete whose precondition failed since the object was made anew: the one that was meant is gone. */
    static boolean isOfAnotherUid(ClusterException no) {
        return no.reason() == Reason.CONFLICT && String.valueOf(no.getMessage()).contains(OTHER_UID);
    }

    private static String words(ApiRequest request, JsonNode status) {
        if (request.path().contains("/secrets")) {
            return status.path("reason").asText("no reason given") + causes(status);
        }
        String message = message(status);
        int quotation = message.indexOf(QUOTATION);
        if (quotation >= 0) {
            return message.substring(0, quotation).strip() + " the patch does not fit the object" + causes(status);
        }
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + " ...";
    }

    /** Names the fields at fault, never their values. */
    private static String causes(JsonNode status) {
        List<String> fields = new ArrayList<>();
        for (JsonNode cause : status.path("details").path("causes")) {
            fields.add(cause.path("field").asText() + " " + cause.path("reason").asText());
        }
        return fields.isEmpty() ? "" : " (" + String.join(", ", fields) + ")";
    }

    private static String remedy(ApiReply reply) {
        return switch (reply.status()) {
            case 401 -> " (renew the credentials that the kubeconfig or the service account gives)";
            case 403 -> " (grant it as deploy/kubernetes/rbac.yaml does)";
            default -> "";
        };
    }

    private static String message(JsonNode status) {
        return status.isTextual()
                ? status.asText().strip()
                : status.path("message").asText("no message").strip();
    }

    private static boolean is(JsonNode status, String reason) {
        return status.path("reason").asText().equals(reason);
    }

    private static Optional<Duration> retryAfter(ApiReply reply) {
        if (reply.retryAfter().isPresent()) {
            return reply.retryAfter();
        }
        int seconds = reply.body().path("details").path("retryAfterSeconds").asInt();
        return seconds > 0 ? Optional.of(Duration.ofSeconds(seconds)) : Optional.empty();
    }
}
