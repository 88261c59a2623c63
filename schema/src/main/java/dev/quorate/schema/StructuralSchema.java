package dev.quorate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/**
 * Makes a structural schema, the kind that a CustomResourceDefinition takes, of a full one. It says less: references are
 * written out, conditions and refusals are left out, and parts whose form depends on the engine are kept as they come. The
 * mirror is written by the controller alone and from files that the full schema has passed.
 */
final class StructuralSchema {
    private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";
    private static final List<String> KEPT = List.of("description", "type", "required", "minimum", "maximum", "enum");

    private final JsonNode root;

    StructuralSchema(JsonNode root) {
        this.root = root;
    }

    ObjectNode customResource(Set<String> engines) {
        ObjectNode schema = Json.object().put("type", "object");
        schema.set("description", root.get("description"));
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("apiVersion").put("type", "string");
        properties.putObject("kind").put("type", "string");
        properties.putObject("metadata").put("type", "object");
        properties.set("spec", spec(engines));
        properties.set("status", status());
        return schema;
    }

    /** Fields of the spec that mean the same for all engines are typed; the rest is kept as it is. */
    private ObjectNode spec(Set<String> engines) {
        ObjectNode spec = open("What Git asked for, the last time that the file was valid. Written by Quorate alone.");
        spec.putArray("required").add("engine");
        ObjectNode properties = spec.putObject("properties");
        properties.putObject("engine").put("type", "string");
        properties.putObject("replicas").put("type", "integer").put("description", "How many members Git asks for.");
        for (String field : commonFields(engines)) {
            properties.set(
                    field, convert(root.at("/$defs/engine-" + engines.iterator().next() + "/properties/" + field)));
        }
        return spec;
    }

    private List<String> commonFields(Set<String> engines) {
        return List.of(
                        "resources",
                        "updateStrategy",
                        "paused",
                        "progressDeadlineSeconds",
                        "defaultsVersion",
                        "persistentVolumeClaimRetentionPolicy",
                        "stopped",
                        "suspend",
                        "adopt",
                        "deletion",
                        "dependsOn",
                        "acknowledge")
                .stream()
                .filter(field -> engines.stream()
                        .allMatch(engine -> root.at("/$defs/engine-" + engine + "/properties")
                                .has(field)))
                .toList();
    }

    private static ObjectNode status() {
        ObjectNode status = open("What is, and what has not yet reached Git.");
        ObjectNode properties = status.putObject("properties");
        properties.putObject("observedGeneration").put("type", "integer").put("format", "int64");
        ObjectNode conditions = properties.putObject("conditions").put("type", "array");
        conditions
                .put("x-kubernetes-list-type", "map")
                .putArray("x-kubernetes-list-map-keys")
                .add("type");
        ObjectNode condition = conditions.putObject("items").put("type", "object");
        condition.putArray("required").add("type").add("status");
        for (String field : List.of("type", "status", "reason", "message")) {
            condition.withObjectProperty("properties").putObject(field).put("type", "string");
        }
        condition
                .withObjectProperty("properties")
                .putObject("lastTransitionTime")
                .put("type", "string")
                .put("format", "date-time");
        condition
                .withObjectProperty("properties")
                .putObject("observedGeneration")
                .put("type", "integer")
                .put("format", "int64");
        return status;
    }

    private ObjectNode convert(JsonNode schema) {
        if (schema.has("$ref")) {
            ObjectNode target = convert(root.at(schema.get("$ref").asText().substring(1)));
            return target.setAll(described(schema));
        }
        if (!schema.path("type").isTextual()) {
            return untyped(schema);
        }
        ObjectNode converted = Json.object();
        KEPT.stream().filter(schema::has).forEach(keyword -> converted.set(keyword, schema.get(keyword)));
        convertChildren(schema, converted);
        return converted;
    }

    private void convertChildren(JsonNode schema, ObjectNode converted) {
        if (schema.has("items")) {
            converted.set("items", convert(schema.get("items")));
        }
        if (schema.path("additionalProperties").isObject()) {
            converted.set("additionalProperties", convert(schema.get("additionalProperties")));
        } else if (schema.has("properties")) {
            ObjectNode properties = converted.putObject("properties");
            schema.get("properties").properties().stream()
                    .filter(property -> !property.getValue().has("not"))
                    .forEach(property -> properties.set(property.getKey(), convert(property.getValue())));
        } else if (schema.path("type").asText().equals("object")) {
            converted.put(PRESERVE, true);
        }
    }

    /** One constant or a choice of texts is a string; a choice of types cannot be said, so anything is kept. */
    private static ObjectNode untyped(JsonNode schema) {
        ObjectNode converted = described(schema);
        if (schema.has("enum") || schema.has("const")) {
            return converted.put("type", "string");
        }
        return converted.put(PRESERVE, true);
    }

    private static ObjectNode described(JsonNode schema) {
        ObjectNode described = Json.object();
        return schema.has("description") ? described.set("description", schema.get("description")) : described;
    }

    private static ObjectNode open(String description) {
        return Json.object()
                .put("description", description)
                .put("type", "object")
                .put(PRESERVE, true);
    }
}
