package dev.quorate.engine.rediscluster;

import dev.quorate.engine.AppObjects;
import java.util.Optional;
import java.util.stream.IntStream;

/** Where nodes are found by clients and by each other at their start; among themselves they go by addresses and ids. */
@FunctionalInterface
interface Addresses {

    int PORT = 6379;
    int BUS_PORT = 16379;

    /** Ordinals count from 0, and no component has as many pods. */
    int MORE_THAN_ENOUGH = 1000;

    /** Names last while the pods' addresses change. */
    Addresses DNS = (namespace, set, pod) -> pod + "." + AppObjects.headlessName(set) + "." + namespace + ".svc";

    String host(String namespace, String set, String pod);

    /** The pod of a set that has this host; empty for one that no pod of the set could have. */
    default Optional<String> pod(String namespace, String set, String host) {
        return IntStream.range(0, MORE_THAN_ENOUGH)
                .mapToObj(ordinal -> set + "-" + ordinal)
                .filter(pod -> host(namespace, set, pod).equals(host))
                .findFirst();
    }
}
