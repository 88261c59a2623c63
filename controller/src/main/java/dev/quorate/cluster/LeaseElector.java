package dev.quorate.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.cluster.ClusterException.Reason;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Holds a Lease by looking and writing once per {@link #tick}; who ticks, and when, is another's business.
 *
 * <ol>
 *   <li>Another's lease has run out when its object stayed the same for its whole duration by our own clock: clocks of
 *       machines are never compared.
 *   <li>We lead from the moment before a successful write was sent until the renew deadline, which is shorter than the
 *       duration: we stop before anybody else can start, whether or not we can reach the API server.
 *   <li>Both clocks must say so. The monotonic one stands still while a machine is suspended, the other one can be set back.
 *   <li>A lease that is taken, even from ourselves, counts one transition: it is another term.
 * </ol>
 *
 * <p>client-java's own {@code LeaderElector} does not serve: it knows the wall clock alone, and on closing gives the lease up
 * before the work under it has ended.
 */
public final class LeaseElector implements Elector {

    /**
     * How the lease is kept.
     *
     * @param duration how long others wait after a renewal that they saw
     * @param renewDeadline how long we lead after a renewal; shorter than the duration
     * @param retry from one tick to the next
     */
    public record Times(Duration duration, Duration renewDeadline, Duration retry) {

        public static final Times DEFAULT = of(Duration.ofSeconds(15));

        public Times {
            if (renewDeadline.compareTo(duration) >= 0 || retry.compareTo(renewDeadline) >= 0) {
                throw new IllegalArgumentException("a lease of " + duration + " needs a shorter renew deadline than "
                        + renewDeadline + ", and that a shorter retry than " + retry);
            }
        }

        /** In Kubernetes' own proportions: 15 s, 10 s and 2 s. */
        public static Times of(Duration duration) {
            Duration fifteenth = duration.dividedBy(15);
            return new Times(duration, fifteenth.multipliedBy(10), fifteenth.multipliedBy(2));
        }
    }

    private record Held(String term, Moment since) {}

    private record Moment(long nanos, Instant wall) {}

    private record Sighting(String version, long nanos) {}

    private final ApiServer server;
    private final ObjectRef lease;
    private final String identity;
    private final Times times;
    private final InstantSource wall;
    private final LongSupplier nanos;

    private volatile Optional<Held> held = Optional.empty();
    private volatile Optional<String> trouble = Optional.empty();
    private Optional<Sighting> other = Optional.empty();

    /**
     * @param identity unique for this process: two with one identity would both lead
     * @param nanos a monotonic clock
     */
    public LeaseElector(
            ApiTransport transport,
            String namespace,
            String name,
            String identity,
            Times times,
            InstantSource wall,
            LongSupplier nanos) {
        this.server = new ApiServer(transport);
        this.lease = new ObjectRef(Kind.LEASE, namespace, name);
        this.identity = identity;
        this.times = times;
        this.wall = wall;
        this.nanos = nanos;
    }

    @Override
    public boolean leading() {
        return held.filter(mine -> age(mine.since()).compareTo(times.renewDeadline()) < 0)
                .isPresent();
    }

    @Override
    public String term() {
        return held.map(Held::term).orElse(identity);
    }

    /** Why the last tick could not look or write; empty when it could. */
    public Optional<String> trouble() {
        return trouble;
    }

    /** Renews, takes or watches the lease; returns when to tick again. */
    public synchronized Duration tick() {
        try {
            Optional<Manifest> live = server.read(lease);
            if (live.isEmpty()) {
                found();
            } else {
                keep(live.get());
            }
            trouble = Optional.empty();
        } catch (ClusterException no) {
            trouble = Optional.of(no.getMessage() + remedy(no));
        }
        return times.retry();
    }

    /** Gives the lease up, so that the next holder need not wait. All work under it must have ended. */
    public synchronized void release() throws ClusterException {
        boolean mine = held.isPresent();
        held = Optional.empty();
        Optional<Manifest> live = mine ? server.read(lease) : Optional.empty();
        if (live.isPresent() && LeaseRecord.of(live.get()).heldBy(identity)) {
            LeaseRecord released = LeaseRecord.of(live.get()).released(wall.instant());
            server.replace(live.get().with(released::write), "");
        }
    }

    private void found() throws ClusterException {
        LeaseRecord first = new LeaseRecord(identity, times.duration(), wall.instant(), wall.instant(), 0);
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", Kind.LEASE.apiVersion()).put("kind", Kind.LEASE.title());
        object.putObject("metadata").put("name", lease.name()).put("namespace", lease.namespace());
        first.write(object);
        Moment start = now();
        server.create(new Manifest(object));
        held = Optional.of(new Held(term(first), start));
    }

    /** A lease that is missing is made, so what is not found is its namespace. */
    private static String remedy(ClusterException no) {
        return no.reason() == Reason.NOT_FOUND ? " (make the namespace of the lease, or choose another one)" : "";
    }

    private void keep(Manifest live) throws ClusterException {
        LeaseRecord record = LeaseRecord.of(live);
        if (record.heldBy(identity) && leading()) {
            write(live, record.renewedAt(wall.instant()));
            return;
        }
        held = Optional.empty();
        if (record.heldBy(identity) || record.free() || ranOut(live, record)) {
            write(live, record.takenBy(identity, times.duration(), wall.instant()));
        }
    }

    private void write(Manifest live, LeaseRecord record) throws ClusterException {
        Moment start = now();
        server.replace(live.with(record::write), "");
        held = Optional.of(new Held(term(record), start));
    }

    private boolean ranOut(Manifest live, LeaseRecord record) {
        long now = nanos.getAsLong();
        Sighting seen = other.filter(sighting -> sighting.version().equals(live.resourceVersion()))
                .orElseGet(() -> new Sighting(live.resourceVersion(), now));
        other = Optional.of(seen);
        return now - seen.nanos() >= record.duration().toNanos();
    }

    private String term(LeaseRecord record) {
        return identity + "/" + record.transitions();
    }

    private Moment now() {
        return new Moment(nanos.getAsLong(), wall.instant());
    }

    private Duration age(Moment since) {
        Duration monotonic = Duration.ofNanos(nanos.getAsLong() - since.nanos());
        Duration byWall = Duration.between(since.wall(), wall.instant());
        return monotonic.compareTo(byWall) > 0 ? monotonic : byWall;
    }
}
