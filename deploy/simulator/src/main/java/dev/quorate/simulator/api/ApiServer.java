package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.schema.WrongTypeException;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Store;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The API server without its sockets: each request is answered at once, in the caller's thread, under the simulator's one
 * lock.
 */
public final class ApiServer {

    private final Resources resources;
    private final Router router;
    private final Discovery discovery;
    private final OpenApi openApi;
    private final Tables tables;
    private final ContainerRequests containerRequests;
    private final PodMetricsApi podMetrics;
    private final Watches watches;
    private final CustomDefinitions customDefinitions;
    private final ObjectRequests objects;
    private final OldAutoscalers oldAutoscalers;

    /**
     * @param types from {@link Types#create()}; the store's {@link Types#ownership()} must come from the same
     * @param random for generated names
     */
    public ApiServer(Store store, Types types, InstantSource clock, Random random, Supplier<String> uids) {
        this.resources = types.resources();
        this.router = new Router(resources);
        this.discovery = new Discovery(resources);
        this.openApi = new OpenApi(resources);
        this.tables = new Tables(clock);
        this.containerRequests = new ContainerRequests(store, clock);
        this.podMetrics = new PodMetricsApi(store, resources);
        this.watches = new Watches(store);
        this.customDefinitions = new CustomDefinitions(store, resources, clock);
        Changes changes = new Changes(store, clock, random, uids, types.fields());
        this.objects = new ObjectRequests(
                store, changes, clock, resources.definitions(), customDefinitions, containerRequests);
        this.oldAutoscalers = new OldAutoscalers(resources, objects);
    }

    /** Who decides about evictions; without this every eviction is a delete. */
    public void evictions(Evictions decides) {
        objects.evictions(decides);
    }

    /** Who knows what runs in pods; without this there is nothing in them. */
    public void containers(Containers found) {
        containerRequests.containers(found);
    }

    /** Who measures pods; without this nothing was measured. */
    public void measuredBy(Measured source) {
        podMetrics.measuredBy(source);
    }

    /** Serves metrics.k8s.io, as where there is a metrics-server, or no longer. */
    public void serveMetrics(boolean served) {
        podMetrics.serve(served);
    }

    /** The path of an object of a kind, in whatever version it is served first. */
    public Optional<String> path(String group, String kind, String namespace, String name) {
        return resources.all().stream()
                .map(Resource::kind)
                .filter(each -> each.group().equals(group) && each.kind().equals(kind))
                .map(each -> (group.isEmpty() ? "/api/" : "/apis/") + each.apiVersion() + "/namespaces/" + namespace
                        + "/" + each.plural() + "/" + name)
                .findFirst();
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
        boolean old = Router.isOldWatch(request.path());
        boolean asked = request.flag("watch") || old;
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

    public boolean runs(Containers.Place place) {
        return containerRequests.runs(place);
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
        ApiReply reply = reply(target, request);
        Kind kind = target.resource().kind();
        boolean changing = !request.method().equals("GET");
        if (changing && (target.resource().isCustom() || kind.equals(Kinds.CUSTOM_RESOURCE_DEFINITION))) {
            customDefinitions.settle(kind);
        }
        return form.shape(reply, target.resource(), tables, request);
    }

    private ApiReply reply(Target target, ApiRequest request) {
        if (target.resource().isMeasured()) {
            return podMetrics.answer(target, request);
        }
        boolean old = target.resource().kind().equals(OldAutoscalers.KIND);
        return old ? oldAutoscalers.answer(target, request) : objects.answer(target, request);
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
