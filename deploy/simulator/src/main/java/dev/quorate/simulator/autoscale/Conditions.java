package dev.quorate.simulator.autoscale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Metadata;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** AbleToScale, ScalingActive and ScalingLimited, in the order in which they were first set. */
final class Conditions {

    private final Map<String, ObjectNode> byType = new LinkedHashMap<>();
    private final String now;

    Conditions(JsonNode before, Instant now) {
        this.now = Metadata.timestamp(now);
        before.forEach(condition -> byType.put(condition.path("type").asText(), condition.deepCopy()));
    }

    void set(String type, boolean holds, String reason, String message) {
        String status = holds ? "True" : "False";
        ObjectNode condition = byType.computeIfAbsent(type, any -> JsonNodeFactory.instance.objectNode());
        boolean turned = !condition.path("status").asText().equals(status);
        String since = turned ? now : condition.path("lastTransitionTime").asText();
        condition
                .put("type", type)
                .put("status", status)
                .put("lastTransitionTime", since)
                .put("reason", reason)
                .put("message", message);
    }

    ArrayNode list() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        byType.values().forEach(list::add);
        return list;
    }
}
