package dev.quorate.cluster;

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
    private static final int AT_HAND = 16;

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

    /** Its version alone, which needs no unpacking. */
    Optional<String> version(ObjectRef ref) {
        return Optional.ofNullable(objects.get(ref)).map(CachedObject::version);
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
    List<CachedObject> replace(Collection<Manifest> items, String listVersion) {
        Map<ObjectRef, CachedObject> before = new HashMap<>(objects);
        objects.clear();
        byApp.clear();
        atHand.clear();
        List<CachedObject> touched = new ArrayList<>();
        for (Manifest item : items) {
            Optional<CachedObject> old = Optional.ofNullable(before.remove(item.ref()));
            // What was read by itself after the list was is newer than the list.
            CachedObject newest =
                    old.filter(kept -> isNewer(kept, item)).orElseGet(() -> new CachedObject(item, packing));
            if (old.isEmpty() || !old.get().version().equals(newest.version())) {
                touched.add(newest);
                old.ifPresent(touched::add);
            }
            index(newest);
        }
        touched.addAll(before.values());
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
    List<CachedObject> put(Manifest object) {
        ObjectRef ref = object.ref();
        CachedObject kept = objects.get(ref);
        if (kept != null && Versions.atLeast(kept.version(), object.resourceVersion())) {
            return List.of();
        }
        CachedObject fresh = new CachedObject(object, packing);
        remove(ref);
        index(fresh);
        if (kept == null) {
            return List.of(fresh);
        }
        return kept.sameButForVersion(fresh) ? List.of() : List.of(kept, fresh);
    }

    /** Returns what was there. */
    List<CachedObject> remove(ObjectRef ref) {
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
        return List.of(old);
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

    /** The StatefulSet that an autoscaler scales, by the name that the app of one component would have. */
    static Optional<AppName> aimedAt(Manifest autoscaler) {
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
}
