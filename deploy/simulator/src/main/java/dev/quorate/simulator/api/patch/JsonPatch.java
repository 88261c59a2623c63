package dev.quorate.simulator.api.patch;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.SameJson;

/**
 * RFC 6902, with the API server's one leniency: replacing a missing map key adds it.
 */
public final class JsonPatch {

    private static final String REFUSED = "the server rejected our request due to an error in our request";

    private JsonPatch() {}

    public static JsonNode apply(JsonNode target, JsonNode operations) {
        JsonNode document = target.deepCopy();
        for (JsonNode operation : operations) {
            document = step(document, operation);
        }
        return document;
    }

    private static JsonNode step(JsonNode document, JsonNode operation) {
        JsonPointer path = pointer(operation, "path");
        return switch (operation.path("op").asText()) {
            case "add" -> add(document, path, value(operation));
            case "remove" -> remove(document, path);
            case "replace" -> replace(document, path, value(operation));
            case "copy" ->
                add(document, path, there(document, pointer(operation, "from")).deepCopy());
            case "move" -> {
                JsonPointer from = pointer(operation, "from");
                JsonNode moved = there(document, from);
                yield add(remove(document, from), path, moved);
            }
            case "test" -> {
                if (!SameJson.same(there(document, path), value(operation))) {
                    throw refused();
                }
                yield document;
            }
            default -> throw refused();
        };
    }

    private static JsonNode add(JsonNode document, JsonPointer path, JsonNode value) {
        if (path.matches()) {
            return value;
        }
        JsonNode parent = there(document, path.head());
        if (parent instanceof ObjectNode object) {
            object.set(path.last().getMatchingProperty(), value);
        } else if (parent instanceof ArrayNode array) {
            boolean end = path.last().getMatchingProperty().equals("-");
            int index = end ? array.size() : path.last().getMatchingIndex();
            if (index < 0 || index > array.size()) {
                throw refused();
            }
            array.insert(index, value);
        } else {
            throw refused();
        }
        return document;
    }

    private static JsonNode replace(JsonNode document, JsonPointer path, JsonNode value) {
        if (path.matches()) {
            return value;
        }
        JsonNode parent = there(document, path.head());
        if (parent instanceof ArrayNode array) {
            there(document, path);
            array.set(path.last().getMatchingIndex(), value);
            return document;
        }
        return add(document, path, value);
    }

    private static JsonNode remove(JsonNode document, JsonPointer path) {
        there(document, path);
        JsonNode parent = document.at(path.head());
        if (parent instanceof ObjectNode object) {
            object.remove(path.last().getMatchingProperty());
        } else if (parent instanceof ArrayNode array) {
            array.remove(path.last().getMatchingIndex());
        } else {
            throw refused();
        }
        return document;
    }

    private static JsonNode there(JsonNode document, JsonPointer path) {
        JsonNode found = document.at(path);
        if (found.isMissingNode()) {
            throw refused();
        }
        return found;
    }

    private static JsonNode value(JsonNode operation) {
        JsonNode value = operation.get("value");
        if (value == null) {
            throw refused();
        }
        return value;
    }

    private static JsonPointer pointer(JsonNode operation, String field) {
        try {
            return JsonPointer.compile(operation.path(field).asText());
        } catch (IllegalArgumentException e) {
            throw refused();
        }
    }

    private static PatchException refused() {
        return new PatchException(PatchException.Reason.NOT_APPLICABLE, REFUSED);
    }
}
