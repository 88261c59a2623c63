package dev.quorate.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.cli.CliException;
import dev.quorate.cluster.ApiReply;
import dev.quorate.cluster.ApiRequest;
import dev.quorate.cluster.ApiTransport;
import dev.quorate.cluster.ClientTransport;
import dev.quorate.cluster.ClusterAccess;
import dev.quorate.cluster.ClusterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cluster's API, by the same HTTP client that the controller has and nothing on top of it. */
final class BenchCluster implements AutoCloseable {
    static final String MERGE = "application/merge-patch+json";
    private static final String JSON = "application/json";
    private static final String PAGE = "500";
    private static final int CONFLICT = 409;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final ClientTransport transport;

    private BenchCluster(ClientTransport transport) {
        this.transport = transport;
    }

    static BenchCluster open(ClusterAccess access) throws ClusterException {
        return new BenchCluster(new ClientTransport(access));
    }

    ClientTransport transport() {
        return transport;
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    void ensureNamespace(String name) {
        ObjectNode namespace = object().put("apiVersion", "v1").put("kind", "Namespace");
        namespace.putObject("metadata").put("name", name);
        ApiReply reply = send("POST", "/api/v1/namespaces", JSON, namespace);
        if (reply.status() != CONFLICT) {
            require(reply, "make the namespace " + name);
        }
    }

    void deleteNamespace(String name) {
        require(send("DELETE", "/api/v1/namespaces/" + name, JSON, object()), "delete the namespace " + name);
    }

    JsonNode write(String method, String path, JsonNode body) {
        return require(send(method, path, JSON, body), method + " " + path);
    }

    JsonNode patch(String path, String type, JsonNode body) {
        return require(send("PATCH", path, type, body), "PATCH " + path);
    }

    JsonNode get(String path) {
        return require(send("GET", path, "", object()), "GET " + path);
    }

    /** All of a collection, page by page. */
    List<JsonNode> list(String path) {
        List<JsonNode> items = new ArrayList<>();
        String next = "";
        do {
            Map<String, String> query =
                    next.isEmpty() ? Map.of("limit", PAGE) : Map.of("limit", PAGE, "continue", next);
            JsonNode page = require(exchange(new ApiRequest("GET", path, query, "", Optional.empty())), "GET " + path);
            page.path("items").forEach(items::add);
            next = page.at("/metadata/continue").asText();
        } while (!next.isEmpty());
        return items;
    }

    private ApiReply send(String method, String path, String type, JsonNode body) {
        boolean writes = !method.equals("GET");
        return exchange(new ApiRequest(method, path, Map.of(), type, writes ? Optional.of(body) : Optional.empty()));
    }

    private ApiReply exchange(ApiRequest request) {
        try {
            return transport.send(request);
        } catch (ApiTransport.NoAnswer silence) {
            throw new CliException("The cluster does not answer: " + silence.getMessage(), silence);
        }
    }

    private static JsonNode require(ApiReply reply, String doing) {
        if (!reply.ok()) {
            throw new CliException("The cluster answered " + reply.status() + " to: " + doing + ": "
                    + reply.body().path("message").asText());
        }
        return reply.body();
    }

    @Override
    public void close() {
        transport.close();
    }
}
