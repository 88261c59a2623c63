package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.schema.Definitions;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Metadata;
import dev.quorate.simulator.store.Store;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;

/** Requests on objects, their collections and their subresources: who answers which method. */
final class ObjectRequests {

    private static final Pattern VERSION = Pattern.compile("\\d{0,18}");

    private final Store store;
    private final Lists lists;
    private final Writes writes;
    private final Patches patches;
    private final Applies applies;
    private final Deletes deletes;
    private final Scales scales;
    private final Reviews reviews;
    private final CustomDefinitions customDefinitions;
    private final ContainerRequests containerRequests;
    private Evictions evictions;

    ObjectRequests(
            Store store,
            Changes changes,
            InstantSource clock,
            Definitions definitions,
            CustomDefinitions customDefinitions,
            ContainerRequests containerRequests) {
        this.store = store;
        this.lists = new Lists(store);
        this.writes = new Writes(store, changes);
        this.patches = new Patches(store, changes);
        this.applies = new Applies(store, changes);
        this.deletes = new Deletes(store, clock, lists);
        this.scales = new Scales(store, changes, applies, definitions);
        this.reviews = new Reviews(changes);
        this.customDefinitions = customDefinitions;
        this.containerRequests = containerRequests;
        this.evictions = (pod, eviction) -> {
            store.delete(Metadata.key(Kinds.POD, pod), Store.Deletion.BACKGROUND);
            return ApiReply.json(
                    201,
                    Json.object().put("kind", "Status").put("apiVersion", "v1").put("status", "Success"));
        };
    }

    void evictions(Evictions decides) {
        evictions = decides;
    }

    ApiReply answer(Target target, ApiRequest request) {
        if (target.resource().isReview()) {
            return reviews.answer(target, request);
        }
        if (target.name().isEmpty()) {
            return collection(target, request);
        }
        return switch (target.subresource()) {
            case "" -> object(target, request);
            case "status" -> status(target, request);
            case "scale" -> scale(target, request);
            case "eviction" -> eviction(target, request);
            case "finalize" -> finish(target, request);
            case "log" -> log(target, request);
            case "exec" -> exec(target, request);
            default -> throw Status.noSuchResource();
        };
    }

    private ApiReply collection(Target target, ApiRequest request) {
        boolean everywhere =
                target.resource().kind().namespaced() && target.namespace().isEmpty();
        return switch (request.method()) {
            case "GET" -> ApiReply.json(200, lists.list(target, request));
            case "POST" -> {
                if (everywhere) {
                    throw Status.methodNotAllowed();
                }
                yield create(target, request);
            }
            case "DELETE" -> {
                if (everywhere || target.resource().kind().equals(Kinds.NAMESPACE)) {
                    throw Status.methodNotAllowed();
                }
                yield deletes.collection(target, request);
            }
            default -> throw Status.methodNotAllowed();
        };
    }

    private ApiReply create(Target target, ApiRequest request) {
        Kind kind = target.resource().kind();
        if (target.resource().isCustom() && customDefinitions.terminating(kind)) {
            String name = Bodies.object(request, kind.kind())
                    .path("metadata")
                    .path("name")
                    .asText();
            throw Status.forbidden(kind, name, "create not allowed while custom resource definition is terminating");
        }
        return writes.create(target, request);
    }

    private ApiReply object(Target target, ApiRequest request) {
        return switch (request.method()) {
            case "GET" -> get(target, request);
            case "PUT" -> writes.update(target, request);
            case "PATCH" -> patch(target, request);
            case "DELETE" -> deletes.one(target, request);
            default -> throw Status.methodNotAllowed();
        };
    }

    private ApiReply status(Target target, ApiRequest request) {
        if (!target.resource().kind().statusSubresource()) {
            throw Status.noSuchResource();
        }
        return switch (request.method()) {
            case "GET" -> get(target, request);
            case "PUT" -> writes.update(target, request);
            case "PATCH" -> patch(target, request);
            default -> throw Status.methodNotAllowed();
        };
    }

    private ApiReply scale(Target target, ApiRequest request) {
        if (target.resource().scaling().isEmpty()) {
            throw Status.noSuchResource();
        }
        return switch (request.method()) {
            case "GET" -> scales.get(target);
            case "PUT" -> scales.update(target, request);
            case "PATCH" -> scales.patch(target, request);
            default -> throw Status.methodNotAllowed();
        };
    }

    private ApiReply log(Target target, ApiRequest request) {
        checkPod(target, request, "GET");
        return containerRequests.log(target, request);
    }

    /** Only an upgraded connection can carry what a command writes. */
    private ApiReply exec(Target target, ApiRequest request) {
        checkPod(target, request, "GET", "POST");
        containerRequests.toRunIn(target, request);
        throw Status.badRequest("Upgrade request required");
    }

    private static void checkPod(Target target, ApiRequest request, String... methods) {
        if (!target.resource().kind().equals(Kinds.POD)) {
            throw Status.noSuchResource();
        }
        if (!List.of(methods).contains(request.method())) {
            throw Status.methodNotAllowed();
        }
    }

    private ApiReply finish(Target target, ApiRequest request) {
        if (!target.resource().kind().equals(Kinds.NAMESPACE)) {
            throw Status.noSuchResource();
        }
        if (!request.method().equals("PUT")) {
            throw Status.methodNotAllowed();
        }
        return writes.update(new Target(target.resource(), target.namespace(), target.name(), ""), request);
    }

    private ApiReply eviction(Target target, ApiRequest request) {
        checkPod(target, request, "POST");
        ObjectNode eviction = Bodies.object(request, "Eviction");
        ObjectNode pod = store.get(target.key())
                .orElseThrow(() -> Status.notFound(Kinds.POD, target.name().orElseThrow()));
        return evictions.evict(pod, eviction);
    }

    private ApiReply patch(Target target, ApiRequest request) {
        return Bodies.mediaType(request).equals(Patches.APPLY)
                ? applies.apply(target, request)
                : patches.patch(target, request);
    }

    private ApiReply get(Target target, ApiRequest request) {
        String version = request.parameter("resourceVersion").orElse("");
        if (!VERSION.matcher(version).matches()) {
            throw Status.internal("resourceVersion: Invalid value: \"" + version + "\": strconv.ParseUint: parsing \""
                    + version + "\": invalid syntax");
        }
        Lists.checkNotInTheFuture(store, version);
        return ApiReply.json(
                200,
                store.get(target.key())
                        .orElseThrow(() -> Status.notFound(
                                target.resource().kind(), target.name().orElseThrow())));
    }
}
