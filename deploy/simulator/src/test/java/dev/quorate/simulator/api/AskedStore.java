package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Change;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Another store, and how many objects and changes it was made to hand out. */
final class AskedStore implements Store {

    private final Store store;
    private long handedOut;

    AskedStore(Store store) {
        this.store = store;
    }

    long handedOut() {
        return handedOut;
    }

    @Override
    public Optional<ObjectNode> get(Key key) {
        handedOut++;
        return store.get(key);
    }

    @Override
    public List<ObjectNode> list(Kind kind, Optional<String> namespace) {
        List<ObjectNode> objects = store.list(kind, namespace);
        handedOut += objects.size();
        return objects;
    }

    @Override
    public ObjectNode create(Kind kind, ObjectNode object, Writer writer) {
        return store.create(kind, object, writer);
    }

    @Override
    public ObjectNode write(Kind kind, ObjectNode object, Writer writer) {
        return store.write(kind, object, writer);
    }

    @Override
    public ObjectNode delete(Key key, Deletion deletion) {
        return store.delete(key, deletion);
    }

    @Override
    public List<Kind> kinds() {
        return store.kinds();
    }

    @Override
    public long version() {
        return store.version();
    }

    @Override
    public Optional<List<Change>> changesAfter(long version) {
        Optional<List<Change>> changes = store.changesAfter(version);
        handedOut += changes.map(List::size).orElse(0);
        return changes;
    }

    @Override
    public void subscribe(Consumer<Change> listener) {
        store.subscribe(listener);
    }
}
