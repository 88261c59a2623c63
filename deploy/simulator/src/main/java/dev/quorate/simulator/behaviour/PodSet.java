package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Metadata;

/** What is the same in all that keeps up a number of pods made from a template. */
interface PodSet {

    ObjectNode tree();

    default String name() {
        return Metadata.name(tree());
    }

    default String namespace() {
        return Metadata.namespace(tree());
    }

    default String uid() {
        return Metadata.uid(tree());
    }

    default boolean terminating() {
        return Metadata.terminating(tree());
    }

    default JsonNode metadata() {
        return tree().path("metadata");
    }

    default long generation() {
        return metadata().path("generation").asLong();
    }

    default JsonNode spec() {
        return tree().path("spec");
    }

    default JsonNode status() {
        return tree().path("status");
    }

    default JsonNode template() {
        return spec().path("template");
    }

    default Selector selector() {
        return Selector.of(spec().path("selector"));
    }

    default int replicas() {
        return spec().path("replicas").asInt(1);
    }
}
