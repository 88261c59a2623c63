package dev.quorate.simulator.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The newest changes, one per version without gaps. Older ones are forgotten as etcd compacts them, which is what makes a
 * slow watch list again.
 */
final class ChangeLog {

    private final int bound;
    private final List<Change> changes = new ArrayList<>();
    private int start;
    private long version;

    ChangeLog(int bound, long version) {
        this.bound = bound;
        this.version = version;
    }

    long version() {
        return version;
    }

    void add(Change change) {
        version = change.version();
        changes.add(change);
        if (changes.size() - start > bound) {
            start++;
            dropForgottenHalf();
        }
    }

    /** Forgets everything that happened so far. */
    void compact() {
        changes.clear();
        start = 0;
    }

    Optional<List<Change>> after(long from) {
        long oldest = version - (changes.size() - start);
        if (from < oldest) {
            return Optional.empty();
        }
        if (from >= version) {
            return Optional.of(List.of());
        }
        int first = start + (int) (from - oldest);
        return Optional.of(List.copyOf(changes.subList(first, changes.size())));
    }

    private void dropForgottenHalf() {
        if (start > changes.size() / 2) {
            changes.subList(0, start).clear();
            start = 0;
        }
    }
}
