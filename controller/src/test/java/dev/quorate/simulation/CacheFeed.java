package dev.quorate.simulation;

import dev.quorate.cluster.ObjectCache;
import dev.quorate.simulator.store.Change;
import dev.quorate.state.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings changes of the simulated cluster to a process's cache, each kind with a lag of its own. */
final class CacheFeed {

    /** A list: the dice are thrown for one after the other, in the same order in each run. */
    static final List<Kind> KINDS = List.of(
            Kind.STATEFUL_SET,
            Kind.POD,
            Kind.PERSISTENT_VOLUME_CLAIM,
            Kind.SERVICE,
            Kind.CONFIG_MAP,
            Kind.POD_DISRUPTION_BUDGET,
            Kind.STATEFUL_APP,
            Kind.NODE);

    private static final Duration LAG = Duration.ofMillis(20);
    private static final Duration LONG_LAG = Duration.ofSeconds(3);

    private final World world;
    private final ObjectCache cache;
    private final Map<Kind, Long> seen = new EnumMap<>(Kind.class);
    private final Map<Kind, Instant> notBefore = new EnumMap<>(Kind.class);

    CacheFeed(World world, ObjectCache cache) {
        this.world = world;
        this.cache = cache;
    }

    void list() {
        long version = world.simulator().store().version();
        for (Kind kind : KINDS) {
            var objects = world.simulator().store().list(world.kind(kind), Optional.empty());
            cache.replace(kind, objects, Long.toString(version));
            seen.put(kind, version);
        }
    }

    /** A change is due a moment after it was made, so that a process is woken for it. */
    Optional<Instant> nextDue() {
        long newest = world.simulator().store().version();
        Instant soon = world.time().now().plus(LAG);
        return KINDS.stream()
                .filter(kind -> seen.getOrDefault(kind, 0L) < newest)
                .map(kind -> notBefore.getOrDefault(kind, soon))
                .min(Instant::compareTo);
    }

    void deliver() {
        for (Kind kind : KINDS) {
            deliver(kind);
        }
    }

    private void deliver(Kind kind) {
        Instant now = world.time().now();
        if (notBefore.getOrDefault(kind, Instant.MIN).isAfter(now)) {
            return;
        }
        if (world.chance().probability(world.chance().faults().staleRead())) {
            notBefore.put(kind, now.plus(LONG_LAG));
            return;
        }
        Optional<List<Change>> changes = world.simulator().store().changesAfter(seen.getOrDefault(kind, 0L));
        if (changes.isEmpty()) {
            list();
            return;
        }
        changes.get().stream().filter(change -> is(change, kind)).forEach(change -> deliver(kind, change));
        long newest = world.simulator().store().version();
        seen.put(kind, newest);
        cache.reached(kind, Long.toString(newest));
    }

    private void deliver(Kind kind, Change change) {
        if (change.type() == Change.Type.DELETED) {
            cache.remove(kind, Wire.pass(change.object()));
        } else {
            cache.put(kind, Wire.pass(change.object()));
        }
    }

    private boolean is(Change change, Kind kind) {
        return change.key().kind().plural().equals(kind.plural())
                && change.key().kind().apiVersion().equals(kind.apiVersion());
    }
}
