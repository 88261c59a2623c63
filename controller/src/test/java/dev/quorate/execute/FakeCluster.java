package dev.quorate.execute;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.cluster.Cluster;
import dev.quorate.cluster.ClusterException;
import dev.quorate.cluster.ClusterException.Reason;
import dev.quorate.schema.AppName;
import dev.quorate.state.Kind;
import dev.quorate.state.Labels;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import dev.quorate.state.RollLimit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A cluster on a map: resource versions, compare-and-set and preconditions as the API server has them, and faults on demand. */
public final class FakeCluster implements Cluster {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PARTITION = "/updateStrategy/rollingUpdate/partition";

    private final Map<ObjectRef, Manifest> objects = new LinkedHashMap<>();
    private final Map<ObjectRef, Manifest> cache = new LinkedHashMap<>();
    private final List<String> writes = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private long version = 100;
    private boolean cacheFrozen;
    private final Map<Kind, String> closed = new EnumMap<>(Kind.class);
    private Runnable afterNextWrite = () -> {};

    private record Fault(Predicate<String> when, Reason reason, boolean takesEffect) {}

    /** The next write whose text fits fails; with NO_REPLY it takes effect nevertheless. */
    public synchronized void failNext(String text, Reason reason) {
        faults.add(new Fault(write -> write.contains(text), reason, reason == Reason.NO_REPLY));
    }

    /** From now on nobody lets us look at this kind. */
    public synchronized void close(Kind kind, String why) {
        closed.put(kind, why);
    }

    public synchronized void open(Kind kind) {
        closed.remove(kind);
    }

    public synchronized void freezeCache(boolean frozen) {
        cacheFrozen = frozen;
        if (!frozen) {
            cache.clear();
            cache.putAll(objects);
        }
    }

    public synchronized void afterNextWrite(Runnable then) {
        afterNextWrite = then;
    }

    /** What was written, oldest first: {@code create StatefulSet shop/web}. */
    public synchronized List<String> writes() {
        return List.copyOf(writes);
    }

    public synchronized List<Notice> notices() {
        return List.copyOf(notices);
    }

    /** Puts an object there as if somebody else had. */
    public synchronized Manifest put(Manifest manifest) {
        Manifest stored = stamped(manifest);
        store(stored);
        return stored;
    }

    public synchronized void remove(ObjectRef ref) {
        objects.remove(ref);
        cached(ref, Optional.empty());
    }

    @Override
    public synchronized Optional<Manifest> cached(ObjectRef ref) {
        return Optional.ofNullable(cache.get(ref)).filter(object -> !ref.kind().namespaced() || managed(object));
    }

    @Override
    public synchronized List<Manifest> cachedOf(AppName app, Kind kind) {
        return ofApp(cache, app, kind);
    }

    @Override
    public synchronized List<Manifest> cachedScalers(ObjectRef set) {
        return cache.values().stream()
                .filter(object -> object.kind() == Kind.HORIZONTAL_POD_AUTOSCALER
                        && object.ref().namespace().equals(set.namespace())
                        && object.at("/spec/scaleTargetRef/kind")
                                .asText()
                                .equals(set.kind().title())
                        && object.at("/spec/scaleTargetRef/name").asText().equals(set.name()))
                .toList();
    }

    @Override
    public boolean keeps(Set<Kind> kinds) {
        return true;
    }

    @Override
    public synchronized Optional<String> closed(Kind kind) {
        return Optional.ofNullable(closed.get(kind));
    }

    @Override
    public synchronized boolean caughtUp(AppName app) {
        return !cacheFrozen;
    }

    @Override
    public synchronized Optional<Manifest> read(ObjectRef ref) {
        return Optional.ofNullable(objects.get(ref));
    }

    @Override
    public synchronized List<Manifest> readOf(AppName app, Kind kind) {
        return ofApp(objects, app, kind);
    }

    @Override
    public synchronized List<Manifest> readAll(Kind kind) {
        return objects.values().stream()
                .filter(object -> object.kind() == kind && managed(object))
                .toList();
    }

    @Override
    public synchronized Manifest create(Manifest manifest) throws ClusterException {
        ObjectRef ref = manifest.ref();
        return write("create " + ref, () -> {
            if (objects.containsKey(ref)) {
                throw new ClusterException(Reason.ALREADY_EXISTS, ref + " already exists");
            }
            return manifest;
        });
    }

