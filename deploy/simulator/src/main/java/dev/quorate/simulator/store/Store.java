package dev.quorate.simulator.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The objects of the simulated cluster and the ordered log of their changes.
 *
 * <p>Trees handed out are shared and must not be changed; {@link #write} takes a fresh tree. All calls are made under the
 * simulator's one lock, so nothing in here is synchronised. Rules that need no user (generation, finalizers, no-op writes
 * keep their version, cascading deletion) live here, so that the API and the behaviours cannot differ in them.
 */
public interface Store {

    Optional<ObjectNode> get(Key key);

    /** In the order of namespace and name; an absent namespace means all of them. */
    List<ObjectNode> list(Kind kind, Optional<String> namespace);

    /**
     * Adds the object: uid, creationTimestamp, generation and version are set here.
     *
     * @throws StoreException when there is one of that name
     */
    ObjectNode create(Kind kind, ObjectNode object, Writer writer);

    /**
     * Replaces an object. Spec changes raise metadata.generation, equal content is no change, an object whose last finalizer
     * goes while it is terminating is removed. With {@code writer.subresource()} "status" only status (and metadata) change.
     * A resourceVersion in the tree must be the current one; without one the write is unconditional.
     *
     * @throws StoreException when there is no such object, or it has changed since
     */
    ObjectNode write(Kind kind, ObjectNode object, Writer writer);

    /** Deletes, or sets deletionTimestamp where finalizers or a grace period hold the object. */
    ObjectNode delete(Key key, Deletion deletion);

    /** Every kind of which there may be objects, also those that are no longer served. */
    List<Kind> kinds();

    /** The version of the newest change. */
    long version();

    /** The changes after a version, oldest first; empty when that version was compacted away (410 Gone). */
    Optional<List<Change>> changesAfter(long version);

    /** Called after each change, in order, in the caller's thread; behaviours use it to mark work, never to write. */
    void subscribe(Consumer<Change> listener);

    /** Who writes: becomes the entry in managedFields. */
    record Writer(String manager, String subresource) {

        /** For a tree whose managedFields already say who wrote what. */
        public static Writer accounted(String subresource) {
            return new Writer("", subresource);
        }

        boolean isAccounted() {
            return manager.isEmpty();
        }

        public static Writer of(String manager) {
            return new Writer(manager, "");
        }

        public static Writer status(String manager) {
            return new Writer(manager, "status");
        }
    }

    /** How to delete; a grace period of zero removes a pod at once. */
    record Deletion(Propagation propagation, Optional<Long> gracePeriodSeconds) {
        public static final Deletion BACKGROUND = new Deletion(Propagation.BACKGROUND, Optional.empty());
    }

    enum Propagation {
        BACKGROUND,
        FOREGROUND,
        ORPHAN
    }
}
