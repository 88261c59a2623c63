package dev.quorate.engine.etcd;

import dev.quorate.engine.AppObjects;
import java.util.Optional;
import java.util.stream.IntStream;

/** Where members find each other: the host of a pod's peer and client URL. */
@FunctionalInterface
interface Addresses {

    int CLIENT_PORT = 2379;
    int PEER_PORT = 2380;

    /** Ordinals count from 0, and no cluster has more than seven members at rest. */
    int MORE_THAN_ENOUGH = 64;

    /** Names last while the pods' addresses change. */
    Addresses DNS = (namespace, set, pod) -> pod + "." + AppObjects.headlessName(set) + "." + namespace + ".svc";

    String host(String namespace, String set, String pod);

    /** The pod of a set that advertises a peer URL; empty for one that no pod of the set could have. */
    default Optional<String> pod(String namespace, String set, String peerUrl) {
        return IntStream.range(0, MORE_THAN_ENOUGH)
                .mapToObj(ordinal -> set + "-" + ordinal)
                .filter(pod -> peerUrl(namespace, set, pod).equals(peerUrl))
                .findFirst();
    }

    default String peerUrl(String namespace, String set, String pod) {
        return "http://" + host(namespace, set, pod) + ":" + PEER_PORT;
    }
}
