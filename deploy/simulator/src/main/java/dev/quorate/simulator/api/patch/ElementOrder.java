package dev.quorate.simulator.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Where the items of a merged list go: the patch's among themselves in its order, the others before those they preceded. */
final class ElementOrder {

    private final UnaryOperator<JsonNode> identity;

    private ElementOrder(UnaryOperator<JsonNode> identity) {
        this.identity = identity;
    }

    static ElementOrder byKey(String key) {
        return new ElementOrder(item -> item.path(key));
    }

    static ElementOrder byValue() {
        return new ElementOrder(UnaryOperator.identity());
    }

    ArrayNode arrange(List<JsonNode> merged, JsonNode patchOrder, JsonNode liveOrder) {
        Map<JsonNode, Integer> wanted = positions(patchOrder);
        Map<JsonNode, Integer> live = positions(liveOrder);
        List<JsonNode> patched = new ArrayList<>();
        List<JsonNode> others = new ArrayList<>();
        merged.forEach(item -> (wanted.containsKey(identity.apply(item)) ? patched : others).add(item));
        patched.sort((a, b) ->
                position(wanted, a).orElseThrow() - position(wanted, b).orElseThrow());
        return interleave(others, patched, live);
    }

    private ArrayNode interleave(List<JsonNode> others, List<JsonNode> patched, Map<JsonNode, Integer> live) {
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        int next = 0;
        for (JsonNode item : patched) {
            while (next < others.size() && precedes(others.get(next), item, live)) {
                result.add(others.get(next++));
            }
            result.add(item);
        }
        others.subList(next, others.size()).forEach(result::add);
        return result;
    }

    private boolean precedes(JsonNode one, JsonNode other, Map<JsonNode, Integer> live) {
        Optional<Integer> left = position(live, one);
        Optional<Integer> right = position(live, other);
        return left.isPresent() && right.isPresent() && left.get() < right.get();
    }

    private Optional<Integer> position(Map<JsonNode, Integer> positions, JsonNode item) {
        return Optional.ofNullable(positions.get(identity.apply(item)));
    }

    private Map<JsonNode, Integer> positions(JsonNode list) {
        Map<JsonNode, Integer> positions = new HashMap<>();
        list.forEach(item -> positions.putIfAbsent(identity.apply(item), positions.size()));
        return positions;
    }
}
