package dev.quorate.simulator.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The store in memory: one version counter over all kinds, a bounded log, and garbage collection at once after each call. */
public final class MemoryStore implements Store {

    /** How many changes a watch may fall behind before it has to list again. */
    public static final int HISTORY = 4096;

    private static final long FIRST_VERSION = 1;
    private static final Writer COLLECTOR = Writer.of("kube-controller-manager");

    private final InstantSource clock;
    private final Supplier<String> uids;
    private final FieldOwnership ownership;
    private final Objects objects = new Objects();
    private final ChangeLog log;
    private final List<Consumer<Change>> listeners = new ArrayList<>();
    private final GarbageCollector collector;

    public MemoryStore(InstantSource clock, Supplier<String> uids) {
        this(clock, uids, FieldOwnership.NONE, HISTORY);
    }

    public MemoryStore(InstantSource clock, Supplier<String> uids, FieldOwnership ownership, int history) {
        this.clock = clock;
        this.uids = uids;
        this.ownership = ownership;
        this.log = new ChangeLog(history, FIRST_VERSION);
        this.collector = new GarbageCollector(objects, new GarbageCollector.Hand() {
            @Override
            public void replace(Key key, ObjectNode before, ObjectNode after) {
                ownership.account(key.kind(), Optional.of(before), after, COLLECTOR, clock.instant());
                replaceOrRemove(key, before, after);
            }

            @Override
            public void delete(Key key, Propagation propagation) {
                deleteNow(key, new Deletion(propagation, Optional.empty()));
            }
        });
    }

    @Override
    public Optional<ObjectNode> get(Key key) {
        return objects.get(key);
    }

    @Override
    public List<ObjectNode> list(Kind kind, Optional<String> namespace) {
        return objects.list(kind, namespace);
    }

    @Override
    public ObjectNode create(Kind kind, ObjectNode object, Writer writer) {
        Key key = Metadata.key(kind, object);
        if (objects.get(key).isPresent()) {
            throw StoreException.alreadyExists(key);
        }
        Instant now = clock.instant();
        ObjectNode metadata = Metadata.of(object);
        metadata.put("uid", uids.get()).put("creationTimestamp", Metadata.timestamp(now));
        metadata.remove(List.of("selfLink", "deletionTimestamp", "deletionGracePeriodSeconds"));
        if (GenerationRules.counts(kind)) {
            metadata.put("generation", 1);
        }
        if (!writer.isAccounted()) {
            ownership.account(kind, Optional.empty(), object, writer, now);
        }
        record(Change.Type.ADDED, key, object, Optional.empty());
        collector.added(key, object);
        collector.settle();
        return object;
    }

    @Override
    public ObjectNode write(Kind kind, ObjectNode object, Writer writer) {
        Key key = Metadata.key(kind, object);
        ObjectNode before = objects.get(key).orElseThrow(() -> StoreException.notFound(key));
        String expected = Metadata.resourceVersion(object);
        if (!expected.isEmpty() && !expected.equals(Metadata.resourceVersion(before))) {
            throw StoreException.conflict(key);
        }
        ObjectNode after = Successor.of(kind, before, object, writer.subresource());
        if (!writer.isAccounted()) {
            ownership.account(kind, Optional.of(before), after, writer, clock.instant());
        }
        if (SameJson.same(after, before)) {
            return before;
        }
        ObjectNode written = replaceOrRemove(key, before, after);
        collector.settle();
        return written;
    }

    @Override
    public ObjectNode delete(Key key, Deletion deletion) {
        ObjectNode answer = deleteNow(key, deletion);
        collector.settle();
        return answer;
    }

    @Override
    public List<Kind> kinds() {
        return objects.kinds();
    }

    @Override
    public long version() {
        return log.version();
    }

    @Override
    public Optional<List<Change>> changesAfter(long version) {
        return log.after(version);
    }

    @Override
    public void subscribe(Consumer<Change> listener) {
        listeners.add(listener);
    }

    /** Forgets the history, as etcd's compaction does: watches that want older versions get 410. */
    public void compact() {
        log.compact();
    }

    /** Stores the new state, or removes the object when nothing holds a terminating one any more. */
    private ObjectNode replaceOrRemove(Key key, ObjectNode before, ObjectNode after) {
        if (Metadata.terminating(after) && !DeletionRules.held(key.kind(), after)) {
            // watchers see what was stored, the writer what it has written
            remove(key, before, before);
            return after;
        }
        record(Change.Type.MODIFIED, key, after, Optional.of(before));
        collector.changed(key, before, after);
        return after;
    }

    private ObjectNode deleteNow(Key key, Deletion deletion) {
        ObjectNode before = objects.get(key).orElseThrow(() -> StoreException.notFound(key));
        ObjectNode marked = DeletionRules.mark(key.kind(), before, deletion, clock.instant());
        if (!DeletionRules.held(key.kind(), marked)) {
            return DeletionRules.isPod(key.kind()) ? removePod(key, before, marked) : remove(key, before, before);
        }
        if (SameJson.same(marked, before)) {
            return before;
        }
        record(Change.Type.MODIFIED, key, marked, Optional.of(before));
        collector.changed(key, before, marked);
        return marked;
    }

    /** A pod is marked first, even when it goes at once. */
    private ObjectNode removePod(Key key, ObjectNode before, ObjectNode marked) {
        if (!SameJson.same(marked, before)) {
            record(Change.Type.MODIFIED, key, marked, Optional.of(before));
        }
        return remove(key, marked, marked);
    }

    private ObjectNode remove(Key key, ObjectNode before, ObjectNode last) {
        ObjectNode gone = Metadata.withOwnMetadata(last);
        record(Change.Type.DELETED, key, gone, Optional.of(before));
        collector.removed(gone);
        return gone;
    }

    private void record(Change.Type type, Key key, ObjectNode object, Optional<ObjectNode> before) {
        long version = log.version() + 1;
        Metadata.of(object).put("resourceVersion", Long.toString(version));
        if (type == Change.Type.DELETED) {
            objects.remove(key, before.orElseThrow());
        } else {
            objects.put(key, object);
        }
        Change change = new Change(type, key, version, object, before);
        log.add(change);
        for (Consumer<Change> listener : List.copyOf(listeners)) {
            listener.accept(change);
        }
    }
}
