package dev.quorate.simulator.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One entry of the log that watches read.
 *
 * @param version the resourceVersion that this change made; the log is ordered by it over all kinds
 * @param before what the object was, absent when it was added; a watch with a selector needs it
 */
public record Change(Type type, Key key, long version, ObjectNode object, Optional<ObjectNode> before) {

    public enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }
}
