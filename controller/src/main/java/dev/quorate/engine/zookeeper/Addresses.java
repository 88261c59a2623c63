package dev.quorate.engine.zookeeper;

import dev.quorate.engine.AppObjects;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Where members find each other: the host of a pod, and the line that lists it. */
@FunctionalInterface
interface Addresses {

    int CLIENT_PORT = 2181;
    int PEER_PORT = 2888;
    int ELECTION_PORT = 3888;
    int METRICS_PORT = 7000;

    /** Ordinals count from 0, and no ensemble has more than seven voters at rest. */
    int MORE_THAN_ENOUGH = 64;

    /** Names last while the pods' addresses change. */
    Addresses DNS = (namespace, set, pod) -> pod + "." + AppObjects.headlessName(set) + "." + namespace + ".svc";

    /** What a listed server may do. */
    enum Duty {
        PARTICIPANT,
        OBSERVER
    }

    String host(String namespace, String set, String pod);

    /** Where a member of this host listens for clients. */
    default String listen(String host) {
        return "0.0.0.0";
    }

    /** The line of a configuration that lists a server, without its number. */
    default String listed(String host, Duty duty) {
        return host + ":" + PEER_PORT + ":" + ELECTION_PORT + ":" + duty.name().toLowerCase(Locale.ROOT) + ";"
                + listen(host) + ":" + CLIENT_PORT;
    }

    /** The pod of a set that has this host; empty for one that no pod of the set could have. */
    default Optional<String> pod(String namespace, String set, String host) {
        return IntStream.range(0, MORE_THAN_ENOUGH)
                .mapToObj(ordinal -> set + "-" + ordinal)
                .filter(pod -> host(namespace, set, pod).equals(host))
                .findFirst();
    }
}
