package dev.quorate.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.cli.Cli;
import dev.quorate.cli.Context;
import dev.quorate.cli.RepositoryName;
import dev.quorate.cli.RunSettings;
import dev.quorate.cli.RunningController;
import dev.quorate.cli.Terminal;
import dev.quorate.cluster.ApiReply;
import dev.quorate.cluster.ApiRequest;
import dev.quorate.cluster.ApiTransport;
import dev.quorate.cluster.ClientTransport;
import dev.quorate.cluster.ClusterAccess;
import dev.quorate.cluster.LeaseElector;
import dev.quorate.cluster.PodReach;
import dev.quorate.engine.Engine;
import dev.quorate.engine.EngineCatalog;
import dev.quorate.engine.Reach;
import dev.quorate.git.GitSettings;
import dev.quorate.git.ReportAuthor;
import dev.quorate.loop.DeletionLimit;
import dev.quorate.loop.LoopSettings;
import dev.quorate.report.RolloutLog;
import dev.quorate.schema.AppName;
import dev.quorate.schema.Layout;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A repository, a cluster, and the controller between them; all in a namespace that is gone at the end. */
final class World implements AutoCloseable {

    private static final String CLUSTER = "e2e";
    private static final LoopSettings TIMES = new LoopSettings(
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            new LoopSettings.Retry(Duration.ofMillis(100), Duration.ofSeconds(2)),
            new RolloutLog.Patience(Duration.ofMinutes(10), Duration.ofSeconds(1)),
            new DeletionLimit(1000, 100),
            8);
    private static final LeaseElector.Times LEASE =
            new LeaseElector.Times(Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofSeconds(2));

    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final Place place;
    private final String namespace;
    private final Specs specs;
    private final ClientTransport api;
    private final PodReach members;
    private final RunningController controller;

    private World(Place place, String namespace, Specs specs, ClientTransport api, RunningController controller) {
        this.place = place;
        this.namespace = namespace;
        this.specs = specs;
        this.api = api;
        this.members = PodReach.throughApiServer(api, InstantSource.system());
        this.controller = controller;
    }

    /** @param namespace that nobody else uses */
    static World open(Place place, Path folder, String namespace) throws Exception {
        Specs specs = Specs.create(folder);
        ClusterAccess access = new ClusterAccess(Optional.of(place.kubeconfig()), Optional.empty());
        ClientTransport api = new ClientTransport(access);
        ObjectNode body = new JsonMapper().createObjectNode();
        body.put("apiVersion", "v1")
                .put("kind", "Namespace")
                .putObject("metadata")
                .put("name", namespace);
        exchange(api, "POST", "/api/v1/namespaces", ApiRequest.JSON, Optional.of(body));
        RunningController controller = RunningController.start(
                settings(folder, specs, access, namespace), context(place.engines(), new StringWriter()));
        return new World(place, namespace, specs, api, controller);
    }

    private static RunSettings settings(Path folder, Specs specs, ClusterAccess access, String namespace) {
        String remote = specs.remote().toString();
        return new RunSettings(
                GitSettings.of(remote, Specs.BRANCH, ""),
                "quorate/" + CLUSTER,
                new Engine.Site(CLUSTER, RepositoryName.of(remote)),
                access,
                new ReportAuthor("Quorate", "quorate@e2e", Optional.empty()),
                Set.of(namespace),
                namespace,
                true,
                folder.resolve("controller"),
                TIMES,
                LEASE);
    }

    private static Context context(EngineCatalog engines, StringWriter printed) {
        PrintWriter out = new PrintWriter(printed);
        return new Context(engines, new Terminal(out, out, false, false), Map.of(), InstantSource.system());
    }

    String namespace() {
        return namespace;
    }

    Specs specs() {
        return specs;
    }

    Duration patience() {
        return place.patience();
    }

    AppLife app(String name) {
        return new AppLife(this, name);
    }

