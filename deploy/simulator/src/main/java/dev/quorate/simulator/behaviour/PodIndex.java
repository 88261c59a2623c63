package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Change;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Metadata;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Pods by namespace, label, controller and node, so that no controller has to read them all. */
final class PodIndex {

    private final Map<String, NavigableMap<String, Pod>> byNamespace = new HashMap<>();
    private final Map<Label, NavigableMap<String, Pod>> byLabel = new HashMap<>();
    private final Map<String, NavigableMap<String, Pod>> byController = new HashMap<>();
    private final Map<String, NavigableMap<String, Pod>> byNode = new HashMap<>();

    private record Label(String namespace, String key, String value) {}

    void accept(Change change) {
        if (!change.key().kind().equals(Kinds.POD)) {
            return;
        }
        change.before().ifPresent(before -> forget(new Pod(before)));
        if (change.type() != Change.Type.DELETED) {
            remember(new Pod(change.object()));
        }
    }

    Optional<Pod> get(String namespace, String name) {
        return Optional.ofNullable(byNamespace.get(namespace)).map(names -> names.get(name));
    }

    List<Pod> matching(String namespace, Selector selector) {
        Collection<Pod> candidates = selector.equal().entrySet().stream()
                .map(pair -> values(byLabel, new Label(namespace, pair.getKey(), pair.getValue())))
                .min(Comparator.comparingInt(Collection::size))
                .orElseGet(() -> values(byNamespace, namespace));
        return candidates.stream().filter(pod -> selector.matches(pod.labels())).toList();
    }

    List<Pod> controlledBy(String uid) {
        return List.copyOf(values(byController, uid));
    }

    List<Pod> onNode(String node) {
        return List.copyOf(values(byNode, node));
    }

    int countOnNode(String node) {
        return values(byNode, node).size();
    }

    private static <K> Collection<Pod> values(Map<K, NavigableMap<String, Pod>> index, K key) {
        NavigableMap<String, Pod> found = index.get(key);
        return found == null ? List.of() : found.values();
    }

    private void remember(Pod pod) {
        put(byNamespace, pod.namespace(), pod.name(), pod);
        for (Map.Entry<String, JsonNode> label : pod.labels().properties()) {
            put(
                    byLabel,
                    new Label(pod.namespace(), label.getKey(), label.getValue().asText()),
                    pod.name(),
                    pod);
        }
        pod.controllerUid().ifPresent(uid -> put(byController, uid, pod.name(), pod));
        pod.node().ifPresent(node -> put(byNode, node, pod.path(), pod));
    }

    private void forget(Pod pod) {
        remove(byNamespace, pod.namespace(), pod.name());
        for (Map.Entry<String, JsonNode> label : pod.labels().properties()) {
            remove(
                    byLabel,
                    new Label(pod.namespace(), label.getKey(), label.getValue().asText()),
                    pod.name());
        }
        pod.controllerUid().ifPresent(uid -> remove(byController, uid, pod.name()));
        pod.node().ifPresent(node -> remove(byNode, node, pod.path()));
    }

    private static <K> void put(Map<K, NavigableMap<String, Pod>> index, K key, String name, Pod pod) {
        index.computeIfAbsent(key, any -> new TreeMap<>()).put(name, pod);
    }

    private static <K> void remove(Map<K, NavigableMap<String, Pod>> index, K key, String name) {
        index.computeIfPresent(key, (any, pods) -> {
            pods.remove(name);
            return pods.isEmpty() ? null : pods;
        });
    }

    /** The key of the object that controls this one, if it is of that kind. */
    static Optional<Key> controller(ObjectNode object, Kind kind) {
        for (JsonNode owner : object.path("metadata").path("ownerReferences")) {
            if (owner.path("controller").asBoolean()
                    && owner.path("kind").asText().equals(kind.kind())) {
                return Optional.of(new Key(
                        kind, Metadata.namespace(object), owner.path("name").asText()));
            }
        }
        return Optional.empty();
    }
}
