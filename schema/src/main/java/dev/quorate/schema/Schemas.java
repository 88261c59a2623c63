package dev.quorate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The JSON Schemas of the formats, the one source for reading, editors, the custom resource and the docs.
 *
 * <p>A fragment of an engine is a schema of {@code spec}: its {@code properties} stand beside or in place of the common
 * ones, its {@code required} adds to the common list, and what it {@code $ref}s may be its own {@code $defs} or the common
 * ones. Its title and description present the engine.
 */
public final class Schemas {
    private final Map<String, JsonNode> fragments;
    private final ObjectNode statefulApp;

    private Schemas(Map<String, JsonNode> fragments) {
        if (fragments.isEmpty()) {
            throw new IllegalArgumentException("without an engine no app can be valid");
        }
        this.fragments = new TreeMap<>(fragments);
        this.statefulApp = compose(this.fragments);
    }

    /** The schemas with the given engines: name of the engine to its fragment. */
    public static Schemas of(Map<String, JsonNode> engineFragments) {
        return new Schemas(engineFragments);
    }

    /** The schemas with the engines that come with this module. */
    public static Schemas standard() {
        return of(Map.of(
                "etcd",
                resource("engines/etcd.schema.json"),
                "rabbitmq",
                resource("engines/rabbitmq.schema.json"),
                "redis",
                resource("engines/redis.schema.json"),
                "statefulset",
                resource("engines/statefulset.schema.json"),
                "zookeeper",
                resource("engines/zookeeper.schema.json")));
    }

    /** Names of the engines, in order. */
    public Set<String> engines() {
        return fragments.keySet();
    }

    /** The schema of {@code StatefulApp} for all engines. */
    public JsonNode statefulApp() {
        return statefulApp.deepCopy();
    }

    /** The schema of {@code StatusReport}. */
    public JsonNode statusReport() {
        return resource("statusreport.schema.json");
    }

    /** The {@code openAPIV3Schema} of the custom resource that mirrors a {@code StatefulApp} in the cluster. */
    public JsonNode customResource() {
        return new StructuralSchema(statefulApp).customResource(fragments.keySet());
    }

    private static ObjectNode compose(Map<String, JsonNode> fragments) {
        ObjectNode schema = (ObjectNode) resource("statefulapp.base.schema.json");
        ObjectNode definitions = (ObjectNode) schema.get("$defs");
        ObjectNode common = (ObjectNode) definitions.remove("spec");
        ObjectNode spec = (ObjectNode) schema.at("/properties/spec");
        ArrayNode names = ((ObjectNode) spec.at("/properties/engine")).putArray("enum");
        ArrayNode choices = spec.putArray("allOf");
        fragments.forEach((engine, fragment) -> {
            names.add(engine);
            choices.add(choice(engine));
            definitions.set("engine-" + engine, specOf(engine, common, fragment));
            fragment.path("$defs").properties().forEach(own -> define(definitions, own, engine));
        });
        return schema;
    }

    private static ObjectNode choice(String engine) {
        ObjectNode choice = Json.object();
        ObjectNode condition = choice.putObject("if");
        condition.putArray("required").add("engine");
        condition.putObject("properties").putObject("engine").put("const", engine);
        choice.putObject("then").put("$ref", "#/$defs/engine-" + engine);
        return choice;
    }

    private static ObjectNode specOf(String engine, ObjectNode common, JsonNode fragment) {
        ObjectNode spec = Json.object();
        spec.put("title", fragment.path("title").asText(engine));
        spec.put("description", fragment.path("description").asText("An app of the engine " + engine + "."));
        spec.setAll(common.deepCopy());
        ArrayNode required = (ArrayNode) spec.get("required");
        fragment.path("required").forEach(required::add);
        ObjectNode properties = (ObjectNode) spec.get("properties");
        ((ObjectNode) properties.get("engine")).put("const", engine);
        properties.setAll((ObjectNode) fragment.get("properties").deepCopy());
        return spec;
    }

    private static void define(ObjectNode definitions, Map.Entry<String, JsonNode> own, String engine) {
        if (definitions.has(own.getKey())) {
            throw new IllegalArgumentException("the schema fragment of engine " + engine + " defines $defs/"
                    + own.getKey() + ", which is there already");
        }
        definitions.set(own.getKey(), own.getValue());
    }

    private static JsonNode resource(String name) {
        try (InputStream in = Schemas.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing beside " + Schemas.class.getName());
            }
            return Json.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + name + " cannot be read", e);
        }
    }
}