    /** What a command prints, with the flags that name this repository and cluster. */
    String run(String command, String... arguments) {
        StringWriter printed = new StringWriter();
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of(arguments));
        line.addAll(List.of("--repo", specs.remote().toString(), "--cluster", CLUSTER));
        new Cli(context(place.engines(), printed)).run(line.toArray(String[]::new));
        return printed.toString();
    }

    /** The records of an app's rollouts, as the status branch has them. */
    String records(String app) {
        return specs.texts("quorate/" + CLUSTER, Layout.rollouts(new AppName(namespace, app)));
    }

    /** What {@code quorate plan} prints for the newest commit. */
    String plan(String app) {
        return run(
                "plan",
                namespace + "/" + app,
                "--kubeconfig",
                place.kubeconfig().toString(),
                "--output",
                "json");
    }

    /** An exchange with the program in a pod. */
    JsonNode ask(JsonNode pod, int port, String path, JsonNode body) {
        return ask(pod, port, post(path, body));
    }

    static Reach.Call post(String path, JsonNode body) {
        return Reach.Call.post(path, body.toString(), ANSWER);
    }

    /** An answer of any success; what is no JSON is missing. */
    JsonNode ask(JsonNode pod, int port, Reach.Call call) {
        Reach.Reply reply = reply(pod, port, call);
        if (reply.status() / 100 != 2) {
            throw new IllegalStateException(reply.status() + " to " + call.path() + ": " + reply.body());
        }
        return reply.body().isEmpty() ? MissingNode.getInstance() : json(reply.body());
    }

    /** What the program in a pod answers, whatever its status. */
    Reach.Reply reply(JsonNode pod, int port, Reach.Call call) {
        Reach.Target target = target(pod, port);
        try {
            return members.http(target, call);
        } catch (Reach.NoReply e) {
            throw new IllegalStateException("no answer of " + target + " to " + call.path(), e);
        }
    }

    /** Where a client of the program in a pod connects to, for a moment. */
    Reach.Address dial(JsonNode pod, int port) {
        try {
            return members.dial(target(pod, port));
        } catch (Reach.NoReply e) {
            throw new IllegalStateException("no way to " + target(pod, port), e);
        }
    }

    private Reach.Target target(JsonNode pod, int port) {
        String address = pod.at("/status/podIP").asText();
        return new Reach.Target(namespace, pod.at("/metadata/name").asText(), Optional.of(address), port);
    }

    /** The report of an app, as the status branch has it. */
    JsonNode report(String app) {
        String printed = run("status", namespace + "/" + app, "--output", "json");
        return printed.startsWith("{") ? json(printed) : MissingNode.getInstance();
    }

    /** An object or a list; missing where there is none. */
    JsonNode get(String path, Map<String, String> query) {
        ApiReply reply = exchange(api, new ApiRequest("GET", path, query, "", Optional.empty()));
        return reply.status() == 404 ? MissingNode.getInstance() : body(reply, "GET " + path);
    }

    String path(String pattern) {
        return pattern.formatted(namespace);
    }

    JsonNode write(String method, String path, String type, JsonNode body) {
        return exchange(api, method, path, type, Optional.of(body));
    }

    /** As somebody does whom the API server knows by that name. */
    void patchAs(String manager, String path, JsonNode body) {
        Map<String, String> query = Map.of("fieldManager", manager);
        body(
                exchange(api, new ApiRequest("PATCH", path, query, ApiRequest.MERGE_PATCH, Optional.of(body))),
                "PATCH " + path);
    }

    static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    private static JsonNode exchange(
            ApiTransport api, String method, String path, String type, Optional<JsonNode> body) {
        return body(exchange(api, new ApiRequest(method, path, Map.of(), type, body)), method + " " + path);
    }

    private static ApiReply exchange(ApiTransport api, ApiRequest request) {
        try {
            return api.send(request);
        } catch (ApiTransport.NoAnswer e) {
            throw new IllegalStateException("no answer to " + request.method() + " " + request.path(), e);
        }
    }

    private static JsonNode body(ApiReply reply, String what) {
        if (!reply.ok()) {
            throw new IllegalStateException(reply.status() + " to " + what + ": " + reply.body());
        }
        return reply.body();
    }

    @Override
    public void close() throws InterruptedException {
        controller.close();
        members.close();
        exchange(api, "DELETE", "/api/v1/namespaces/" + namespace, ApiRequest.JSON, Optional.empty());
        api.close();
        specs.close();
        place.close();
    }
}
