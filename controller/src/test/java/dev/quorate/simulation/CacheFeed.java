package dev.quorate.simulation;

import dev.quorate.cluster.ObjectCache;
import dev.quorate.engine.AddedObjects;
import dev.quorate.simulator.store.Change;
import dev.quorate.state.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Brings changes of the simulated cluster to a process's cache, each kind with a lag of its own. */
final class CacheFeed {

    /** Those that may lag by chance. */
    static final List<Kind> LAGGING = List.of(
            Kind.STATEFUL_SET,
            Kind.POD,
            Kind.PERSISTENT_VOLUME_CLAIM,
            Kind.SERVICE,
            Kind.CONFIG_MAP,
            Kind.POD_DISRUPTION_BUDGET,
            Kind.STATEFUL_APP,
            Kind.NODE);

    static final List<Kind> KINDS = Stream.of(LAGGING, List.of(Kind.SECRET), AddedObjects.kinds())
            .flatMap(Collection::stream)
            .toList();

    /** While this lasts no watch stands; then all is listed anew, and what came and went meanwhile was never seen. */
    static final String NO_WATCH = "no watch";

    private static final Map<Kind, String> STALE = new EnumMap<>(Kind.class);
    private static final Duration LAG = Duration.ofMillis(20);

    static {
        KINDS.forEach(kind -> STALE.put(kind, "stale cache of " + kind.plural()));
    }

    private final World world;
    private final ObjectCache cache;
    private final Map<Kind, Long> seen = new EnumMap<>(Kind.class);
    private boolean gap;
    private Optional<Instant> due = Optional.empty();

    CacheFeed(World world, ObjectCache cache) {
        this.world = world;
        this.cache = cache;
    }

    static String stale(Kind kind) {
        return STALE.getOrDefault(kind, "");
    }

    void list() {
        long version = world.simulator().store().version();
        for (Kind kind : KINDS) {
            var objects = world.simulator().store().list(world.kind(kind), Optional.empty());
            cache.replace(kind, objects.stream().map(Wire::pass).toList(), Long.toString(version));
            seen.put(kind, version);
        }
    }

    /** A change is due a moment after it was made, so that a process is woken for it. */
    Optional<Instant> nextDue() {
        if (due.isEmpty() && behind()) {
            due = Optional.of(world.time().now().plus(LAG));
        }
        return due;
    }

    private boolean behind() {
        long newest = world.simulator().store().version();
        return seen.values().stream().anyMatch(version -> version < newest);
    }

    void deliver() {
        if (due.filter(at -> !at.isAfter(world.time().now())).isEmpty()) {
            return;
        }
        due = Optional.empty();
        if (world.faults().lasts(NO_WATCH)) {
            gap = true;
            return;
        }
        long oldest = seen.values().stream().mapToLong(Long::longValue).min().orElse(0);
        Optional<List<Change>> changes = world.simulator().store().changesAfter(oldest);
        if (gap || changes.isEmpty()) {
            gap = false;
            list();
            return;
        }
        deliver(changes.get());
    }

    private void deliver(List<Change> changes) {
        long newest = world.simulator().store().version();
        for (Kind kind : KINDS) {
            long last = seen.getOrDefault(kind, 0L);
            if (last < newest && !world.faults().lasts(stale(kind))) {
                changes.stream()
                        .filter(change -> change.version() > last && is(change, kind))
                        .forEach(change -> deliver(kind, change));
                seen.put(kind, newest);
                cache.reached(kind, Long.toString(newest));
            }
        }
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
