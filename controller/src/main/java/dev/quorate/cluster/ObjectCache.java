package dev.quorate.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.Engine.Site;
import dev.quorate.schema.AppName;
import dev.quorate.state.Kind;
import dev.quorate.state.Labels;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the watches have told so far: the objects of this site's apps, the nodes, and everybody's autoscalers. Each change names the apps that it
 * touches; a change of a node names the apps with pods there.
 */
public final class ObjectCache {

    private final Site site;
    private final Map<Kind, KindCache> kinds = new EnumMap<>(Kind.class);
    private final Consumer<AppName> changed;

    /**
     * @param kinds what is kept
     * @param changed called outside of the cache's lock, by the thread that brings the change; it only enqueues
     */
    public ObjectCache(Site site, Set<Kind> kinds, Consumer<AppName> changed) {
        this.site = site;
        this.changed = changed;
        Packing packing = new Packing();
        kinds.forEach(kind -> this.kinds.put(kind, new KindCache(packing)));
    }

    public Site site() {
        return site;
    }

    public Set<Kind> kinds() {
        return Set.copyOf(kinds.keySet());
    }

    /** A list was read at a version: all that is not in it is gone. */
    public void replace(Kind kind, Collection<ObjectNode> items, String version) {
        List<Manifest> ours = items.stream()
                .map(item -> new Manifest(Trimmer.trim(kind, item)))
                .filter(this::ours)
                .toList();
        tell(() -> of(kind).replace(ours, version));
    }

    /** A watch told of an object that was added or changed. */
    public void put(Kind kind, ObjectNode object) {
        tell(() -> {
            of(kind).reached(version(object));
            return keep(kind, object);
        });
    }

    /** A watch told of an object that is gone, or that left the selector. */
    public void remove(Kind kind, ObjectNode object) {
        Manifest gone = new Manifest(object);
        tell(() -> {
            of(kind).reached(gone.resourceVersion());
            boolean madeAnew = of(kind).get(gone.ref())
                    .filter(kept -> !kept.uid().equals(gone.uid()))
                    .isPresent();
            return madeAnew ? List.of() : of(kind).remove(gone.ref());
        });
    }

    /** A watch told how far it has come. */
    public synchronized void reached(Kind kind, String version) {
        of(kind).reached(version);
    }

    /** An object was read by itself, consistently: the watch may be behind it. */
    void refresh(ObjectRef ref, Optional<Manifest> live) {
        tell(() -> live.isPresent()
                ? keep(ref.kind(), live.get().tree())
                : of(ref.kind()).remove(ref));
    }

    /**
     * The answer to a write of our own. It counts only while the watch is behind it: past it, the object may be another by
     * now, or gone. Nobody is woken, since whoever wrote looks again by himself.
     */
    synchronized void wrote(Manifest written) {
        Kind kind = written.kind();
        if (holds(kind) && !Versions.atLeast(of(kind).version(), written.resourceVersion())) {
            keep(kind, written.tree());
        }
    }

    /** The version of one object; empty if there is none. */
    synchronized Optional<String> version(ObjectRef ref) {
        return holds(ref.kind()) ? of(ref.kind()).version(ref) : Optional.empty();
    }

    synchronized Optional<Manifest> get(ObjectRef ref) {
        return holds(ref.kind()) ? of(ref.kind()).get(ref) : Optional.empty();
    }

    /** In the order of names. */
    synchronized List<Manifest> of(AppName app, Kind kind) {
        return of(kind).of(app);
    }

    synchronized String version(Kind kind) {
        return of(kind).version();
    }

    boolean holds(Kind kind) {
        return kinds.containsKey(kind);
    }

    /** The kinds of which no list has come yet. */
    synchronized Set<Kind> unsynced() {
        Set<Kind> missing = new TreeSet<>();
        kinds.forEach((kind, cache) -> {
            if (!cache.synced()) {
                missing.add(kind);
            }
        });
        return missing;
    }

    private List<CachedObject> keep(Kind kind, ObjectNode object) {
        if (of(kind).shows(new Manifest(object))) {
            return List.of();
        }
        Manifest manifest = new Manifest(Trimmer.trim(kind, object));
        return ours(manifest) ? of(kind).put(manifest) : of(kind).remove(manifest.ref());
    }

    /** Makes a change under the lock, and names the apps that it touches after. */
    private void tell(Supplier<List<CachedObject>> change) {
        Set<AppName> touched = new TreeSet<>();
        synchronized (this) {
            for (CachedObject object : change.get()) {
                object.app().ifPresent(touched::add);
                touched.addAll(onNode(object.ref()));
            }
        }
        touched.forEach(changed);
    }

    private boolean ours(Manifest object) {
        return !object.kind().namespaced()
                || object.kind() == Kind.HORIZONTAL_POD_AUTOSCALER
                || Labels.of(object)
                        .filter(labels -> labels.cluster().equals(site.cluster())
                                && labels.repository().equals(site.repository()))
                        .isPresent();
    }

    private Set<AppName> onNode(ObjectRef node) {
        Set<AppName> apps = new TreeSet<>();
        if (node.kind() == Kind.NODE && holds(Kind.POD)) {
            of(Kind.POD)
                    .all()
                    .filter(pod -> pod.at("/spec/nodeName").asText().equals(node.name()))
                    .forEach(pod -> KindCache.app(pod).ifPresent(apps::add));
        }
        return apps;
    }

    private static String version(ObjectNode object) {
        return object.path("metadata").path("resourceVersion").asText();
    }

    private KindCache of(Kind kind) {
        KindCache cache = kinds.get(kind);
        if (cache == null) {
            throw new IllegalArgumentException("the cache keeps no " + kind.plural() + "; it was told to keep "
                    + kinds.keySet() + ": add the kind to the engine's owned kinds");
        }
        return cache;
    }
}
