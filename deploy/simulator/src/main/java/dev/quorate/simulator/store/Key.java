package dev.quorate.simulator.store;

/** Where an object is kept; the namespace is empty for objects of the whole cluster. */
public record Key(Kind kind, String namespace, String name) {}
