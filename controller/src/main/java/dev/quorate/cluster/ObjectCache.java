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
import java.util.EnumSet;
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
    /** Kinds that are kept only once an app has them. */
    private final Set<Kind> unwanted = EnumSet.noneOf(Kind.class);
    /** Kinds that may not be listed or watched, and why; of these all that is kept may be old. */
    private final Map<Kind, String> closed = new EnumMap<>(Kind.class);

    public ObjectCache(Site site, Set<Kind> kinds, Consumer<AppName> changed) {
        this(site, kinds, Set.of(), changed);
    }

    /**
     * @param kinds what is kept from the start
     * @param later what is kept from the moment when an app needs it
     * @param changed called outside of the cache's lock, by the thread that brings the change; it only enqueues
     */
    public ObjectCache(Site site, Set<Kind> kinds, Set<Kind> later, Consumer<AppName> changed) {
        this.site = site;
        this.changed = changed;
        Packing packing = new Packing();
        kinds.forEach(kind -> this.kinds.put(kind, new KindCache(packing)));
        later.forEach(kind -> this.kinds.put(kind, new KindCache(packing)));
        unwanted.addAll(later);
    }

    public Site site() {
        return site;
    }

    public Set<Kind> kinds() {
        return Set.copyOf(kinds.keySet());
    }

    /** Some app has objects of these kinds; false until each of them was listed once, or may not be. */
    synchronized boolean want(Set<Kind> wanted) {
        if (unwanted.removeAll(wanted)) {
            notifyAll();
        }
        return wanted.stream().allMatch(kind -> of(kind).synced() || closed.containsKey(kind));
    }

    /** Waits until some app has objects of this kind. */
    synchronized void awaitWanted(Kind kind) throws InterruptedException {
        while (unwanted.contains(kind)) {
            wait();
        }
    }

    /** The API server does not let this kind be listed or watched. */
    synchronized void close(Kind kind, String why) {
        closed.put(kind, why);
    }

    synchronized Optional<String> closed(Kind kind) {
        return Optional.ofNullable(closed.get(kind));
    }

    /** A list was read at a version: all that is not in it is gone. */
    public void replace(Kind kind, Collection<ObjectNode> items, String version) {
        List<Manifest> ours = items.stream()
                .map(item -> new Manifest(Trimmer.trim(kind, item)))
                .filter(this::ours)
                .toList();
        tell(() -> {
            closed.remove(kind);
            return of(kind).replace(ours, version);
        });
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

    /** The kinds that are wanted and of which no list has come yet. */
    synchronized Set<Kind> unsynced() {
        Set<Kind> missing = new TreeSet<>();
        kinds.forEach((kind, cache) -> {
            if (!cache.synced() && !unwanted.contains(kind)) {
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
