package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.schema.WrongTypeException;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Metadata;
import dev.quorate.simulator.store.Store;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The API server without its sockets: each request is answered at once, in the caller's thread, under the simulator's one
 * lock.
 */
public final class ApiServer {

    private static final Pattern VERSION = Pattern.compile("\\d{0,18}");

    private final Store store;
    private final Resources resources;
    private final Router router;
    private final Discovery discovery;
    private final OpenApi openApi;
    private final Tables tables;
    private final Lists lists;
    private final Writes writes;
    private final Patches patches;
    private final Applies applies;
    private final Deletes deletes;
    private final Scales scales;
    private final Reviews reviews;
    private final ContainerRequests containerRequests;
    private final Watches watches;
    private final CustomDefinitions customDefinitions;
    private Evictions evictions;

    /**
     * @param types from {@link Types#create()}; the store's {@link Types#ownership()} must come from the same
     * @param random for generated names
     */
    public ApiServer(Store store, Types types, InstantSource clock, Random random, Supplier<String> uids) {
        this.store = store;
        this.resources = types.resources();
        this.router = new Router(resources);
        this.discovery = new Discovery(resources);
        this.openApi = new OpenApi(resources);
        this.tables = new Tables(clock);
        this.lists = new Lists(store);
        Changes changes = new Changes(store, clock, random, uids, types.fields());
        this.writes = new Writes(store, changes);
        this.patches = new Patches(store, changes);
        this.applies = new Applies(store, changes);
        this.deletes = new Deletes(store, clock, lists);
        this.scales = new Scales(store, changes, applies, resources.definitions());
        this.containerRequests = new ContainerRequests(store, clock);
        this.reviews = new Reviews(changes);
        this.watches = new Watches(store);
        this.customDefinitions = new CustomDefinitions(store, resources, clock);
        this.evictions = (pod, eviction) -> {
            store.delete(Metadata.key(Kinds.POD, pod), Store.Deletion.BACKGROUND);
            return ApiReply.json(
                    201,
                    Json.object().put("kind", "Status").put("apiVersion", "v1").put("status", "Success"));
        };
    }

    /** Who decides about evictions; without this every eviction is a delete. */
    public void evictions(Evictions decides) {
        evictions = decides;
    }

    /** Who knows what runs in pods; without this there is nothing in them. */
    public void containers(Containers found) {
        containerRequests.containers(found);
    }

    public ApiReply handle(ApiRequest request) {
        ApiReply reply = answerOrRefuse(request);
        return request.method().equals("HEAD") ? ApiReply.text(reply.status(), "") : reply;
    }

    private ApiReply answerOrRefuse(ApiRequest request) {
        try {
            return answer(request);
        } catch (ApiException e) {
            return inYaml(request, e.reply());
        } catch (WrongTypeException e) {
            return inYaml(request, Status.badRequest(e.getMessage()).reply());
        }
    }

    /** Whether a request opens a watch, so that {@link #open} has to be called and not {@link #handle}. */
    public boolean isWatch(ApiRequest request) {
        boolean asked = request.flag("watch") || Router.isOldWatch(request.path());
        boolean old = Router.isOldWatch(request.path());
        try {
            return asked
                    && request.method().equals("GET")
                    && router.route(request.path())
                            .filter(target -> target.name().isEmpty() || old)
                            .isPresent();
        } catch (ApiException e) {
            return false;
        }
    }

    /**
     * @throws ApiException when the watch cannot start; {@link #refusal} makes the answer of it
     */
    public Watch open(ApiRequest request) {
        Target target = route(request);
        Resource resource = target.resource();
        Representation form = Representation.of(request);
        boolean[] first = {true};
        Function<ObjectNode, ObjectNode> shape = object -> {
            String include = request.parameter("includeObject").orElse("Metadata");
            ObjectNode shaped = form.shapeOne(object, resource, tables, include, first[0]);
            first[0] = false;
            return shaped;
        };
        return watches.open(collection(target), byName(request, target), shape);
    }

    /** Whether a request follows a log, so that {@link #follow} has to be called and not {@link #handle}. */
    public boolean isFollow(ApiRequest request) {
        try {
            return request.method().equals("GET")
                    && request.flag("follow")
                    && router.route(request.path())
                            .filter(target -> target.subresource().equals("log"))
                            .isPresent();
        } catch (ApiException e) {
            return false;
        }
    }

    /**
     * @throws ApiException when there is no log; {@link #refusal} makes the answer of it
     */
    public LogText follow(ApiRequest request) {
        return containerRequests.follow(route(request), request);
    }

    /**
     * Where the command of an exec request is to run.
     *
     * @throws ApiException when it cannot; {@link #refusal} makes the answer of it
     */
    public Containers.Place toRunIn(ApiRequest request) {
        return containerRequests.toRunIn(route(request), request);
    }

    /** @param input all that the command can read, once it is known */
    public Containers.Outcome run(Containers.Place place, List<String> command, Optional<String> input) {
        return containerRequests.run(place, command, input);
    }

    private Target route(ApiRequest request) {
        return router.route(request.path()).orElseThrow(Status::noSuchResource);
    }

    public static ApiReply refusal(ApiException e) {
        return e.reply();
    }

    /** Ends all watches, as a server that goes down does. */
    public void endWatches() {
        watches.endAll();
    }

    public void bookmarkWatches() {
        watches.bookmarkAll();
    }

    private ApiReply answer(ApiRequest request) {
        Optional<ApiReply> system = discovery.answer(request).or(() -> openApi.answer(request));
        if (system.isPresent()) {
            if (!request.method().equals("GET")) {
                throw Status.methodNotAllowed();
            }
            return inYaml(request, system.get());
        }
        Optional<Target> target = router.route(request.path());
        return target.map(found -> resource(found, request))
                .orElseGet(() -> ApiReply.text(404, "404 page not found\n"));
    }

    private ApiReply resource(Target target, ApiRequest request) {
        Bodies.checkSize(request);
        boolean text = target.subresource().equals("log");
        Representation form = text ? Representation.JSON : Representation.of(request);
        ApiReply reply = dispatch(target, request);
        Kind kind = target.resource().kind();
        boolean changing = !request.method().equals("GET");
        if (changing && (target.resource().isCustom() || kind.equals(Kinds.CUSTOM_RESOURCE_DEFINITION))) {
            customDefinitions.settle(kind);
        }
        return form.shape(reply, target.resource(), tables, request);
    }

    private ApiReply dispatch(Target target, ApiRequest request) {
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

    private static Target collection(Target target) {
        return new Target(target.resource(), target.namespace(), Optional.empty(), "");
    }

    /** The old watch path of one name watches the collection for that name. */
    private static ApiRequest byName(ApiRequest request, Target target) {
        if (target.name().isEmpty()) {
            return request;
        }
        Map<String, String> query = new LinkedHashMap<>(request.query());
        query.put("fieldSelector", "metadata.name=" + target.name().get());
        return request.withQuery(query);
    }

    private static ApiReply inYaml(ApiRequest request, ApiReply reply) {
        boolean yaml = request.header("accept").startsWith("application/yaml")
                && reply.body().isObject();
        return yaml
                ? ApiReply.of(reply.status(), "application/yaml", Json.NODES.textNode(Json.yaml(reply.body())))
                : reply;
    }
}
