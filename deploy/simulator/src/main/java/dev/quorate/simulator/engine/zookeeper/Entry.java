package dev.quorate.simulator.engine.zookeeper;

import java.util.Optional;

/**
 * One transaction of a member's log with the list after it. Logs share their common past: a copy of a log is a reference to its
 * newest entry, and two logs hold the same transaction only if it is the same object.
 */
final class Entry {

    private static final int EPOCH_BITS = 32;

    private final long zxid;
    private final String ensemble;
    private final ServerList list;
    private final Optional<Put> put;
    private final Optional<Entry> previous;

    /** A write of one node. */
    record Put(String key, String value) {}

    private Entry(long zxid, String ensemble, ServerList list, Optional<Put> put, Optional<Entry> previous) {
        this.zxid = zxid;
        this.ensemble = ensemble;
        this.list = list;
        this.put = put;
        this.previous = previous;
    }

    /** A log that holds nothing but who the founders are. */
    static Entry blank(ServerList founders) {
        return new Entry(0, "", founders, Optional.empty(), Optional.empty());
    }

    /** The first leader of all confirms the list of the founders. */
    Entry epoch(String founded) {
        long next = ((zxid >>> EPOCH_BITS) + 1) << EPOCH_BITS;
        boolean first = ensemble.isEmpty();
        return new Entry(
                next, first ? founded : ensemble, first ? list.at(next) : list, Optional.empty(), Optional.of(this));
    }

    Entry change(ServerList changed) {
        return new Entry(zxid + 1, ensemble, changed.at(zxid + 1), Optional.empty(), Optional.of(this));
    }

    Entry write(Optional<Put> written) {
        return new Entry(zxid + 1, ensemble, list, written, Optional.of(this));
    }

    long zxid() {
        return zxid;
    }

    /** Which founding it descends from; empty before there was a leader. */
    String ensemble() {
        return ensemble;
    }

    ServerList list() {
        return list;
    }

    Optional<Put> put() {
        return put;
    }

    Optional<Entry> previous() {
        return previous;
    }

    boolean contains(Entry other) {
        Optional<Entry> at = Optional.of(this);
        while (at.isPresent() && at.get().zxid > other.zxid) {
            at = at.get().previous;
        }
        return at.filter(other::equals).isPresent();
    }
}
