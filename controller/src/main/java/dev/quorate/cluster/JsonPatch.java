package dev.quorate.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quorate.state.ObjectRef;
import java.util.Map;

/** A JSON patch that is carried out only on the very object, in the very state, that was looked at. */
final class JsonPatch {

    private final ArrayNode operations = JsonNodeFactory.instance.arrayNode();

    JsonPatch(String uid, String resourceVersion) {
        test("/metadata/uid", JsonNodeFactory.instance.textNode(uid));
        test("/metadata/resourceVersion", JsonNodeFactory.instance.textNode(resourceVersion));
    }

    JsonPatch test(String pointer, JsonNode value) {
        return add("test", pointer, value);
    }

    JsonPatch replace(String pointer, JsonNode value) {
        return add("replace", pointer, value);
    }

    ApiRequest request(ObjectRef ref) {
        return ApiRequest.patch(
                Paths.object(ref), Map.of("fieldManager", FieldOwners.MANAGER), ApiRequest.JSON_PATCH, operations);
    }

    private JsonPatch add(String operation, String pointer, JsonNode value) {
        operations.addObject().put("op", operation).put("path", pointer).set("value", value);
        return this;
    }
}
