package dev.quorate.observe;

import dev.quorate.cluster.Cluster;
import dev.quorate.cluster.ClusterException;
import dev.quorate.engine.AddedObjects;
import dev.quorate.engine.ComponentTraits;
import dev.quorate.engine.Defaults;
import dev.quorate.engine.Membership;
import dev.quorate.engine.Reach;
import dev.quorate.plan.Goal;
import dev.quorate.schema.AppName;
import dev.quorate.state.AppMemory;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.Kind;
import dev.quorate.state.Labels;
import dev.quorate.state.Manifest;
import dev.quorate.state.MembershipView;
import dev.quorate.state.ObjectRef;
import dev.quorate.state.ObservedObject;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.ObservedSet;
import dev.quorate.state.ObservedState;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks at one app: its objects, its memory, and its members through their engine.
 *
 * <p>A cached look serves to decide; a consistent one comes before anything is taken away. Objects are found by the app's
 * labels and, under the names that the app wants, without them too: what stands there and is not ours must be seen.
 */
public final class Observer {

    /** Where the objects are read from; members are always asked themselves. */
    public enum Consistency {
        CACHED,
        CONSISTENT
    }

    private final Cluster cluster;
    private final Reach reach;
    private final Sightings sightings;
    private final InstantSource clock;

    public Observer(Cluster cluster, Reach reach, Sightings sightings, InstantSource clock) {
        this.cluster = cluster;
        this.reach = reach;
        this.sightings = sightings;
        this.clock = clock;
    }

    public ObservedState observe(Goal goal, Consistency consistency) throws ClusterException {
        Inventory inventory = new Inventory(goal, reads(goal, consistency), added(goal));
        AppMemory memory = inventory.memory();
        List<ObservedObject> objects = owned(goal, inventory.objects(memory));
        // Which claims and classes matter depends on sizes, and those of an autoscaled app on what was found so far.
        Goal sized =
                goal.at(new ObservedState(goal.app().name(), objects, Map.of(), Map.of(), List.of(), Map.of(), memory));
        Map<String, ObservedSet> sets = new StorageClasses(cluster).asked(sized, inventory.sets(sized.desired()));
        return new ObservedState(
                goal.app().name(),
                objects,
                sets,
                inventory.nodes(sets),
                Scalers.of(cluster, goal.desired()),
                membership(goal, sets),
                memory,
                inventory.closed());
    }

    /** The kinds of what an app has beside what its engine makes, while Git wants it or something of it is left. */
    private Set<Kind> added(Goal goal) {
        Set<Kind> wanted = AddedObjects.kinds(goal.app());
        return AddedObjects.kinds().stream()
                .filter(kind -> wanted.contains(kind)
                        || !cluster.cachedOf(goal.app().name(), kind).isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The number of Quorate's defaults that an app's sets were made with; empty before there are any. */
    public OptionalInt defaults(AppName app, Consistency consistency) throws ClusterException {
        return Defaults.of(
                consistency == Consistency.CONSISTENT
                        ? cluster.readOf(app, Kind.STATEFUL_SET)
                        : cluster.cachedOf(app, Kind.STATEFUL_SET));
    }

    private List<ObservedObject> owned(Goal goal, List<Manifest> objects) {
        SetReader reader = new SetReader(labels(goal));
        return objects.stream().map(reader::object).toList();
    }

    private Map<String, MembershipView> membership(Goal goal, Map<String, ObservedSet> sets) {
        Optional<Membership> membership = goal.engine().membership(reach);
        Map<String, MembershipView> views = new LinkedHashMap<>();
        for (DesiredComponent component : goal.desired().components()) {
            ComponentTraits traits = goal.engine().traits().component(component.name());
            if (traits.hasMembers() && membership.isPresent()) {
                MembershipView seen = membership.get().observe(Rosters.roster(goal.desired(), component, sets));
                views.put(component.name(), judged(goal.desired().app(), traits, sets, seen));
            }
        }
        return views;
    }

    private MembershipView judged(
            AppName app, ComponentTraits traits, Map<String, ObservedSet> sets, MembershipView seen) {
        List<ObservedPod> pods = sets.values().stream()
                .map(ObservedSet::pods)
                .flatMap(Collection::stream)
                .toList();
        return sightings.judge(app, traits, seen, pods, clock.instant());
    }

    /** The cache holds what is ours, so what is to be taken over can only be seen at the server. */
    private Reads reads(Goal goal, Consistency consistency) {
        AppName app = goal.app().name();
        boolean takesOver = goal.app().lifecycle().adopt()
                && goal.desired().components().stream()
                        .flatMap(component -> component.sets().stream())
                        .anyMatch(set -> cluster.cached(new ObjectRef(Kind.STATEFUL_SET, app.namespace(), set.name()))
                                .isEmpty());
        return takesOver || consistency == Consistency.CONSISTENT
                ? new ServerReads(cluster, app)
                : new CacheReads(cluster, app);
    }

    static Labels labels(Goal goal) {
        return new Labels(
                goal.site().repository(), goal.site().cluster(), goal.app().name(), "");
    }

    /** The reads that a look needs, from one of two places. */
    interface Reads {
        Optional<Manifest> get(ObjectRef ref) throws ClusterException;

        List<Manifest> of(Kind kind) throws ClusterException;

        /** Whosever it is: no cache holds what is not ours. */
        Optional<Manifest> ofAnybody(ObjectRef ref) throws ClusterException;
    }

    private record CacheReads(Cluster cluster, AppName app) implements Reads {
        @Override
        public Optional<Manifest> get(ObjectRef ref) {
            return cluster.cached(ref);
        }

        @Override
        public List<Manifest> of(Kind kind) throws ClusterException {
            Optional<String> closed = cluster.closed(kind);
            if (closed.isPresent()) {
                throw new ClusterException(ClusterException.Reason.FORBIDDEN, closed.get());
            }
            return cluster.cachedOf(app, kind);
        }

        @Override
        public Optional<Manifest> ofAnybody(ObjectRef ref) throws ClusterException {
            return cluster.read(ref);
        }
    }

    private record ServerReads(Cluster cluster, AppName app) implements Reads {
        @Override
        public Optional<Manifest> get(ObjectRef ref) throws ClusterException {
            return cluster.read(ref);
        }

        @Override
        public List<Manifest> of(Kind kind) throws ClusterException {
            return cluster.readOf(app, kind);
        }

        @Override
        public Optional<Manifest> ofAnybody(ObjectRef ref) throws ClusterException {
            return cluster.read(ref);
        }
    }
}