    @Override
    public synchronized Manifest apply(Manifest manifest) throws ClusterException {
        return write("apply " + manifest.ref(), () -> merged(manifest));
    }

    private Manifest merged(Manifest manifest) {
        Manifest live = objects.get(manifest.ref());
        return live == null ? manifest : live.with(tree -> merge(tree, manifest.tree()));
    }

    private static void merge(ObjectNode into, ObjectNode from) {
        from.properties().forEach(field -> {
            if (field.getValue() instanceof ObjectNode below && into.get(field.getKey()) instanceof ObjectNode same) {
                merge(same, below);
            } else {
                into.set(field.getKey(), field.getValue());
            }
        });
    }

    @Override
    public synchronized Manifest scale(ObjectRef ref, String uid, String resourceVersion, int from, int to)
            throws ClusterException {
        return write("scale " + ref + " " + from + " to " + to, () -> {
            Manifest live = existing(ref);
            boolean same = live.uid().equals(uid)
                    && live.resourceVersion().equals(resourceVersion)
                    && live.at("/spec/replicas").asInt() == from;
            if (!same) {
                throw new ClusterException(Reason.CONFLICT, ref + " is not what it was");
            }
            return live.with(tree -> {
                tree.withObjectProperty("metadata").remove("managedFields");
                ObjectNode spec = tree.withObjectProperty("spec").put("replicas", to);
                if (spec.at(PARTITION).isInt() && spec.at(PARTITION).asInt() >= from) {
                    spec.withObject(PARTITION.replace("/partition", ""))
                            .put("partition", Math.max(spec.at(PARTITION).asInt(), to));
                }
            });
        });
    }

    @Override
    public synchronized Manifest limit(ObjectRef ref, String uid, String resourceVersion, RollLimit from, RollLimit to)
            throws ClusterException {
        return write("limit " + ref + " " + from + " to " + to, () -> {
            Manifest live = existing(ref);
            if (!live.uid().equals(uid) || !live.resourceVersion().equals(resourceVersion)) {
                throw new ClusterException(Reason.CONFLICT, ref + " is not what it was");
            }
            return live.with(tree -> {
                ObjectNode strategy = tree.withObjectProperty("spec").putObject("updateStrategy");
                strategy.put("type", to.onDelete() ? "OnDelete" : "RollingUpdate");
                if (!to.onDelete()) {
                    strategy.putObject("rollingUpdate").put("partition", to.partition());
                }
            });
        });
    }

    @Override
    public synchronized Manifest grow(ObjectRef claim, String uid, String resourceVersion, String from, String to)
            throws ClusterException {
        return write("grow " + claim + " " + from + " to " + to, () -> {
            Manifest live = existing(claim);
            if (!live.uid().equals(uid) || !live.resourceVersion().equals(resourceVersion)) {
                throw new ClusterException(Reason.CONFLICT, claim + " is not what it was");
            }
            return live.with(tree -> tree.withObject("/spec/resources/requests").put("storage", to));
        });
    }

    @Override
    public synchronized void delete(ObjectRef ref, String uid, String resourceVersion) throws ClusterException {
        fault("delete " + ref);
        Manifest live = objects.get(ref);
        writes.add("delete " + ref);
        if (live != null && !live.uid().equals(uid)) {
            throw new ClusterException(Reason.CONFLICT, ref + " has another uid");
        }
        if (live != null && !live.resourceVersion().equals(resourceVersion)) {
            throw new ClusterException(Reason.CONFLICT, ref + " is not what it was");
        }
        remove(ref);
    }

    @Override
    public synchronized void forceDelete(ObjectRef pod, String uid, String resourceVersion) throws ClusterException {
        delete(pod, uid, resourceVersion);
        writes.set(writes.size() - 1, "force-delete " + pod);
    }

    @Override
    public synchronized void orphan(ObjectRef ref, String uid, String resourceVersion) throws ClusterException {
        delete(ref, uid, resourceVersion);
        writes.set(writes.size() - 1, "orphan " + ref);
    }

