package dev.quorate.simulator.engine.rediscluster;

import java.time.Instant;
import java.util.BitSet;
import java.util.Optional;

/** What a node knows of one node of its cluster, which may be itself. */
final class Known {

    private final String id;
    private final BitSet slots = new BitSet(Slots.COUNT);
    private String host;
    private String address;
    private Optional<String> master;
    private long epoch;
    private Optional<Instant> failedAt = Optional.empty();
    private Optional<Instant> silentSince = Optional.empty();
    private boolean linked;

    /** @param master the id of the node that it copies; empty for a master */
    Known(String id, String host, String address, Optional<String> master) {
        this.id = id;
        this.host = host;
        this.address = address;
        this.master = master;
    }

    String id() {
        return id;
    }

    /** Empty until it has said it itself. */
    String host() {
        return host;
    }

    String address() {
        return address;
    }

    void at(String newHost, String newAddress) {
        host = newHost;
        address = newAddress;
    }

    Optional<String> master() {
        return master;
    }

    boolean masters() {
        return master.isEmpty();
    }

    void promote() {
        master = Optional.empty();
    }

    /** Who copies another owns nothing. */
    void follow(String newMaster) {
        if (masters()) {
            slots.clear();
        }
        master = Optional.of(newMaster);
    }

    long epoch() {
        return epoch;
    }

    void epoch(long newest) {
        epoch = newest;
    }

    BitSet slots() {
        return slots;
    }

    /** Whether it has a say in who is down and who follows. */
    boolean votes() {
        return masters() && !slots.isEmpty();
    }

    boolean linked() {
        return linked;
    }

    void heard() {
        linked = true;
        silentSince = Optional.empty();
    }

    void silent(Instant now) {
        linked = false;
        silentSince = Optional.of(silentSince.orElse(now));
    }

    boolean suspected(Instant now) {
        return silentSince
                .filter(since -> !since.plus(Gossip.TIMEOUT).isAfter(now))
                .isPresent();
    }

    boolean failed() {
        return failedAt.isPresent();
    }

    void fail(Instant now) {
        failedAt = Optional.of(failedAt.orElse(now));
    }

    /** It is back. Of one that others may have replaced that is believed only after a while. */
    void returns(Instant now) {
        boolean sure = !votes();
        failedAt = failedAt.filter(since ->
                !sure && since.plus(Gossip.TIMEOUT).plus(Gossip.TIMEOUT).isAfter(now));
    }

    /** A process that starts has no link and has not waited for anybody yet. */
    void restart() {
        linked = false;
        silentSince = Optional.empty();
    }
}
