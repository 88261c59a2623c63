package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.schema.Definitions;
import dev.quorate.simulator.store.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * OpenAPI v3, as far as kubectl reads it: the types of each group version, and for each kind a PATCH that says that the
 * server validates fields and can do a dry run.
 */
final class OpenApi {

    private static final String REFERENCE = "#/components/schemas/";

    private final Resources resources;

    OpenApi(Resources resources) {
        this.resources = resources;
    }

    Optional<ApiReply> answer(ApiRequest request) {
        List<String> parts = Router.segments(request.path());
        boolean openApi = parts.size() > 1
                && parts.get(0).equals("openapi")
                && parts.get(1).equals("v3");
        if (!openApi) {
            return Optional.empty();
        }
        if (parts.size() == 2) {
            return Optional.of(ApiReply.json(200, index()));
        }
        boolean core = parts.get(2).equals("api") && parts.size() == 4;
        boolean named = parts.get(2).equals("apis") && parts.size() == 5;
        if (!core && !named) {
            return Optional.empty();
        }
        String group = core ? "" : parts.get(3);
        String version = parts.get(parts.size() - 1);
        boolean served = resources.groups().getOrDefault(group, List.of()).contains(version);
        if (!served) {
            return Optional.of(ApiReply.text(404, ""));
        }
        String hash = hash();
        String path = "/" + String.join("/", parts) + "?hash=" + hash;
        return Optional.of(
                request.parameter("hash").filter(asked -> !asked.equals(hash)).isPresent()
                        ? ApiReply.json(301, Json.NODES.textNode("")).with("location", List.of(path))
                        : ApiReply.json(200, document(group, version)));
    }

    private ObjectNode index() {
        ObjectNode index = Json.object();
        ObjectNode paths = index.putObject("paths");
        resources
                .groups()
                .forEach((group, versions) -> versions.forEach(version -> {
                    String path = group.isEmpty() ? "api/" + version : "apis/" + group + "/" + version;
                    paths.putObject(path).put("serverRelativeURL", "/openapi/v3/" + path + "?hash=" + hash());
                }));
        return index;
    }

    private String hash() {
        return Integer.toString(resources.all().size());
    }

    private ObjectNode document(String group, String version) {
        ObjectNode document = Json.object().put("openapi", "3.0.0");
        document.putObject("info").put("title", "Kubernetes").put("version", "v1.36.2");
        ObjectNode paths = document.putObject("paths");
        ObjectNode schemas = document.putObject("components").putObject("schemas");
        for (Resource resource : resources.all()) {
            Kind kind = resource.kind();
            if (kind.group().equals(group) && kind.version().equals(version)) {
                path(paths, kind);
                type(schemas, resource);
            }
        }
        return document;
    }

    private static void path(ObjectNode paths, Kind kind) {
        String root = kind.group().isEmpty() ? "/api/v1" : "/apis/" + kind.apiVersion();
        String scope = kind.namespaced() ? "/namespaces/{namespace}" : "";
        ObjectNode patch = paths.putObject(root + scope + "/" + kind.plural() + "/{name}")
                .putObject("patch")
                .put("x-kubernetes-action", "patch");
        gvk(patch.putObject("x-kubernetes-group-version-kind"), kind);
        var parameters = patch.putArray("parameters");
        for (String name : List.of("dryRun", "fieldManager", "fieldValidation", "force")) {
            parameters
                    .addObject()
                    .put("name", name)
                    .put("in", "query")
                    .putObject("schema")
                    .put("type", "string");
        }
    }

    private void type(ObjectNode schemas, Resource resource) {
        Kind kind = resource.kind();
        JsonNode nodes = resources.definitions().nodes();
        if (resource.isCustom()) {
            ObjectNode schema = resource.schema().node().deepCopy();
            gvk(schema.putArray("x-kubernetes-group-version-kind").addObject(), kind);
            schemas.set(Status.qualified(kind.version() + "." + kind.kind(), kind.group()), schema);
            include(schemas, nodes, Definitions.OBJECT_META, new HashSet<>());
            return;
        }
        for (var each : nodes.properties()) {
            JsonNode mark =
                    each.getValue().path("x-kubernetes-group-version-kind").path(0);
            boolean same = mark.path("kind").asText().equals(kind.kind())
                    && mark.path("group").asText().equals(kind.group())
                    && mark.path("version").asText().equals(kind.version());
            if (same) {
                include(schemas, nodes, each.getKey(), new HashSet<>());
            }
        }
    }

    private static void include(ObjectNode schemas, JsonNode nodes, String name, Set<String> seen) {
        if (seen.add(name)) {
            schemas.set(name, nodes.path(name));
            for (JsonNode reference : nodes.path(name).findValues("$ref")) {
                // a schema may also have a property of that name
                if (reference.isTextual()) {
                    include(schemas, nodes, reference.asText().substring(REFERENCE.length()), seen);
                }
            }
        }
    }

    private static void gvk(ObjectNode node, Kind kind) {
        node.put("group", kind.group()).put("kind", kind.kind()).put("version", kind.version());
    }
}
