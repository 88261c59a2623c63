package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.fields.Configuration;
import dev.quorate.simulator.api.fields.ConflictException;
import dev.quorate.simulator.api.rules.Validation;
import dev.quorate.simulator.api.rules.Violation;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Metadata;
import dev.quorate.simulator.store.Store;
import java.util.List;
import java.util.Optional;

/** Server-side apply. */
final class Applies {

    private final Store store;
    private final Changes changes;

    Applies(Store store, Changes changes) {
        this.store = store;
        this.changes = changes;
    }

    ApiReply apply(Target target, ApiRequest request) {
        Options options = Options.of(request, "PatchOptions");
        if (request.parameter("fieldManager").orElse("").isEmpty()) {
            throw Status.invalidOptions(
                    "PatchOptions", Violation.required("fieldManager", "is required for apply patch"));
        }
        ObjectNode config = Bodies.configuration(request);
        check(target, config);
        Optional<ObjectNode> live = store.get(target.key());
        boolean creates = live.isEmpty();
        if (creates && !target.subresource().isEmpty()) {
            throw Status.notFound(target.resource().kind(), target.name().orElseThrow());
        }
        live.ifPresent(present -> checkVersion(target, present, config));
        ObjectNode applied = merge(target, live, config, options);
        return creates
                ? ApiReply.json(201, create(target, applied, options))
                : ApiReply.json(200, update(target, live.get(), applied, options));
    }

    /** Lays the configuration over the object through a subresource of it. */
    ObjectNode merge(Target target, Optional<ObjectNode> live, ObjectNode config, Options options) {
        Kind kind = target.resource().kind();
        Configuration.problem(config, target.resource().schema()).ifPresent(problem -> {
            throw Status.internal("failed to create typed patch object (" + Metadata.namespace(config) + "/"
                    + Metadata.name(config) + "; " + (kind.group().isEmpty() ? "/" : "") + kind.apiVersion() + ", Kind="
                    + kind.kind() + "): " + problem);
        });
        ObjectNode own = config.deepCopy();
        if (kind.statusSubresource()) {
            own.remove(target.subresource().equals("status") ? "spec" : "status");
        }
        own.withObject("/metadata").remove("resourceVersion");
        Store.Writer writer = new Store.Writer(options.manager(), target.subresource());
        try {
            return changes.fields()
                    .apply(
                            kind,
                            live,
                            own,
                            writer,
                            options.force(),
                            changes.clock().instant());
        } catch (ConflictException e) {
            ArrayNode causes = Json.NODES.arrayNode();
            e.causes().forEach(cause -> Status.cause(causes, "FieldManagerConflict", cause.message(), cause.field()));
            throw Status.applyConflict(e.getMessage(), causes);
        }
    }

    ObjectNode update(Target target, ObjectNode live, ObjectNode applied, Options options) {
        ObjectNode sent = Incoming.patched(applied, target.resource(), options).object();
        Store.Writer writer = Store.Writer.accounted(target.subresource());
        return changes.update(target, live, sent, writer, options.dryRun(), true);
    }

    private ObjectNode create(Target target, ObjectNode applied, Options options) {
        List<Violation> violations = Validation.immutableMetadata(Json.object(), applied);
        if (!violations.isEmpty()) {
            throw Status.invalid(target.resource().kind(), Metadata.name(applied), violations);
        }
        ObjectNode sent = Incoming.patched(applied, target.resource(), options).object();
        return changes.create(target, sent, options, true);
    }

    private static void check(Target target, ObjectNode config) {
        Kind kind = target.resource().kind();
        String version = config.path("apiVersion").asText();
        String name = config.path("kind").asText();
        if (!version.equals(kind.apiVersion()) || !name.equals(kind.kind())) {
            String shown = version.contains("/") ? version : "/" + version;
            throw Status.badRequest("invalid object type: " + shown + ", Kind=" + name);
        }
        if (config.path("metadata").has("managedFields")) {
            throw Status.badRequest("metadata.managedFields must be nil");
        }
        boolean generated =
                !config.path("metadata").path("generateName").asText().isEmpty();
        if (generated && Metadata.name(config).isEmpty()) {
            config.withObject("/metadata").put("name", target.name().orElseThrow());
        }
        Writes.checkName(target, config);
        String given = Metadata.namespace(config);
        if (!given.isEmpty() && !given.equals(target.namespace().orElse(""))) {
            throw Status.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
    }

    private static void checkVersion(Target target, ObjectNode live, ObjectNode config) {
        String version = Metadata.resourceVersion(config);
        if (!version.isEmpty() && !version.equals(Metadata.resourceVersion(live))) {
            throw Status.modified(target.resource().kind(), Metadata.name(live));
        }
    }
}
