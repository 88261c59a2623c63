package dev.quorate.cluster;

import dev.quorate.schema.AppName;
import dev.quorate.state.ObjectRef;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Our own writes that the watches have not shown yet; most of them the cache has from the answer. */
final class OwnWrites {

    /** What must be seen before the cache may be believed. */
    sealed interface Expected {
        /** The object as our write left it, or newer. */
        record Version(String version) implements Expected {}

        /** The object gone, going, or made anew. */
        record Deletion(String uid) implements Expected {}

        /** A write without an answer: only a consistent read tells. */
        record Anything() implements Expected {}
    }

    record Write(ObjectRef ref, Expected expected, Instant at) {}

    private final Map<AppName, Map<ObjectRef, Write>> pending = new HashMap<>();

    synchronized void add(AppName app, Write write) {
        pending.computeIfAbsent(app, name -> new LinkedHashMap<>()).put(write.ref(), write);
    }

    synchronized List<Write> of(AppName app) {
        return List.copyOf(pending.getOrDefault(app, Map.of()).values());
    }

    /** A write that has been replaced by a later one stays. */
    synchronized void settle(AppName app, Write write) {
        pending.computeIfPresent(app, (name, writes) -> {
            writes.remove(write.ref(), write);
            return writes.isEmpty() ? null : writes;
        });
    }

    /** Whether the watch itself has come this far: then not even a new list can take the write out of the cache again. */
    static boolean confirmed(Write write, ObjectCache cache) {
        return !(write.expected() instanceof Expected.Version wanted)
                || Versions.atLeast(cache.version(write.ref().kind()), wanted.version());
    }

    static boolean shown(Write write, ObjectCache cache) {
        if (write.expected() instanceof Expected.Version wanted) {
            return Versions.atLeast(cache.version(write.ref().kind()), wanted.version())
                    || cache.version(write.ref())
                            .filter(kept -> Versions.atLeast(kept, wanted.version()))
                            .isPresent();
        }
        if (write.expected() instanceof Expected.Deletion wanted) {
            return cache.get(write.ref())
                    .filter(object -> object.uid().equals(wanted.uid()) && !object.terminating())
                    .isEmpty();
        }
        return false;
    }
}
