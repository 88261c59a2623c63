package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.patch.GoText;
import dev.quorate.simulator.api.patch.JsonPatch;
import dev.quorate.simulator.api.patch.MergePatch;
import dev.quorate.simulator.api.patch.PatchException;
import dev.quorate.simulator.api.patch.StrategicMergePatch;
import dev.quorate.simulator.api.rules.Violation;
import dev.quorate.simulator.api.schema.Schema;
import dev.quorate.simulator.api.schema.WrongTypeException;
import dev.quorate.simulator.store.Store;
import java.util.List;

/** PATCH, by the type that the content type names. */
final class Patches {

    static final String MERGE = "application/merge-patch+json";
    static final String JSON = "application/json-patch+json";
    static final String STRATEGIC = "application/strategic-merge-patch+json";
    static final String APPLY = "application/apply-patch+yaml";

    private static final int MOST_OPERATIONS = 10_000;

    private final Store store;
    private final Changes changes;

    Patches(Store store, Changes changes) {
        this.store = store;
        this.changes = changes;
    }

    ApiReply patch(Target target, ApiRequest request) {
        Options options = Options.of(request, "PatchOptions");
        checkForce(options);
        ObjectNode live = store.get(target.key())
                .orElseThrow(() ->
                        Status.notFound(target.resource().kind(), target.name().orElseThrow()));
        JsonNode tree = patched(
                live, request, target.resource().schema(), target.resource().isCustom());
        Incoming incoming = read(tree, target.resource(), options, request);
        Writes.checkName(target, incoming.object());
        Writes.checkNamespace(target, incoming.object());
        Store.Writer writer = new Store.Writer(options.manager(), target.subresource());
        ObjectNode written = changes.update(target, live, incoming.object(), writer, options.dryRun(), false);
        return Warnings.on(ApiReply.json(200, written), incoming.warnings());
    }

    static void checkForce(Options options) {
        if (options.force()) {
            throw Status.invalidOptions(
                    "PatchOptions", Violation.forbidden("force", "may not be specified for non-apply patch"));
        }
    }

    /** What the patch makes of a tree. */
    static JsonNode patched(JsonNode live, ApiRequest request, Schema schema, boolean custom) {
        try {
            return switch (Bodies.mediaType(request)) {
                case MERGE -> MergePatch.apply(live, mapBody(request, "error decoding patch: "));
                case JSON -> JsonPatch.apply(live, listBody(request));
                case STRATEGIC -> {
                    if (custom) {
                        throw Status.notForCustomResources();
                    }
                    yield StrategicMergePatch.apply(live, mapBody(request, ""), schema);
                }
                default -> throw Status.unsupportedPatchType();
            };
        } catch (PatchException e) {
            if (e.reason() == PatchException.Reason.BROKEN) {
                throw Status.internal(e.getMessage());
            }
            throw Status.rejected(e.getMessage());
        }
    }

    private static JsonNode mapBody(ApiRequest request, String prefix) {
        JsonNode body = Bodies.patch(request, prefix);
        if (!body.isObject()) {
            throw Status.badRequest(prefix + "json: cannot unmarshal " + (body.isArray() ? "array" : "string")
                    + " into Go value of type map[string]interface {}");
        }
        return body;
    }

    private static ArrayNode listBody(ApiRequest request) {
        JsonNode body = Bodies.patch(request, "error decoding patch: ");
        if (body instanceof ArrayNode list) {
            if (list.size() > MOST_OPERATIONS) {
                throw Status.tooLarge("The allowed maximum operations in a JSON patch is " + MOST_OPERATIONS + ", got "
                        + list.size());
            }
            return list;
        }
        throw Status.badRequest(
                "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp");
    }

    /** A patched tree as an object of that resource. */
    static Incoming read(JsonNode tree, Resource resource, Options options, ApiRequest request) {
        try {
            return Incoming.patched(tree, resource, options);
        } catch (WrongTypeException e) {
            boolean strategic = Bodies.mediaType(request).equals(STRATEGIC);
            throw strategic ? wrongStrategic(request, e) : wrong(tree, e.getMessage());
        } catch (PatchedWrongException e) {
            throw wrong(tree, e.getMessage());
        }
    }

    /** The one answer whose subject has no name: the whole patched object is quoted instead. */
    private static ApiException wrong(JsonNode tree, String why) {
        String quoted = Json.NODES.textNode(tree.toString()).toString();
        Violation violation = new Violation("FieldValueInvalid", "Invalid value: " + quoted + ": " + why, "patch");
        return Status.invalid("", "", "", List.of(violation));
    }

    private static ApiException wrongStrategic(ApiRequest request, WrongTypeException e) {
        String type = e.getMessage().substring(e.getMessage().lastIndexOf(' ') + 1);
        String printed = GoText.of(Bodies.patch(request, ""));
        String quoted = Json.NODES.textNode(printed).toString();
        Violation violation = new Violation(
                "FieldValueInvalid", "Invalid value: " + quoted + ": unrecognized type: " + type, "patch");
        return Status.invalid("", "", "", List.of(violation));
    }
}
