package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.simulator.store.Key;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The objects of one kind that select pods, found by the labels of a pod. Each selector is filed under one of its pairs, the
 * one that fewest others are filed under, so that a label that all apps share does not make every lookup long.
 */
final class SelectorIndex {

    private final Map<Pair, Map<Key, Selector>> byPair = new HashMap<>();
    private final Map<Key, Pair> filed = new HashMap<>();

    /** Key and value are empty for selectors that name no pair. */
    private record Pair(String namespace, String key, String value) {}

    void put(Key key, Selector selector) {
        remove(key);
        Pair pair = selector.equal().entrySet().stream()
                .map(each -> new Pair(key.namespace(), each.getKey(), each.getValue()))
                .min(Comparator.comparingInt(each -> at(each).size()))
                .orElseGet(() -> new Pair(key.namespace(), "", ""));
        byPair.computeIfAbsent(pair, any -> new LinkedHashMap<>()).put(key, selector);
        filed.put(key, pair);
    }

    void remove(Key key) {
        Pair pair = filed.remove(key);
        if (pair != null) {
            byPair.computeIfPresent(pair, (any, selectors) -> {
                selectors.remove(key);
                return selectors.isEmpty() ? null : selectors;
            });
        }
    }

    List<Key> matching(String namespace, JsonNode labels) {
        List<Key> keys = new ArrayList<>();
        collect(new Pair(namespace, "", ""), labels, keys);
        for (Map.Entry<String, JsonNode> label : labels.properties()) {
            collect(new Pair(namespace, label.getKey(), label.getValue().asText()), labels, keys);
        }
        return keys;
    }

    private void collect(Pair pair, JsonNode labels, List<Key> keys) {
        at(pair).forEach((key, selector) -> {
            if (selector.matches(labels)) {
                keys.add(key);
            }
        });
    }

    private Map<Key, Selector> at(Pair pair) {
        return byPair.getOrDefault(pair, Map.of());
    }
}
