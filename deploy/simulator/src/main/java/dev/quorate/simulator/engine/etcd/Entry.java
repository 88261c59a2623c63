package dev.quorate.simulator.engine.etcd;

import java.util.Optional;

/**
 * One entry of a member's log with the state after it. Logs share their common past: a copy of a log is a reference to its
 * newest entry, and two logs hold the same entry only if it is the same object.
 */
final class Entry {

    private final long index;
    private final long term;
    private final long revision;
    private final Membership membership;
    private final Optional<Put> put;
    private final Optional<Entry> previous;

    /** A write of one key. */
    record Put(String key, String value) {}

    private Entry(
            long index, long term, long revision, Membership membership, Optional<Put> put, Optional<Entry> previous) {
        this.index = index;
        this.term = term;
        this.revision = revision;
        this.membership = membership;
        this.put = put;
        this.previous = previous;
    }

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

    long index() {
        return index;
    }

    long term() {
        return term;
    }

    /** Of the key space after this entry. */
    long revision() {
        return revision;
    }

    Membership membership() {
        return membership;
    }

    Optional<Put> put() {
        return put;
    }

    Optional<Entry> previous() {
        return previous;
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
        return at.filter(other::equals).isPresent();
    }
}
