package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The form in which a client wants objects: as they are, as a table, or only their metadata; in JSON or YAML. */
record Representation(Form form, String version, boolean yaml) {

    enum Form {
        OBJECT,
        TABLE,
        METADATA,
        METADATA_LIST
    }

    static final Representation JSON = new Representation(Form.OBJECT, "v1", false);

    /** The first acceptable one of the Accept header. */
    static Representation of(ApiRequest request) {
        String accept = request.header("accept");
        if (accept.isBlank()) {
            return JSON;
        }
        boolean shaped = false;
        for (String each : accept.split(",", -1)) {
            String[] parts = each.split(";", -1);
            String type = parts[0].trim().toLowerCase(Locale.ROOT);
            Map<String, String> parameters = parameters(parts);
            boolean json = type.equals("application/json") || type.equals("*/*") || type.equals("application/*");
            boolean yaml = type.equals("application/yaml");
            String as = parameters.getOrDefault("as", "");
            shaped |= !as.isEmpty();
            if ((json || yaml) && known(as)) {
                return new Representation(form(as), parameters.getOrDefault("v", "v1"), yaml);
            }
        }
        throw shaped ? Status.onlyMediaTypes() : Status.notAcceptable();
    }

    static boolean isKnown(ApiRequest request) {
        try {
            of(request);
            return true;
        } catch (ApiException e) {
            return false;
        }
    }

    String apiVersion() {
        return "meta.k8s.io/" + version;
    }

    /** A reply whose tree is an object or list of this resource, in the form that was asked for. */
    ApiReply shape(ApiReply reply, Resource resource, Tables tables, ApiRequest request) {
        boolean status = reply.body().path("kind").asText().equals("Status")
                || !reply.body().isObject();
        ObjectNode body = reply.body().isObject() ? (ObjectNode) reply.body() : Json.object();
        boolean list =
                body.path("items").isArray() && body.path("kind").asText().equals(resource.listKind());
        JsonNode shaped = status || reply.isError() ? reply.body() : shape(body, list, resource, tables, request);
        return yaml
                ? ApiReply.of(reply.status(), "application/yaml", Json.NODES.textNode(Json.yaml(shaped)))
                : new ApiReply(reply.status(), reply.headers(), shaped);
    }

    /** One object inside a watch. */
    ObjectNode shapeOne(ObjectNode object, Resource resource, Tables tables, String include, boolean first) {
        return switch (form) {
            case OBJECT -> object;
            case TABLE -> tables.ofOne(resource, object, apiVersion(), include, first);
            case METADATA, METADATA_LIST -> metadata(object);
        };
    }

    private ObjectNode shape(ObjectNode body, boolean list, Resource resource, Tables tables, ApiRequest request) {
        String include = request.parameter("includeObject").orElse("Metadata");
        checkListForm(list, resource);
        return switch (form) {
            case TABLE ->
                list
                        ? tables.ofList(resource, body, apiVersion(), include)
                        : tables.ofOne(resource, body, apiVersion(), include, true);
            case METADATA -> metadata(body);
            case METADATA_LIST -> metadataList(body);
            case OBJECT -> list && !resource.isCustom() ? withoutTypes(body) : body;
        };
    }

    private void checkListForm(boolean list, Resource resource) {
        if (form == Form.METADATA && list) {
            throw Status.notAcceptable("you requested PartialObjectMetadata, but the requested object is a list (*core."
                    + resource.listKind() + ")");
        }
        if (form == Form.METADATA_LIST && !list) {
            throw Status.notAcceptable("you requested PartialObjectMetadataList, but the requested object is not a list"
                    + " (*core." + resource.kind().kind() + ")");
        }
    }

    private ObjectNode metadata(ObjectNode object) {
        ObjectNode partial = Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", apiVersion());
        partial.set("metadata", object.path("metadata"));
        return partial;
    }

    private ObjectNode metadataList(ObjectNode list) {
        ObjectNode partial =
                Json.object().put("kind", "PartialObjectMetadataList").put("apiVersion", apiVersion());
        partial.set("metadata", list.path("metadata"));
        ArrayNode items = partial.putArray("items");
        list.path("items").forEach(item -> items.add(metadata((ObjectNode) item)));
        return partial;
    }

    /** Items of built-in kinds do not repeat what the list says. */
    private static ObjectNode withoutTypes(ObjectNode list) {
        ArrayNode items = Json.NODES.arrayNode();
        for (JsonNode item : list.path("items")) {
            ObjectNode bare = Json.object();
            bare.setAll((ObjectNode) item);
            bare.remove("kind");
            bare.remove("apiVersion");
            items.add(bare);
        }
        ObjectNode shaped = Json.object();
        shaped.setAll(list);
        shaped.set("items", items);
        return shaped;
    }

    private static boolean known(String as) {
        return as.isEmpty()
                || as.equals("Table")
                || as.equals("PartialObjectMetadata")
                || as.equals("PartialObjectMetadataList");
    }

    private static Form form(String as) {
        return switch (as) {
            case "Table" -> Form.TABLE;
            case "PartialObjectMetadata" -> Form.METADATA;
            case "PartialObjectMetadataList" -> Form.METADATA_LIST;
            default -> Form.OBJECT;
        };
    }

    private static Map<String, String> parameters(String[] parts) {
        Map<String, String> parameters = new HashMap<>();
        for (String part : parts) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        part.substring(0, equals).trim(),
                        part.substring(equals + 1).trim());
            }
        }
        return parameters;
    }
}
