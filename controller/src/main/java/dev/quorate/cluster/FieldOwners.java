package dev.quorate.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves the fields of an object that we created to our applies. The API server counts the one who creates and the one who
 * applies as two owners even under one name, so a field that Git drops would be kept for the creator's sake for ever. What no
 * apply may own, replicas, partition and requests, stays with the creator: dropped by an apply, they would fall to their defaults, or be gone.
 */
final class FieldOwners {

    static final String MANAGER = "quorate";

    /** With their parents: an apply that owned only a parent would drop it together with what it holds. */
    private static final Map<Kind, List<List<String>>> NEVER_APPLIED = Map.of(
            Kind.STATEFUL_SET,
            List.of(List.of("f:spec", "f:replicas"), List.of("f:spec", "f:updateStrategy", "f:rollingUpdate")),
            Kind.SCALE_TARGET,
            List.of(List.of("f:spec")));

    private FieldOwners() {}

    /** The object's managedFields as they should be before an apply; empty when they are so. */
    static Optional<ArrayNode> forApply(Manifest live) {
        ArrayNode next = JsonNodeFactory.instance.arrayNode();
        ObjectNode created = entry(live, "Update");
        ObjectNode applied = entry(live, "Apply");
        for (JsonNode owner : live.at("/metadata/managedFields")) {
            if (!isOurs(owner, "Update") && !isOurs(owner, "Apply")) {
                next.add(owner);
            }
        }
        ObjectNode moved = created.withObject("/fieldsV1").deepCopy();
        ObjectNode kept = split(moved, NEVER_APPLIED.getOrDefault(live.kind(), List.of()));
        if (moved.isEmpty()) {
            return Optional.empty();
        }
        merge(applied.withObject("/fieldsV1"), moved);
        next.add(applied);
        if (!kept.isEmpty()) {
            created.set("fieldsV1", kept);
            next.add(created);
        }
        return Optional.of(next);
    }

    /** A copy of our entry, or a blank one. */
    private static ObjectNode entry(Manifest live, String operation) {
        for (JsonNode owner : live.at("/metadata/managedFields")) {
            if (isOurs(owner, operation)) {
                return owner.deepCopy();
            }
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("manager", MANAGER)
                .put("operation", operation)
                .put("apiVersion", live.kind().apiVersion())
                .put("fieldsType", "FieldsV1");
    }

    private static boolean isOurs(JsonNode owner, String operation) {
        return owner.path("manager").asText().equals(MANAGER)
                && owner.path("operation").asText().equals(operation)
                && owner.path("subresource").asText().isEmpty();
    }

    /** Takes what is never applied out of the fields and returns it. */
    private static ObjectNode split(ObjectNode fields, List<List<String>> paths) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        for (List<String> path : paths) {
            String pointer = "/" + String.join("/", path);
            JsonNode found = fields.at(pointer);
            if (!found.isMissingNode()) {
                String parent = pointer.substring(0, pointer.lastIndexOf('/'));
                (parent.isEmpty() ? kept : kept.withObject(parent)).set(path.get(path.size() - 1), found);
                cut(fields, path);
            }
        }
        return kept;
    }

    /** Removes a field with the parents that hold nothing else: an empty entry would mean the parent itself. */
    private static void cut(ObjectNode fields, List<String> path) {
        String name = path.get(0);
        if (path.size() > 1) {
            cut((ObjectNode) fields.get(name), path.subList(1, path.size()));
        }
        if (path.size() == 1 || fields.get(name).isEmpty()) {
            fields.remove(name);
        }
    }

    private static void merge(ObjectNode into, JsonNode fields) {
        fields.properties().forEach(field -> {
            if (into.get(field.getKey()) instanceof ObjectNode both) {
                merge(both, field.getValue());
            } else {
                into.set(field.getKey(), field.getValue());
            }
        });
    }
}
