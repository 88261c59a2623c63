package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.rules.Violation;
import dev.quorate.simulator.api.schema.Definitions;
import dev.quorate.simulator.api.schema.Schema;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Metadata;
import dev.quorate.simulator.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** The scale subresource: one number of an object as an object of its own. */
final class Scales {

    private static final Kind SCALE = new Kind("autoscaling", "v1", "Scale", "scales", "scale", List.of(), true, false);

    private final Store store;
    private final Changes changes;
    private final Applies applies;
    private final Resource resource;

    Scales(Store store, Changes changes, Applies applies, Definitions definitions) {
        this.store = store;
        this.changes = changes;
        this.applies = applies;
        Schema schema = definitions.named("io.k8s.api.autoscaling.v1.Scale");
        this.resource = new Resource(SCALE, schema, List.of(), Optional.empty(), Optional.<JsonNode>empty());
    }

    ApiReply get(Target target) {
        return ApiReply.json(200, scale(target, live(target)));
    }

    ApiReply update(Target target, ApiRequest request) {
        Options options = Options.of(request, "UpdateOptions");
        Incoming incoming = Incoming.read(request, resource, options);
        ObjectNode live = live(target);
        Writes.checkName(target, incoming.object());
        return Warnings.on(write(target, live, incoming.object(), options), incoming.warnings());
    }

    ApiReply patch(Target target, ApiRequest request) {
        Options options = Options.of(request, "PatchOptions");
        ObjectNode live = live(target);
        if (Bodies.mediaType(request).equals(Patches.APPLY)) {
            return apply(target, live, request, options);
        }
        Patches.checkForce(options);
        JsonNode tree = Patches.patched(
                scale(target, live),
                request,
                resource.schema(),
                target.resource().isCustom());
        return write(
                target, live, Patches.read(tree, resource, options, request).object(), options);
    }

    private ApiReply write(Target target, ObjectNode live, ObjectNode scale, Options options) {
        JsonNode replicas = scale.path("spec").path("replicas");
        checkNotNegative(target, replicas);
        Writes.checkUid(target, live, scale);
        ObjectNode sent = live.deepCopy();
        put(sent, scaling(target).specReplicas(), replicas.isNumber() ? replicas : Json.NODES.numberNode(0));
        sent.withObject("/metadata").remove("resourceVersion");
        String version = Metadata.resourceVersion(scale);
        if (!version.isEmpty()) {
            sent.withObject("/metadata").put("resourceVersion", version);
        }
        Store.Writer writer = new Store.Writer(options.manager(), "scale");
        ObjectNode written = changes.update(target, live, sent, writer, options.dryRun(), false);
        return ApiReply.json(200, scale(target, written));
    }

    private ApiReply apply(Target target, ObjectNode live, ApiRequest request, Options options) {
        ObjectNode scale = Bodies.configuration(request);
        Kind kind = target.resource().kind();
        ObjectNode config = Json.object().put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
        config.putObject("metadata").put("name", target.name().orElseThrow());
        put(config, scaling(target).specReplicas(), scale.path("spec").path("replicas"));
        ObjectNode applied = applies.merge(target, Optional.of(live), config, options);
        return ApiReply.json(200, scale(target, applies.update(target, live, applied, options)));
    }

    private ObjectNode scale(Target target, ObjectNode object) {
        Resource.Scaling scaling = scaling(target);
        ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", SCALE.apiVersion());
        ObjectNode metadata = scale.putObject("metadata");
        for (String field : List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
            JsonNode value = object.path("metadata").path(field);
            if (!value.isMissingNode()) {
                metadata.set(field, value);
            }
        }
        ObjectNode spec = scale.putObject("spec");
        long replicas = at(object, scaling.specReplicas()).asLong();
        if (replicas != 0) {
            spec.put("replicas", (int) replicas);
        }
        ObjectNode status = scale.putObject("status");
        status.put("replicas", at(object, scaling.statusReplicas()).asInt());
        String selector =
                scaling.selector().map(path -> selector(at(object, path))).orElse("");
        if (!selector.isEmpty()) {
            status.put("selector", selector);
        }
        return scale;
    }

    private ObjectNode live(Target target) {
        return store.get(target.key())
                .orElseThrow(() ->
                        Status.notFound(target.resource().kind(), target.name().orElseThrow()));
    }

    private static Resource.Scaling scaling(Target target) {
        return target.resource().scaling().orElseThrow(Status::noSuchResource);
    }

    private static void checkNotNegative(Target target, JsonNode replicas) {
        if (replicas.asLong() < 0 && !target.resource().isCustom()) {
            throw Status.invalid(
                    "Scale",
                    "autoscaling",
                    target.name().orElseThrow(),
                    List.of(Violation.invalid("spec.replicas", replicas, "must be greater than or equal to 0")));
        }
    }

    private static JsonNode at(JsonNode object, List<String> path) {
        JsonNode found = object;
        for (String part : path) {
            found = found.path(part);
        }
        return found;
    }

    private static void put(ObjectNode object, List<String> path, JsonNode value) {
        ObjectNode parent = object;
        for (String part : path.subList(0, path.size() - 1)) {
            parent = parent.get(part) instanceof ObjectNode there ? there : parent.putObject(part);
        }
        parent.set(path.get(path.size() - 1), value);
    }

    /** As text, from text or from a label selector. */
    private static String selector(JsonNode selector) {
        if (selector.isTextual()) {
            return selector.asText();
        }
        StringJoiner text = new StringJoiner(",");
        selector.path("matchLabels").properties().stream()
                .map(label -> label.getKey() + "=" + label.getValue().asText())
                .sorted()
                .forEach(text::add);
        for (JsonNode expression : selector.path("matchExpressions")) {
            StringJoiner values = new StringJoiner(",", "(", ")");
            expression.path("values").forEach(value -> values.add(value.asText()));
            String key = expression.path("key").asText();
            text.add(
                    switch (expression.path("operator").asText()) {
                        case "In" -> key + " in " + values;
                        case "NotIn" -> key + " notin " + values;
                        case "DoesNotExist" -> "!" + key;
                        default -> key;
                    });
        }
        return text.toString();
    }
}
