package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import java.util.List;
import java.util.Optional;

/**
 * autoscaling/v1, which kubectl autoscale still speaks before 1.33: the same objects, with a target of CPU and nothing else. What
 * it cannot say stays as it is when it writes; the annotations in which a real server hides that are not made.
 */
final class OldAutoscalers {

    static final Kind KIND = new Kind(
            Kinds.AUTOSCALER.group(),
            "v1",
            Kinds.AUTOSCALER.kind(),
            Kinds.AUTOSCALER.plural(),
            Kinds.AUTOSCALER.singular(),
            Kinds.AUTOSCALER.shortNames(),
            true,
            true);

    private final Resources resources;
    private final ObjectRequests objects;

    OldAutoscalers(Resources resources, ObjectRequests objects) {
        this.resources = resources;
        this.objects = objects;
    }

    ApiReply answer(Target target, ApiRequest request) {
        Target newer = new Target(current(), target.namespace(), target.name(), target.subresource());
        return switch (request.method()) {
            case "POST" -> older(objects.answer(newer, written(request, target, sent(request, target))));
            case "PUT" -> older(objects.answer(newer, written(request, target, sent(request, target))));
            case "PATCH" -> older(objects.answer(newer, written(request, target, patched(request, target, newer))));
            default -> older(objects.answer(newer, request));
        };
    }

    private Resource current() {
        return resources
                .find(KIND.group(), Kinds.AUTOSCALER.version(), KIND.plural())
                .orElseThrow();
    }

    private static JsonNode sent(ApiRequest request, Target target) {
        return Incoming.read(request, target.resource(), Options.of(request, "CreateOptions"))
                .object();
    }

    private JsonNode patched(ApiRequest request, Target target, Target newer) {
        JsonNode live = objects.answer(newer, ApiRequest.get("/")).body();
        return Patches.patched(older(live), request, target.resource().schema(), false);
    }

    private ApiRequest written(ApiRequest request, Target target, JsonNode older) {
        Optional<JsonNode> live = target.name()
                .map(name -> objects.answer(
                                new Target(current(), target.namespace(), target.name(), ""), ApiRequest.get("/"))
                        .body());
        String method = request.method().equals("POST") ? "POST" : "PUT";
        return request.instead(method, newer(older, live));
    }

    private static ApiReply older(ApiReply reply) {
        return reply.body().isObject() ? ApiReply.json(reply.status(), older(reply.body())) : reply;
    }

    private static JsonNode older(JsonNode body) {
        if (body.has("items")) {
            ObjectNode list = body.deepCopy();
            list.put("apiVersion", KIND.apiVersion());
            ArrayNode items = list.putArray("items");
            body.path("items").forEach(item -> items.add(older(item)));
            return list;
        }
        if (!body.has("spec")) {
            return body;
        }
        ObjectNode old = Json.object().put("kind", KIND.kind()).put("apiVersion", KIND.apiVersion());
        old.set("metadata", body.path("metadata"));
        ObjectNode spec = old.putObject("spec");
        copy(body.path("spec"), spec, "scaleTargetRef", "minReplicas", "maxReplicas");
        cpu(body.path("spec").path("metrics"))
                .ifPresent(metric -> spec.set(
                        "targetCPUUtilizationPercentage",
                        metric.path("resource").path("target").path("averageUtilization")));
        ObjectNode status = old.putObject("status");
        copy(body.path("status"), status, "lastScaleTime", "currentReplicas", "desiredReplicas");
        status.put("currentReplicas", status.path("currentReplicas").asInt());
        cpu(body.path("status").path("currentMetrics"))
                .ifPresent(metric -> status.set(
                        "currentCPUUtilizationPercentage",
                        metric.path("resource").path("current").path("averageUtilization")));
        return old;
    }

    private static JsonNode newer(JsonNode old, Optional<JsonNode> live) {
        ObjectNode body = Json.object().put("kind", KIND.kind()).put("apiVersion", Kinds.AUTOSCALER.apiVersion());
        body.set("metadata", old.path("metadata"));
        ObjectNode spec = body.putObject("spec");
        copy(old.path("spec"), spec, "scaleTargetRef", "minReplicas", "maxReplicas");
        ArrayNode metrics = Json.NODES.arrayNode();
        JsonNode percent = old.path("spec").path("targetCPUUtilizationPercentage");
        if (percent.isNumber()) {
            metrics.addObject()
                    .put("type", "Resource")
                    .putObject("resource")
                    .put("name", "cpu")
                    .putObject("target")
                    .put("type", "Utilization")
                    .set("averageUtilization", percent);
        }
        live.ifPresent(found -> {
            copy(found.path("spec"), spec, "behavior");
            found.path("spec")
                    .path("metrics")
                    .valueStream()
                    .filter(metric -> !isCpu(metric))
                    .forEach(metrics::add);
        });
        if (!metrics.isEmpty()) {
            spec.set("metrics", metrics);
        }
        return body;
    }

    private static Optional<JsonNode> cpu(JsonNode metrics) {
        return metrics.valueStream().filter(OldAutoscalers::isCpu).findFirst();
    }

    private static boolean isCpu(JsonNode metric) {
        JsonNode resource = metric.path("resource");
        boolean percent = resource.path("target").has("averageUtilization")
                || resource.path("current").has("averageUtilization");
        return percent && resource.path("name").asText().equals("cpu");
    }

    private static void copy(JsonNode from, ObjectNode to, String... fields) {
        for (String field : List.of(fields)) {
            if (from.has(field)) {
                to.set(field, from.path(field));
            }
        }
    }
}
