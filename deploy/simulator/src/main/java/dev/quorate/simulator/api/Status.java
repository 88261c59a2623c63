package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.rules.Violation;
import dev.quorate.simulator.store.Kind;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** The Status bodies of failures and of deletions, with the words of a real API server. */
final class Status {

    private static final String MEDIA_TYPES = "application/json, application/yaml, application/vnd.kubernetes.protobuf";

    private Status() {}

    static ObjectNode success(Kind kind, String name, String uid) {
        ObjectNode status = start("Success");
        ObjectNode details = status.putObject("details").put("name", name);
        group(details, kind.group());
        details.put("kind", kind.plural()).put("uid", uid);
        return status;
    }

    static ApiException notFound(Kind kind, String name) {
        return ofObject(404, "NotFound", kind, name, resource(kind) + " \"" + name + "\" not found");
    }

    static ApiException noSuchResource() {
        return withDetails(404, "NotFound", "the server could not find the requested resource");
    }

    static ApiException methodNotAllowed() {
        return withDetails(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
    }

    static ApiException alreadyExists(Kind kind, String name, boolean terminating) {
        String prefix = terminating ? "object is being deleted: " : "";
        return ofObject(409, "AlreadyExists", kind, name, prefix + resource(kind) + " \"" + name + "\" already exists");
    }

    static ApiException modified(Kind kind, String name) {
        return conflict(
                kind,
                name,
                "the object has been modified; please apply your changes to the latest version and try again");
    }

    static ApiException conflict(Kind kind, String name, String why) {
        return ofObject(409, "Conflict", kind, name, cannot(resource(kind), name, why));
    }

    /** The form of failed preconditions, which names the kind and not the resource. */
    static ApiException preconditionFailed(Kind kind, String name, String why) {
        ObjectNode status = failure("Conflict", cannot(qualified(kind.kind(), kind.group()), name, why));
        ObjectNode details = status.putObject("details").put("name", name);
        group(details, kind.group());
        details.put("kind", kind.kind());
        return finish(409, status, Optional.empty());
    }

    static ApiException badRequest(String message) {
        return finish(400, failure("BadRequest", message), Optional.empty());
    }

    static ApiException internal(String message) {
        ObjectNode status = start("Failure");
        status.put("message", message);
        return finish(500, status, Optional.empty());
    }

    static ApiException forbidden(Kind kind, String name, String why) {
        return ofObject(403, "Forbidden", kind, name, resource(kind) + " \"" + name + "\" is forbidden: " + why);
    }

    static ApiException namespaceTerminating(Kind kind, String name, String namespace, String why) {
        ApiException forbidden = forbidden(kind, name, why);
        ArrayNode causes = forbidden.status().withArray("/details/causes");
        cause(causes, "NamespaceTerminating", "namespace " + namespace + " is being terminated", "metadata.namespace");
        return forbidden;
    }

    static ApiException unknownBodyType() {
        String message =
                "the body of the request was in an unknown format - accepted media types include: " + MEDIA_TYPES;
        return finish(415, failure("UnsupportedMediaType", message), Optional.empty());
    }

    /** Custom resources have no type from which list keys could be read, so strategic merge is not offered. */
    static ApiException notForCustomResources() {
        String message = "the body of the request was in an unknown format - accepted media types include:"
                + " application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml";
        return finish(415, failure("UnsupportedMediaType", message), Optional.empty());
    }

    static ApiException unsupportedPatchType() {
        return withDetails(415, "UnsupportedMediaType", "415: Unsupported Media Type");
    }

    static ApiException tooLarge(String what) {
        String message = "Request entity too large: " + what;
        return finish(413, failure("RequestEntityTooLarge", message), Optional.empty());
    }

    static ApiException notAcceptable() {
        return notAcceptableBut(MEDIA_TYPES);
    }

    static ApiException notAcceptableBut(String types) {
        return withDetails(406, "NotAcceptable", "406: Not Acceptable\n\nAvailable representations: " + types);
    }

    static ApiException notAcceptable(String message) {
        return finish(406, failure("NotAcceptable", message), Optional.empty());
    }

    static ApiException onlyMediaTypes() {
        return notAcceptable("only the following media types are accepted: " + MEDIA_TYPES);
    }

    /** Nothing but the generic sentence, as JSON patches that do not fit get it. */
    static ApiException rejected(String message) {
        return withDetails(422, "Invalid", message);
    }

    static ApiException expired(String message) {
        return finish(410, failure("Expired", message), Optional.empty());
    }

    static ApiException expiredContinue(String message, String next) {
        ObjectNode status = failure("Expired", message);
        status.putObject("metadata").put("continue", next);
        return finish(410, status, Optional.empty());
    }

    static ApiException tooLargeVersion(String asked, long current) {
        ObjectNode status =
                failure("Timeout", "Timeout: Too large resource version: " + asked + ", current: " + current);
        ObjectNode details = status.putObject("details");
        details.putArray("causes")
                .addObject()
                .put("reason", "ResourceVersionTooLarge")
                .put("message", "Too large resource version");
        details.put("retryAfterSeconds", 1);
        return finish(504, status, Optional.of(1));
    }

    static ApiException invalid(String kind, String group, String name, List<Violation> causes) {
        StringJoiner all = new StringJoiner(", ", causes.size() > 1 ? "[" : "", causes.size() > 1 ? "]" : "");
        causes.stream()
                .map(cause -> cause.field() + ": " + cause.message())
                .distinct()
                .forEach(all::add);
        boolean single = causes.stream().distinct().count() == 1;
        String text = single ? causes.get(0).field() + ": " + causes.get(0).message() : all.toString();
        ObjectNode status = failure("Invalid", qualified(kind, group) + " \"" + name + "\" is invalid: " + text);
        ObjectNode details = status.putObject("details");
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        group(details, group);
        if (!kind.isEmpty()) {
            details.put("kind", kind);
        }
        ArrayNode list = details.putArray("causes");
        causes.forEach(cause -> cause(list, cause.reason(), cause.message(), cause.field()));
        return finish(422, status, Optional.empty());
    }

    static ApiException invalid(Kind kind, String name, List<Violation> causes) {
        return invalid(kind.kind(), kind.group(), name, causes);
    }

    static ApiException invalidOptions(String options, Violation... causes) {
        return invalid(options, "meta.k8s.io", "", List.of(causes));
    }

    static void cause(ArrayNode list, String reason, String message, String field) {
        list.addObject().put("reason", reason).put("message", message).put("field", field);
    }

    static ApiException applyConflict(String message, ArrayNode causes) {
        ObjectNode status = failure("Conflict", message);
        status.putObject("details").set("causes", causes);
        return finish(409, status, Optional.empty());
    }

    /** Whose name is that: {@code statefulsets.apps}. */
    static String resource(Kind kind) {
        return qualified(kind.plural(), kind.group());
    }

    static String qualified(String name, String group) {
        return group.isEmpty() ? name : name + "." + group;
    }

    private static String cannot(String what, String name, String why) {
        return "Operation cannot be fulfilled on " + what + " \"" + name + "\": " + why;
    }

    private static ApiException ofObject(int code, String reason, Kind kind, String name, String message) {
        ObjectNode status = failure(reason, message);
        ObjectNode details = status.putObject("details").put("name", name);
        group(details, kind.group());
        details.put("kind", kind.plural());
        return finish(code, status, Optional.empty());
    }

    private static ApiException withDetails(int code, String reason, String message) {
        ObjectNode status = failure(reason, message);
        status.putObject("details");
        return finish(code, status, Optional.empty());
    }

    private static void group(ObjectNode details, String group) {
        if (!group.isEmpty()) {
            details.put("group", group);
        }
    }

    static ObjectNode failed(int code, String reason, String message) {
        return failure(reason, message).put("code", code);
    }

    private static ObjectNode failure(String reason, String message) {
        return start("Failure").put("message", message).put("reason", reason);
    }

    private static ObjectNode start(String outcome) {
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        return status.put("status", outcome);
    }

    private static ApiException finish(int code, ObjectNode status, Optional<Integer> retryAfter) {
        return new ApiException(code, status.put("code", code), retryAfter);
    }
}
