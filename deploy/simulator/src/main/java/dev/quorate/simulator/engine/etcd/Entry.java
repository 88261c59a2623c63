package dev.quorate.simulator.engine.etcd;

import java.util.Optional;

/**
 * One entry of a member's log with the state after it. Logs share their common past: a copy of a log is a reference to its
 * newest entry.
 *
 * @param revision of the key space after this entry
 */
record Entry(long index, long term, long revision, Membership membership, Optional<Put> put, Optional<Entry> previous) {

    record Put(String key, String value) {}

    static Entry first(long index, Membership membership) {
        return new Entry(index, 1, 1, membership, Optional.empty(), Optional.empty());
    }

    Entry empty(long newTerm) {
        return new Entry(index + 1, newTerm, revision, membership, Optional.empty(), Optional.of(this));
    }

    Entry change(Membership newMembership) {
        return new Entry(index + 1, term, revision, newMembership, Optional.empty(), Optional.of(this));
    }

    Entry write(Put newPut) {
        return new Entry(index + 1, term, revision + 1, membership, Optional.of(newPut), Optional.of(this));
    }

    /** Whether this log is at least as new, by raft's order. */
    boolean atLeast(Entry other) {
        return term > other.term || (term == other.term && index >= other.index);
    }

    /** Whether this log holds that very entry. */
    boolean contains(Entry other) {
        Optional<Entry> at = Optional.of(this);
        while (at.isPresent() && at.get().index > other.index) {
            at = at.get().previous;
        }
        return at.filter(entry -> entry == other).isPresent();
    }
}
