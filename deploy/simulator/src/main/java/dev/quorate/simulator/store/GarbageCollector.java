package dev.quorate.simulator.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Follows owner references: dependents of an owner that is gone are deleted, those of an owner that is deleted in the
 * foreground first, those of an orphaning owner are released.
 *
 * <p>Works on a queue after the write that caused the work, never inside it; its cost is the number of dependents.
 */
final class GarbageCollector {

    /** How the collector changes objects, without rules that belong to users' writes. */
    interface Hand {
        void replace(Key key, ObjectNode before, ObjectNode after);

        void delete(Key key, Store.Propagation propagation);
    }

    private final Objects objects;
    private final Hand hand;
    private final Deque<Runnable> work = new ArrayDeque<>();
    private boolean settling;

    GarbageCollector(Objects objects, Hand hand) {
        this.objects = objects;
        this.hand = hand;
    }

    void added(Key key, ObjectNode object) {
        if (!Metadata.owners(object).isEmpty()) {
            work.add(() -> visit(key));
        }
    }

    void changed(Key key, ObjectNode before, ObjectNode after) {
        if (Metadata.terminating(after)) {
            work.add(() -> progress(key));
        }
        List<Metadata.Owner> owners = Metadata.owners(after);
        if (!owners.equals(Metadata.owners(before))) {
            work.add(() -> visit(key));
            Metadata.owners(before).forEach(owner -> work.add(() -> progress(owner.uid())));
        }
    }

    void removed(ObjectNode object) {
        for (Key dependent : objects.dependentsOf(Metadata.uid(object))) {
            work.add(() -> visit(dependent));
        }
        for (Metadata.Owner owner : Metadata.owners(object)) {
            work.add(() -> progress(owner.uid()));
        }
    }

    /** Does what has piled up, and what that causes. */
    void settle() {
        if (settling) {
            return;
        }
        settling = true;
        try {
            while (!work.isEmpty()) {
                work.remove().run();
            }
        } finally {
            settling = false;
        }
    }

    /** Looks at one dependent: are its owners there? */
    private void visit(Key key) {
        objects.get(key).ifPresent(object -> {
            List<Metadata.Owner> solid = new ArrayList<>();
            List<Metadata.Owner> waiting = new ArrayList<>();
            List<Metadata.Owner> gone = new ArrayList<>();
            for (Metadata.Owner owner : Metadata.owners(object)) {
                sort(owner, solid, waiting, gone);
            }
            if (!solid.isEmpty()) {
                gone.addAll(waiting);
                release(key, object, gone);
            } else if (!gone.isEmpty() || !waiting.isEmpty()) {
                collect(key, object, !waiting.isEmpty());
            }
        });
    }

    private void sort(
            Metadata.Owner owner, List<Metadata.Owner> solid, List<Metadata.Owner> waiting, List<Metadata.Owner> gone) {
        objects.withUid(owner.uid())
                .flatMap(objects::get)
                .ifPresentOrElse(
                        object -> (deletesInForeground(object) ? waiting : solid).add(owner), () -> gone.add(owner));
    }

    private void release(Key key, ObjectNode object, List<Metadata.Owner> owners) {
        if (owners.isEmpty()) {
            return;
        }
        ObjectNode after = object;
        for (Metadata.Owner owner : owners) {
            after = Metadata.withoutOwner(after, owner.uid());
        }
        hand.replace(key, object, after);
    }

    private void collect(Key key, ObjectNode object, boolean ownerWaits) {
        if (Metadata.terminating(object)) {
            return;
        }
        boolean foreground =
                ownerWaits && !objects.dependentsOf(Metadata.uid(object)).isEmpty();
        hand.delete(key, foreground ? Store.Propagation.FOREGROUND : Store.Propagation.BACKGROUND);
    }

    private void progress(String uid) {
        objects.withUid(uid).ifPresent(this::progress);
    }

    /** Takes a terminating owner as far as its dependents allow. */
    private void progress(Key key) {
        objects.get(key).filter(Metadata::terminating).ifPresent(owner -> {
            List<String> finalizers = Metadata.finalizers(owner);
            List<Key> dependents = objects.dependentsOf(Metadata.uid(owner));
            if (finalizers.contains(Metadata.ORPHAN)) {
                dependents.forEach(each -> objects.get(each)
                        .ifPresent(object ->
                                hand.replace(each, object, Metadata.withoutOwner(object, Metadata.uid(owner)))));
                finish(key, owner, Metadata.ORPHAN);
            } else if (finalizers.contains(Metadata.FOREGROUND)) {
                dependents.forEach(this::visit);
                if (dependents.stream().noneMatch(each -> blocks(each, Metadata.uid(owner)))) {
                    finish(key, owner, Metadata.FOREGROUND);
                }
            }
        });
    }

    private void finish(Key key, ObjectNode owner, String finalizer) {
        List<String> rest = new ArrayList<>(Metadata.finalizers(owner));
        rest.remove(finalizer);
        hand.replace(key, owner, Metadata.withFinalizers(owner, rest));
    }

    private boolean blocks(Key dependent, String owner) {
        return objects.get(dependent).stream()
                .flatMap(object -> Metadata.owners(object).stream())
                .anyMatch(reference -> reference.uid().equals(owner) && reference.blocks());
    }

    private static boolean deletesInForeground(ObjectNode object) {
        return Metadata.terminating(object) && Metadata.finalizers(object).contains(Metadata.FOREGROUND);
    }
}
