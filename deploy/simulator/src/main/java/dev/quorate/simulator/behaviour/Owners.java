package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Metadata;

/** Reads and changes ownerReferences. */
final class Owners {

    private Owners() {}

    static ObjectNode reference(String apiVersion, String kind, ObjectNode owner) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", apiVersion)
                .put("kind", kind)
                .put("name", Metadata.name(owner))
                .put("uid", Metadata.uid(owner))
                .put("controller", true)
                .put("blockOwnerDeletion", true);
    }

    static boolean has(ObjectNode object, String uid) {
        for (JsonNode each : object.path("metadata").path("ownerReferences")) {
            if (each.path("uid").asText().equals(uid)) {
                return true;
            }
        }
        return false;
    }

    static boolean controlled(ObjectNode object) {
        for (JsonNode each : object.path("metadata").path("ownerReferences")) {
            if (each.path("controller").asBoolean()) {
                return true;
            }
        }
        return false;
    }

    static void add(ObjectNode object, ObjectNode reference) {
        ((ObjectNode) object.path("metadata")).withArray("ownerReferences").add(reference);
    }

    static void remove(ObjectNode object, String uid) {
        ObjectNode metadata = (ObjectNode) object.path("metadata");
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        for (JsonNode each : metadata.path("ownerReferences")) {
            if (!each.path("uid").asText().equals(uid)) {
                kept.add(each);
            }
        }
        if (kept.isEmpty()) {
            metadata.remove("ownerReferences");
        } else {
            metadata.set("ownerReferences", kept);
        }
    }
}
