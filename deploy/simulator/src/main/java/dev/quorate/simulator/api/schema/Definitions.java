package dev.quorate.simulator.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The named types of the built-in kinds: Kubernetes 1.36's own OpenAPI, without its prose and without the kinds that are
 * not served here.
 */
public final class Definitions {

    public static final String OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

    private final JsonNode nodes;
    private final Map<String, Schema> read = new ConcurrentHashMap<>();
    private final Map<String, String> byKind = new HashMap<>();
    private final Schema any;

    private Definitions(JsonNode nodes) {
        this.nodes = nodes;
        this.any = Schema.of(this, JsonNodeFactory.instance.objectNode());
        for (Map.Entry<String, JsonNode> each : nodes.properties()) {
            JsonNode mark =
                    each.getValue().path("x-kubernetes-group-version-kind").path(0);
            String version =
                    mark.path("group").asText() + "/" + mark.path("version").asText();
            byKind.put(version + "/" + mark.path("kind").asText(), each.getKey());
        }
    }

    /** Read once in a JVM. */
    public static Definitions shared() {
        return Shared.DEFINITIONS;
    }

    private static Definitions load() {
        try (InputStream text = Definitions.class.getResourceAsStream("kubernetes-1.36.json")) {
            return new Definitions(new ObjectMapper().readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException("kubernetes-1.36.json cannot be read from the simulator's jar", e);
        }
    }

    /** By full name, for example {@code io.k8s.api.core.v1.Pod}. */
    public Schema named(String name) {
        return read.computeIfAbsent(
                name,
                any -> Schema.of(
                        this, JsonNodeFactory.instance.objectNode().put("$ref", "#/components/schemas/" + any)));
    }

    /** The built-in type of a kind, found by its group, version and kind. */
    public Optional<Schema> ofKind(String group, String version, String kind) {
        return Optional.ofNullable(byKind.get(group + "/" + version + "/" + kind))
                .map(this::named);
    }

    /** The type that a CRD's schema describes, with the metadata that every object has. */
    public Schema ofCustomResource(JsonNode openApi) {
        ObjectNode node = openApi.isObject() ? openApi.deepCopy() : JsonNodeFactory.instance.objectNode();
        ObjectNode properties = node.withObject("/properties");
        properties.putObject("apiVersion").put("type", "string");
        properties.putObject("kind").put("type", "string");
        properties
                .putObject("metadata")
                .put("$ref", "#/components/schemas/" + OBJECT_META)
                .putObject("default");
        node.put("type", "object");
        return Schema.of(this, node);
    }

    public Schema any() {
        return any;
    }

    /** The raw documents, which /openapi/v3 serves again. */
    public JsonNode nodes() {
        return nodes;
    }

    JsonNode node(String name) {
        return nodes.path(name);
    }

    private static final class Shared {
        static final Definitions DEFINITIONS = load();
    }
}
