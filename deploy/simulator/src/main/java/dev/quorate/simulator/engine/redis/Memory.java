package dev.quorate.simulator.engine.redis;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a sentinel writes down on its volume: whom it watches, whom it knows, and what it has voted for. */
final class Memory {

    static final String PATH = "current/data";

    private final String id;
    private String master;
    private int quorum;
    private long configEpoch;
    private long votedEpoch;

    /** Hosts by ids; the host of one whose place another has taken is empty. */
    private final Map<String, String> peers = new TreeMap<>();

    private final TreeSet<String> replicas = new TreeSet<>();

    Memory(String id, String master, int quorum) {
        this.id = id;
        this.master = master;
        this.quorum = quorum;
    }

    String id() {
        return id;
    }

    String master() {
        return master;
    }

    int quorum() {
        return quorum;
    }

    void quorum(int agreeing) {
        quorum = agreeing;
    }

    long configEpoch() {
        return configEpoch;
    }

    long votedEpoch() {
        return votedEpoch;
    }

    void vote(long epoch) {
        votedEpoch = Math.max(votedEpoch, epoch);
    }

    Map<String, String> peers() {
        return peers;
    }

    Set<String> replicas() {
        return replicas;
    }

    void meet(String peer, String host) {
        peers.replaceAll((other, place) -> !other.equals(peer) && place.equals(host) ? "" : place);
        peers.put(peer, host);
    }

    /** Another is the master, as a newer election says. */
    void follow(String host, long epoch) {
        if (!host.equals(master)) {
            replicas.add(master);
            replicas.remove(host);
        }
        master = host;
        configEpoch = epoch;
    }

    /** Of those that live it finds all again. */
    void forget() {
        peers.clear();
        replicas.clear();
    }
}
