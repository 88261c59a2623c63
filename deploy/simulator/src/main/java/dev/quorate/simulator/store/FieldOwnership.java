package dev.quorate.simulator.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps {@code metadata.managedFields}. The store calls it on every write; what a field is needs the schema, which the API
 * has.
 */
public interface FieldOwnership {

    /** For stores whose users do not look at managedFields. */
    FieldOwnership NONE = (kind, before, after, writer, now) -> {};

    /** Brings the managedFields of {@code after}, a fresh tree, up to date for this writer's change. */
    void account(Kind kind, Optional<ObjectNode> before, ObjectNode after, Store.Writer writer, Instant now);
}
