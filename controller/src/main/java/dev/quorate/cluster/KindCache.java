package dev.quorate.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.schema.AppName;
import dev.quorate.state.Kind;
import dev.quorate.state.Labels;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The cached objects of one kind, by name and by app. Those that were looked at last are at hand as trees, all others packed.
 * Guarded by the lock of its {@link ObjectCache}.
 */
final class KindCache {

    /** Enough for the apps that are worked on at a time. */
    private static final int AT_HAND = 32;

    private final Packing packing;
    private final Map<ObjectRef, CachedObject> objects = new HashMap<>();
    private final Map<AppName, Map<String, CachedObject>> byApp = new HashMap<>();
    private final Map<ObjectRef, CachedObject> atHand = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectRef, CachedObject> eldest) {
            boolean full = size() > AT_HAND;
            if (full) {
                eldest.getValue().pack();
            }
            return full;
        }
    };
    private String version = "";
    private boolean synced;

    KindCache(Packing packing) {
        this.packing = packing;
    }

    /** Everything up to this resourceVersion has been seen. */
    String version() {
        return version;
    }

    boolean synced() {
        return synced;
    }

    Optional<Manifest> get(ObjectRef ref) {
        return Optional.ofNullable(objects.get(ref)).map(this::take);
    }

    List<Manifest> of(AppName app) {
        return byApp.getOrDefault(app, Map.of()).values().stream()
                .map(this::take)
                .toList();
    }

    Stream<Manifest> all() {
        return objects.values().stream().map(CachedObject::manifest);
    }

    void reached(String reached) {
        version = Versions.newer(version, reached);
    }

    /** Replaces everything; returns what is new, changed or gone. */
    List<Manifest> replace(Collection<Manifest> items, String listVersion) {
        Map<ObjectRef, CachedObject> before = new HashMap<>(objects);
        objects.clear();
        byApp.clear();
        atHand.clear();
        List<Manifest> touched = new ArrayList<>();
        for (Manifest item : items) {
            Optional<CachedObject> old = Optional.ofNullable(before.remove(item.ref()));
            // What was read by itself after the list was is newer than the list.
            CachedObject newest =
                    old.filter(kept -> isNewer(kept, item)).orElseGet(() -> new CachedObject(item, packing));
            if (old.isEmpty() || !old.get().version().equals(newest.version())) {
                touched.add(newest.manifest());
                old.map(CachedObject::manifest).ifPresent(touched::add);
            }
            index(newest);
        }
        before.values().stream().map(CachedObject::manifest).forEach(touched::add);
        version = listVersion;
        synced = true;
        return touched;
    }

    /** Whether this very object, or a newer one, is here: what a watch tells of our own writes is known. */
    boolean shows(Manifest object) {
        CachedObject kept = objects.get(object.ref());
        return kept != null && Versions.atLeast(kept.version(), object.resourceVersion());
    }

    /** Returns what changed; an object older than the one that is here comes late and changes nothing. */
    List<Manifest> put(Manifest object) {
        ObjectRef ref = object.ref();
        CachedObject kept = objects.get(ref);
        if (kept == null) {
            index(new CachedObject(object, packing));
            return List.of(object);
        }
        if (Versions.atLeast(kept.version(), object.resourceVersion())) {
            return List.of();
        }
        remove(ref);
        index(new CachedObject(object, packing));
        Manifest old = kept.manifest();
        return sameButForVersion(old, object) ? List.of() : List.of(old, object);
    }

    /** Returns what was there. */
    List<Manifest> remove(ObjectRef ref) {
        CachedObject old = objects.remove(ref);
        if (old == null) {
            return List.of();
        }
        atHand.remove(ref);
        old.app()
                .ifPresent(app -> byApp.computeIfPresent(app, (name, all) -> {
                    all.remove(ref.name());
                    return all.isEmpty() ? null : all;
                }));
        return List.of(old.manifest());
    }

    private Manifest take(CachedObject object) {
        object.unpack();
        atHand.put(object.ref(), object);
        return object.manifest();
    }

    /** Whose an object is by its labels; an autoscaler without them is counted to the app whose StatefulSet it aims at. */
    static Optional<AppName> app(Manifest object) {
        Optional<AppName> labelled = Labels.of(object).map(Labels::app);
        return labelled.isEmpty() && object.kind() == Kind.HORIZONTAL_POD_AUTOSCALER ? aimedAt(object) : labelled;
    }

    private static Optional<AppName> aimedAt(Manifest autoscaler) {
        boolean set = autoscaler.at("/spec/scaleTargetRef/kind").asText().equals(Kind.STATEFUL_SET.title());
        String name = autoscaler.at("/spec/scaleTargetRef/name").asText();
        return set ? Optional.of(new AppName(autoscaler.ref().namespace(), name)) : Optional.empty();
    }

    private static boolean isNewer(CachedObject kept, Manifest item) {
        return kept.uid().equals(item.uid()) && Versions.atLeast(kept.version(), item.resourceVersion());
    }

    private void index(CachedObject object) {
        ObjectRef ref = object.ref();
        objects.put(ref, object);
        atHand.put(ref, object);
        object.app()
                .ifPresent(app ->
                        byApp.computeIfAbsent(app, name -> new TreeMap<>()).put(ref.name(), object));
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
