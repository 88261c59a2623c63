package dev.quorate.simulator.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What is stored now, with the indexes that keep each write independent of how much is stored. */
final class Objects {

    private final Map<Kind, NavigableMap<String, NavigableMap<String, ObjectNode>>> byKind = new LinkedHashMap<>();
    private final Map<String, Key> byUid = new HashMap<>();
    private final Map<String, Set<Key>> dependents = new HashMap<>();

    Optional<ObjectNode> get(Key key) {
        return Optional.ofNullable(namespaces(key.kind()).get(key.namespace())).map(names -> names.get(key.name()));
    }

    Optional<Key> withUid(String uid) {
        return Optional.ofNullable(byUid.get(uid));
    }

    List<ObjectNode> list(Kind kind, Optional<String> namespace) {
        NavigableMap<String, NavigableMap<String, ObjectNode>> all = namespaces(kind);
        if (namespace.isPresent()) {
            return Optional.ofNullable(all.get(namespace.get()))
                    .map(names -> List.copyOf(names.values()))
                    .orElse(List.of());
        }
        List<ObjectNode> objects = new ArrayList<>();
        all.values().forEach(names -> objects.addAll(names.values()));
        return objects;
    }

    List<Kind> kinds() {
        return List.copyOf(byKind.keySet());
    }

    /** In the order in which they came to name that owner. */
    List<Key> dependentsOf(String uid) {
        return List.copyOf(dependents.getOrDefault(uid, Set.of()));
    }

    void put(Key key, ObjectNode object) {
        get(key).ifPresent(before -> forgetOwners(key, before));
        namespaces(key.kind())
                .computeIfAbsent(key.namespace(), any -> new TreeMap<>())
                .put(key.name(), object);
        byUid.put(Metadata.uid(object), key);
        for (Metadata.Owner owner : Metadata.owners(object)) {
            dependents
                    .computeIfAbsent(owner.uid(), any -> new LinkedHashSet<>())
                    .add(key);
        }
    }

    void remove(Key key, ObjectNode object) {
        forgetOwners(key, object);
        byUid.remove(Metadata.uid(object));
        NavigableMap<String, NavigableMap<String, ObjectNode>> all = namespaces(key.kind());
        NavigableMap<String, ObjectNode> names = all.get(key.namespace());
        if (names != null) {
            names.remove(key.name());
            if (names.isEmpty()) {
                all.remove(key.namespace());
            }
        }
    }

    private void forgetOwners(Key key, ObjectNode object) {
        for (Metadata.Owner owner : Metadata.owners(object)) {
            dependents.computeIfPresent(owner.uid(), (uid, keys) -> {
                keys.remove(key);
                return keys.isEmpty() ? null : keys;
            });
        }
    }

    private NavigableMap<String, NavigableMap<String, ObjectNode>> namespaces(Kind kind) {
        return byKind.computeIfAbsent(kind, any -> new TreeMap<>());
    }
}
