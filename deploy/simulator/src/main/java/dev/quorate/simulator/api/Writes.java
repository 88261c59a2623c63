package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.rules.Violation;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Metadata;
import dev.quorate.simulator.store.Store;
import java.util.List;
import java.util.Optional;

/** POST and PUT. */
final class Writes {

    private final Store store;
    private final Changes changes;

    Writes(Store store, Changes changes) {
        this.store = store;
        this.changes = changes;
    }

    ApiReply create(Target target, ApiRequest request) {
        Options options = Options.of(request, "CreateOptions");
        Incoming incoming = Incoming.read(request, target.resource(), options);
        ObjectNode object = incoming.object();
        checkNamespace(target, object);
        if (!Metadata.resourceVersion(object).isEmpty()) {
            throw Status.internal("resourceVersion should not be set on objects to be created");
        }
        return Warnings.on(ApiReply.json(201, changes.create(target, object, options, false)), incoming.warnings());
    }

    ApiReply update(Target target, ApiRequest request) {
        Options options = Options.of(request, "UpdateOptions");
        Incoming incoming = Incoming.read(request, target.resource(), options);
        ObjectNode sent = incoming.object();
        checkName(target, sent);
        checkNamespace(target, sent);
        Optional<ObjectNode> live = store.get(target.key());
        if (live.isEmpty()) {
            return Warnings.on(missing(target, sent, options), incoming.warnings());
        }
        checkVersionGiven(target, sent);
        checkUid(target, live.get(), sent);
        Store.Writer writer = new Store.Writer(options.manager(), target.subresource());
        ObjectNode written = changes.update(target, live.get(), sent, writer, options.dryRun(), false);
        return Warnings.on(ApiReply.json(200, written), incoming.warnings());
    }

    static void checkName(Target target, ObjectNode sent) {
        String name = Metadata.name(sent);
        String expected = target.name().orElseThrow();
        if (name.isEmpty()) {
            throw Status.badRequest(
                    "the name of the object (" + expected + " based on URL) was undeterminable: name must be provided");
        }
        if (!name.equals(expected)) {
            throw Status.badRequest(
                    "the name of the object (" + name + ") does not match the name on the URL (" + expected + ")");
        }
    }

    /** Sets the namespace of the path where the object names none. */
    static void checkNamespace(Target target, ObjectNode sent) {
        String namespace = Metadata.namespace(sent);
        String expected = target.namespace().orElse("");
        if (namespace.isEmpty()) {
            if (!expected.isEmpty()) {
                sent.withObject("/metadata").put("namespace", expected);
            }
        } else if (!namespace.equals(expected)) {
            throw Status.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
    }

    /** A lease is the one kind that a PUT creates. */
    private ApiReply missing(Target target, ObjectNode sent, Options options) {
        if (!target.resource().kind().equals(Kinds.LEASE)) {
            throw Status.notFound(target.resource().kind(), target.name().orElseThrow());
        }
        return ApiReply.json(201, changes.create(target, sent, options, false));
    }

    private static void checkVersionGiven(Target target, ObjectNode sent) {
        boolean needed =
                target.resource().isCustom() || target.resource().kind().equals(Kinds.LEASE);
        if (needed && Metadata.resourceVersion(sent).isEmpty()) {
            throw Status.invalid(
                    target.resource().kind().plural(),
                    target.resource().kind().group(),
                    target.name().orElseThrow(),
                    List.of(Violation.invalid(
                            "metadata.resourceVersion", Json.NODES.numberNode(0), "must be specified for an update")));
        }
    }

    static void checkUid(Target target, ObjectNode live, ObjectNode sent) {
        String uid = Metadata.uid(sent);
        if (!uid.isEmpty() && !uid.equals(Metadata.uid(live))) {
            String where = target.namespace().map(namespace -> namespace + "/").orElse("");
            String key = target.resource().kind().plural() + "/" + where
                    + target.name().orElseThrow();
            throw Status.conflict(
                    target.resource().kind(),
                    target.name().orElseThrow(),
                    "StorageError: invalid object, Code: 4, Key: /registry/" + key
                            + ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: "
                            + uid
                            + ", UID in object meta: " + Metadata.uid(live));
        }
    }
}