    @Override
    public synchronized Manifest replaceStatus(Manifest manifest) throws ClusterException {
        return write("status " + manifest.ref(), () -> {
            Manifest live = sameVersion(manifest);
            return live.with(tree -> tree.set("status", manifest.at("/status")));
        });
    }

    @Override
    public synchronized Manifest replace(Manifest manifest) throws ClusterException {
        return write("replace " + manifest.ref(), () -> {
            Manifest live = sameVersion(manifest);
            return manifest.with(tree -> {
                if (live.tree().has("status")) {
                    tree.set("status", live.at("/status"));
                }
            });
        });
    }

    @Override
    public synchronized Manifest label(ObjectRef ref, String uid, String key, Optional<String> value)
            throws ClusterException {
        return write("label " + ref + " " + key + "=" + value.orElse(""), () -> {
            Manifest live = existing(ref);
            if (!live.uid().equals(uid)) {
                throw new ClusterException(Reason.CONFLICT, ref + " has another uid");
            }
            return live.with(tree -> {
                ObjectNode labels = tree.withObjectProperty("metadata").withObjectProperty("labels");
                labels.remove(key);
                value.ifPresent(text -> labels.put(key, text));
            });
        });
    }

    @Override
    public synchronized void event(Notice notice) {
        notices.add(notice);
    }

    private interface Change {
        Manifest make() throws ClusterException;
    }

    private Manifest write(String what, Change change) throws ClusterException {
        Optional<Fault> fault = fault(what);
        Manifest changed = stamped(change.make());
        store(changed);
        writes.add(what);
        Runnable then = afterNextWrite;
        afterNextWrite = () -> {};
        then.run();
        if (fault.isPresent()) {
            throw new ClusterException(fault.get().reason(), "injected for " + what);
        }
        return changed;
    }

    private Optional<Fault> fault(String what) throws ClusterException {
        Optional<Fault> fault =
                faults.stream().filter(next -> next.when().test(what)).findFirst();
        fault.ifPresent(faults::remove);
        if (fault.isPresent() && !fault.get().takesEffect()) {
            throw new ClusterException(fault.get().reason(), "injected for " + what);
        }
        return fault;
    }

    private Manifest existing(ObjectRef ref) throws ClusterException {
        Manifest live = objects.get(ref);
        if (live == null) {
            throw new ClusterException(Reason.NOT_FOUND, ref + " not found");
        }
        return live;
    }

    private Manifest sameVersion(Manifest manifest) throws ClusterException {
        Manifest live = existing(manifest.ref());
        if (!live.resourceVersion().equals(manifest.resourceVersion())) {
            throw new ClusterException(Reason.CONFLICT, manifest.ref() + " has been modified");
        }
        return live;
    }

    /** Through text, as on the wire: a number comes back in the type that the parser gives it. */
    private static Manifest wire(Manifest manifest) {
        try {
            return new Manifest((ObjectNode) JSON.readTree(JSON.writeValueAsString(manifest.tree())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree in memory can always be written", e);
        }
    }

    private Manifest stamped(Manifest manifest) {
        version++;
        return wire(manifest).with(tree -> {
            ObjectNode metadata = tree.withObjectProperty("metadata");
            if (!metadata.hasNonNull("uid")) {
                metadata.put("uid", "uid-" + version);
            }
            metadata.put("resourceVersion", Long.toString(version));
        });
    }

    private void store(Manifest manifest) {
        objects.put(manifest.ref(), manifest);
        cached(manifest.ref(), Optional.of(manifest));
    }

    private void cached(ObjectRef ref, Optional<Manifest> manifest) {
        if (!cacheFrozen) {
            cache.remove(ref);
            manifest.ifPresent(present -> cache.put(ref, present));
        }
    }

    private static List<Manifest> ofApp(Map<ObjectRef, Manifest> from, AppName app, Kind kind) {
        return from.values().stream()
                .filter(object -> object.kind() == kind)
                .filter(FakeCluster::managed)
                .filter(object -> Labels.of(object)
                        .filter(labels -> labels.app().equals(app))
                        .isPresent())
                .toList();
    }

    private static boolean managed(Manifest object) {
        return object.label(Labels.MANAGED_BY).equals(Optional.of(Labels.MANAGER)) || object.kind() == Kind.NODE;
    }
}
