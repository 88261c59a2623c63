package dev.quorate.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.schema.AppName;
import dev.quorate.state.Labels;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The cached objects of one kind, by name and by app. Guarded by the lock of its {@link ObjectCache}. */
final class KindCache {

    private final Map<ObjectRef, Manifest> objects = new HashMap<>();
    private final Map<AppName, Map<String, Manifest>> byApp = new HashMap<>();
    private String version = "";
    private boolean synced;

    /** Everything up to this resourceVersion has been seen. */
    String version() {
        return version;
    }

    boolean synced() {
        return synced;
    }

    Optional<Manifest> get(ObjectRef ref) {
        return Optional.ofNullable(objects.get(ref));
    }

    List<Manifest> of(AppName app) {
        return List.copyOf(byApp.getOrDefault(app, Map.of()).values());
    }

    Collection<Manifest> all() {
        return objects.values();
    }

    void reached(String reached) {
        version = Versions.newer(version, reached);
    }

    /** Replaces everything; returns what is new, changed or gone. */
    List<Manifest> replace(Collection<Manifest> items, String listVersion) {
        Map<ObjectRef, Manifest> before = new HashMap<>(objects);
        objects.clear();
        byApp.clear();
        List<Manifest> touched = new ArrayList<>();
        for (Manifest item : items) {
            Optional<Manifest> old = Optional.ofNullable(before.remove(item.ref()));
            // What was read by itself after the list was is newer than the list.
            Manifest newest = old.filter(kept -> isNewer(kept, item)).orElse(item);
            index(newest);
            if (old.isEmpty() || !old.get().resourceVersion().equals(newest.resourceVersion())) {
                touched.add(newest);
                old.ifPresent(touched::add);
            }
        }
        touched.addAll(before.values());
        version = listVersion;
        synced = true;
        return touched;
    }

    /** Returns what changed; an object older than the one that is here comes late and changes nothing. */
    List<Manifest> put(Manifest object) {
        Manifest old = objects.get(object.ref());
        if (old == null) {
            index(object);
            return List.of(object);
        }
        if (Versions.atLeast(old.resourceVersion(), object.resourceVersion())) {
            return List.of();
        }
        remove(object.ref());
        index(object);
        return sameButForVersion(old, object) ? List.of() : List.of(old, object);
    }

    /** Returns what was there. */
    List<Manifest> remove(ObjectRef ref) {
        Manifest old = objects.remove(ref);
        if (old == null) {
            return List.of();
        }
        app(old).ifPresent(app -> byApp.computeIfPresent(app, (name, all) -> {
            all.remove(ref.name());
            return all.isEmpty() ? null : all;
        }));
        return List.of(old);
    }

    static Optional<AppName> app(Manifest object) {
        return Labels.of(object).map(Labels::app);
    }

    private static boolean isNewer(Manifest kept, Manifest item) {
        return kept.uid().equals(item.uid()) && Versions.atLeast(kept.resourceVersion(), item.resourceVersion());
    }

    private void index(Manifest object) {
        objects.put(object.ref(), object);
        app(object)
                .ifPresent(app ->
                        byApp.computeIfAbsent(app, name -> new TreeMap<>()).put(object.name(), object));
    }

    /** A node's heartbeat, for one: it is trimmed away, and nobody need wake for it. */
    private static boolean sameButForVersion(Manifest old, Manifest object) {
        return same(old.tree(), object.tree(), "metadata")
                && same(old.tree().path("metadata"), object.tree().path("metadata"), "resourceVersion")
                && same(object.tree(), old.tree(), "metadata")
                && same(object.tree().path("metadata"), old.tree().path("metadata"), "resourceVersion");
    }

    /** Whether the other has every field of this one, but for the one that is left out. */
    private static boolean same(JsonNode one, JsonNode other, String leftOut) {
        for (Map.Entry<String, JsonNode> field : one.properties()) {
            if (!field.getKey().equals(leftOut) && !field.getValue().equals(other.get(field.getKey()))) {
                return false;
            }
        }
        return true;
    }
}
