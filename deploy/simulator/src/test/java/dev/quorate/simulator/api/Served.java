package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes out of recorded discovery documents the groups, versions, kinds and subresources that are not served here. */
final class Served {

    /** The lists in discovery documents, with the field that names their items. */
    private static final Map<String, String> LISTS = Map.of(
            "groups",
            "name",
            "resources",
            "name",
            "items",
            "metadata",
            "versions",
            "version",
            "subresources",
            "subresource");

    private Served() {}

    static JsonNode only(JsonNode expected, JsonNode actual) {
        String kind = expected.path("kind").asText();
        boolean discovery = List.of("APIGroupList", "APIGroup", "APIResourceList", "APIGroupDiscoveryList")
                .contains(kind);
        return discovery ? reduced(expected, actual) : expected;
    }

    private static JsonNode reduced(JsonNode expected, JsonNode actual) {
        if (!expected.isObject()) {
            return expected;
        }
        ObjectNode result = expected.deepCopy();
        LISTS.forEach((list, name) -> {
            if (expected.path(list).isArray() && actual.has(list)) {
                result.set(list, reducedList(expected.path(list), actual.path(list), name));
            } else {
                result.remove(list);
            }
        });
        return result;
    }

    private static ArrayNode reducedList(JsonNode expected, JsonNode actual, String name) {
        ArrayNode result = Json.NODES.arrayNode();
        Set<JsonNode> served = new HashSet<>();
        actual.forEach(each -> served.add(id(each, name)));
        for (JsonNode each : expected) {
            if (served.contains(id(each, name))) {
                JsonNode same = Json.object();
                for (JsonNode candidate : actual) {
                    same = id(candidate, name).equals(id(each, name)) ? candidate : same;
                }
                result.add(reduced(each, same));
            }
        }
        return result;
    }

    private static JsonNode id(JsonNode item, String name) {
        return item.has("resource") ? item.path("resource") : item.path(name);
    }
}
