package dev.quorate.simulator.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What an object becomes by a write: the part that the writer may change, with what nobody may change put back. */
public final class Successor {

    private static final List<String> KEPT = List.of(
            "uid",
            "resourceVersion",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "selfLink");

    private Successor() {}

    /**
     * Applying it twice changes nothing more. What is equal is shared with the object before.
     *
     * @param object a fresh tree; the result may be the same one
     */
    public static ObjectNode of(Kind kind, ObjectNode before, ObjectNode object, String subresource) {
        ObjectNode after = parts(kind, before, object, subresource.equals("status"));
        ObjectNode metadata = Metadata.of(after);
        ObjectNode kept = Metadata.of(before);
        KEPT.forEach(field -> Metadata.carry(kept, metadata, field));
        Sharing.with(before, after);
        if (GenerationRules.counts(kind)) {
            boolean raised = GenerationRules.changed(kind, before, after);
            metadata.put("generation", kept.path("generation").asLong() + (raised ? 1 : 0));
        } else {
            Metadata.carry(kept, metadata, "generation");
        }
        return after;
    }

    private static ObjectNode parts(Kind kind, ObjectNode before, ObjectNode object, boolean status) {
        if (!kind.statusSubresource()) {
            return object;
        }
        ObjectNode after = Metadata.withOwnMetadata(status ? before : object);
        if (status) {
            after.set("metadata", Metadata.of(object));
        }
        Metadata.carry(status ? object : before, after, "status");
        return after;
    }
}
