package dev.quorate.simulator.engine.rediscluster;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a node believes of its cluster, as its nodes.conf holds it: itself, the others, who owns which slot, which slots are open. */
final class Table {

    static final String PATH = "current/nodes.conf";

    private final Known self;
    private final Map<String, Known> known = new TreeMap<>();
    private final Map<Integer, String> leaving = new TreeMap<>();
    private final Map<Integer, String> arriving = new TreeMap<>();
    private long epoch;
    private long voted;
    private String cluster = "";

    Table(Known self) {
        this.self = self;
        known.put(self.id(), self);
    }

    /** Which founding its slots come from; Redis has no such thing. Empty until it has met one who knows. */
    String cluster() {
        return cluster;
    }

    void cluster(String founded) {
        cluster = founded;
    }

    Known myself() {
        return self;
    }

    Optional<Known> known(String id) {
        return Optional.ofNullable(known.get(id));
    }

    Collection<Known> all() {
        return List.copyOf(known.values());
    }

    List<Known> others() {
        return known.values().stream().filter(each -> !each.equals(self)).toList();
    }

    void add(Known stranger) {
        known.putIfAbsent(stranger.id(), stranger);
    }

    void forget(String id) {
        known.remove(id);
        known.values().stream()
                .filter(each -> each.master().equals(Optional.of(id)))
                .forEach(each -> each.follow("-"));
    }

    /** Whose data it is to have: itself, or the master that it copies. */
    Optional<Known> source() {
        return myself().master().map(this::known).orElseGet(() -> Optional.of(myself()));
    }

    Optional<Known> owner(int slot) {
        return known.values().stream().filter(each -> each.slots().get(slot)).findFirst();
    }

    void assign(int slot, Known owner) {
        known.values().forEach(each -> each.slots().clear(slot));
        owner.slots().set(slot);
    }

    /** Slots by whom they are going to; open ones. */
    Map<Integer, String> leaving() {
        return leaving;
    }

    /** Slots by whom they are coming from; open ones. */
    Map<Integer, String> arriving() {
        return arriving;
    }

    void follow(String master) {
        myself().follow(master);
        leaving.clear();
        arriving.clear();
    }

    List<Known> voters() {
        return known.values().stream().filter(Known::votes).toList();
    }

    int majority() {
        return voters().size() / 2 + 1;
    }

    BitSet covered() {
        BitSet covered = new BitSet(Slots.COUNT);
        known.values().forEach(each -> covered.or(each.slots()));
        return covered;
    }

    long epoch() {
        return epoch;
    }

    void sees(long other) {
        epoch = Math.max(epoch, other);
    }

    long nextEpoch() {
        return ++epoch;
    }

    long voted() {
        return voted;
    }

    void vote(long asked) {
        voted = Math.max(voted, asked);
        sees(asked);
    }

    /** What it does on its own word, without a vote, so that a slot which was moved to it is believed to be its. */
    boolean bump() {
        long newest = Math.max(
                epoch, known.values().stream().mapToLong(Known::epoch).max().orElse(0));
        boolean behind = myself().epoch() == 0 || myself().epoch() != newest;
        if (behind) {
            sees(newest);
            myself().epoch(nextEpoch());
        }
        return behind;
    }
}
