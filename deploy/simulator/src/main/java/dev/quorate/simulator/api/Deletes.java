package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.rules.Violation;
import dev.quorate.simulator.store.DeletionRules;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Metadata;
import dev.quorate.simulator.store.Store;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** DELETE of one object or of what a selector finds. */
final class Deletes {

    private static final Set<Kind> ANSWERED_WITH_THE_OBJECT =
            Set.of(Kinds.POD, Kinds.CLAIM, Kinds.VOLUME, Kinds.SERVICE, Kinds.SERVICE_ACCOUNT, Kinds.STORAGE_CLASS);

    private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");

    private record Order(Store.Deletion deletion, JsonNode preconditions, boolean dryRun) {}

    private final Store store;
    private final InstantSource clock;
    private final Lists lists;

    Deletes(Store store, InstantSource clock, Lists lists) {
        this.store = store;
        this.clock = clock;
        this.lists = lists;
    }

    ApiReply one(Target target, ApiRequest request) {
        Order order = order(request);
        Kind kind = target.resource().kind();
        ObjectNode live = store.get(target.key())
                .orElseThrow(() -> Status.notFound(kind, target.name().orElseThrow()));
        if (kind.equals(Kinds.NAMESPACE) && IMMORTAL.contains(Metadata.name(live))) {
            throw Status.forbidden(kind, Metadata.name(live), "this namespace may not be deleted");
        }
        checkPreconditions(kind, live, order.preconditions());
        ObjectNode marked = delete(target.key(), live, order);
        boolean stays = DeletionRules.held(kind, marked);
        return stays || ANSWERED_WITH_THE_OBJECT.contains(kind)
                ? ApiReply.json(200, marked)
                : ApiReply.json(200, Status.success(kind, Metadata.name(live), Metadata.uid(live)));
    }

    ApiReply collection(Target target, ApiRequest request) {
        Order order = order(request);
        ObjectNode list = lists.list(target, request);
        for (JsonNode item : (ArrayNode) list.path("items")) {
            ObjectNode object = (ObjectNode) item;
            Key key = Metadata.key(target.resource().kind(), object);
            store.get(key).ifPresent(live -> delete(key, live, order));
        }
        return ApiReply.json(200, list);
    }

    private ObjectNode delete(Key key, ObjectNode live, Order order) {
        return order.dryRun()
                ? DeletionRules.mark(key.kind(), live, order.deletion(), clock.instant())
                : store.delete(key, order.deletion());
    }

    private static Order order(ApiRequest request) {
        JsonNode body = body(request);
        String policy = option(request, body, "propagationPolicy").orElse("");
        Optional<String> orphan = option(request, body, "orphanDependents");
        if (orphan.isPresent() && !policy.isEmpty()) {
            throw Status.invalidOptions(
                    "DeleteOptions",
                    Violation.invalid(
                            "propagationPolicy",
                            policy,
                            "orphanDependents and deletionPropagation cannot be both set"));
        }
        Optional<Long> grace = option(request, body, "gracePeriodSeconds").map(Deletes::seconds);
        boolean dryRun = Options.of(request, "DeleteOptions").dryRun()
                || body.path("dryRun").path(0).asText().equals("All");
        Store.Propagation propagation = orphan.map(value -> value.equals("true") ? "Orphan" : "Background")
                .map(Deletes::propagation)
                .orElseGet(() -> propagation(policy));
        return new Order(new Store.Deletion(propagation, grace), body.path("preconditions"), dryRun);
    }

    private static Long seconds(String text) {
        if (!text.matches("-?\\d{1,9}")) {
            throw Status.badRequest("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
        }
        return Long.valueOf(text);
    }

    private static Store.Propagation propagation(String policy) {
        return switch (policy) {
            case "", "Background" -> Store.Propagation.BACKGROUND;
            case "Foreground" -> Store.Propagation.FOREGROUND;
            case "Orphan" -> Store.Propagation.ORPHAN;
            default ->
                throw Status.invalidOptions(
                        "DeleteOptions",
                        Violation.unsupported(
                                "propagationPolicy",
                                "\"" + policy + "\"",
                                "\"Foreground\", \"Background\", \"Orphan\", \"nil\""));
        };
    }

    private static JsonNode body(ApiRequest request) {
        if (!request.hasBody()) {
            return Json.object();
        }
        ObjectNode body = Bodies.object(request, "DeleteOptions");
        String kind = body.path("kind").asText("DeleteOptions");
        if (!kind.equals("DeleteOptions")) {
            throw Status.badRequest("no kind \"" + kind + "\" is registered for version \""
                    + body.path("apiVersion").asText() + "\" in scheme \"pkg/runtime/scheme.go:111\"");
        }
        return body;
    }

    private static Optional<String> option(ApiRequest request, JsonNode body, String name) {
        JsonNode value = body.path(name);
        return value.isMissingNode() || value.isNull() ? request.parameter(name) : Optional.of(value.asText());
    }

    private static void checkPreconditions(Kind kind, ObjectNode live, JsonNode preconditions) {
        String name = Metadata.name(live);
        String uid = preconditions.path("uid").asText();
        if (!uid.isEmpty() && !uid.equals(Metadata.uid(live))) {
            throw Status.preconditionFailed(
                    kind,
                    name,
                    "the UID in the precondition (" + uid + ") does not match the UID in record (" + Metadata.uid(live)
                            + "). The object might have been deleted and then recreated");
        }
        String version = preconditions.path("resourceVersion").asText();
        if (!version.isEmpty() && !version.equals(Metadata.resourceVersion(live))) {
            throw Status.preconditionFailed(
                    kind,
                    name,
                    "the ResourceVersion in the precondition (" + version
                            + ") does not match the ResourceVersion in record (" + Metadata.resourceVersion(live)
                            + "). The object might have been modified");
        }
    }
}
