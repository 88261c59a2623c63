package dev.quorate.simulator.api;

import dev.quorate.simulator.store.Kinds;

/** Tells a kind that exists elsewhere from one that exists nowhere; the answers differ. */
final class KnownKinds {

    private KnownKinds() {}

    static boolean contains(String apiVersion, String kind) {
        return Kinds.ALL.stream()
                .anyMatch(each ->
                        each.apiVersion().equals(apiVersion) && each.kind().equals(kind));
    }
}
