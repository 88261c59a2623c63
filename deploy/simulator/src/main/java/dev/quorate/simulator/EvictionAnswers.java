package dev.quorate.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.ApiReply;
import dev.quorate.simulator.api.Evictions;
import dev.quorate.simulator.behaviour.EvictionOutcome;
import dev.quorate.simulator.behaviour.PodEvictions;
import java.util.Optional;

/** Says in the API's words what became of an eviction. */
final class EvictionAnswers implements Evictions {

    private final PodEvictions evictions;

    EvictionAnswers(PodEvictions evictions) {
        this.evictions = evictions;
    }

    @Override
    public ApiReply evict(ObjectNode pod, ObjectNode eviction) {
        JsonNode options = eviction.path("deleteOptions");
        Optional<Long> grace =
                Optional.ofNullable(options.get("gracePeriodSeconds")).map(JsonNode::asLong);
        boolean dryRun = !options.path("dryRun").isEmpty();
        EvictionOutcome outcome = evictions.evict(pod, grace, uid(options), dryRun);
        if (outcome instanceof EvictionOutcome.Refused refused) {
            return refused(refused);
        }
        if (outcome instanceof EvictionOutcome.AnotherPod another) {
            return anotherPod(pod, another);
        }
        if (outcome instanceof EvictionOutcome.Unsupported unsupported) {
            return failure(500, unsupported.message(), "");
        }
        return ApiReply.json(201, status("Success").put("code", 201));
    }

    private static Optional<String> uid(JsonNode options) {
        return Optional.ofNullable(options.path("preconditions").get("uid")).map(JsonNode::asText);
    }

    private static ApiReply refused(EvictionOutcome.Refused refused) {
        ObjectNode body = status("Failure").put("message", refused.message()).put("reason", "TooManyRequests");
        ObjectNode details = body.putObject("details");
        details.putArray("causes").addObject().put("reason", "DisruptionBudget").put("message", refused.cause());
        refused.retryAfterSeconds().ifPresent(seconds -> details.put("retryAfterSeconds", seconds));
        return ApiReply.json(429, body.put("code", 429));
    }

    private static ApiReply anotherPod(ObjectNode pod, EvictionOutcome.AnotherPod another) {
        String name = pod.path("metadata").path("name").asText();
        String message = "Operation cannot be fulfilled on Pod \"" + name + "\": the UID in the precondition ("
                + another.wanted() + ") does not match the UID in record (" + another.found()
                + "). The object might have been deleted and then recreated";
        ApiReply reply = failure(409, message, "Conflict");
        ((ObjectNode) reply.body()).putObject("details").put("name", name).put("kind", "Pod");
        return reply;
    }

    private static ApiReply failure(int code, String message, String reason) {
        ObjectNode body = status("Failure").put("message", message);
        if (!reason.isEmpty()) {
            body.put("reason", reason);
        }
        return ApiReply.json(code, body.put("code", code));
    }

    private static ObjectNode status(String status) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        return body.put("status", status);
    }
}
