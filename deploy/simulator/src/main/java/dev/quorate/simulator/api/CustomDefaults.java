package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.schema.Schema;
import java.util.Map;

/** The defaults that a CRD's schema gives; a null without a value of its own counts as left out. */
final class CustomDefaults {

    private CustomDefaults() {}

    static void apply(JsonNode value, Schema schema) {
        if (value instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> property :
                    schema.node().path("properties").properties()) {
                property(object, property.getKey(), property.getValue());
            }
            object.properties().forEach(field -> {
                if (!field.getKey().equals("metadata")
                        || schema.property("apiVersion").isEmpty()) {
                    apply(field.getValue(), schema.child(field.getKey()));
                }
            });
        } else if (value.isArray()) {
            value.forEach(item -> apply(item, schema.element()));
        }
    }

    private static void property(ObjectNode object, String name, JsonNode schema) {
        JsonNode byDefault = schema.get("default");
        boolean absent = !object.has(name)
                || (object.path(name).isNull() && !schema.path("nullable").asBoolean());
        if (byDefault != null && absent && !name.equals("metadata")) {
            object.set(name, byDefault.deepCopy());
        }
    }
}
