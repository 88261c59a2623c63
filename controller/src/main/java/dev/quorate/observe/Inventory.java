package dev.quorate.observe;

import dev.quorate.cluster.ClusterException;
import dev.quorate.engine.StartConfigs;
import dev.quorate.observe.Observer.Reads;
import dev.quorate.plan.Goal;
import dev.quorate.schema.AppName;
import dev.quorate.state.AppMemory;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.DesiredSet;
import dev.quorate.state.DesiredState;
import dev.quorate.state.Kind;
import dev.quorate.state.Labels;
import dev.quorate.state.Manifest;
import dev.quorate.state.NodeTrouble;
import dev.quorate.state.ObjectRef;
import dev.quorate.state.ObservedSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Collects the manifests that one look at an app is about. */
final class Inventory {

    private static final Set<Kind> WITH_A_PLACE_OF_THEIR_OWN =
            EnumSet.of(Kind.STATEFUL_SET, Kind.POD, Kind.PERSISTENT_VOLUME_CLAIM, Kind.STATEFUL_APP);

    private final Goal goal;
    private final AppName app;
    private final Reads reads;
    private final Set<Kind> more;
    private final Map<Kind, String> closed = new EnumMap<>(Kind.class);

    /** @param more kinds of objects than the engine's own */
    Inventory(Goal goal, Reads reads, Set<Kind> more) {
        this.goal = goal;
        this.app = goal.app().name();
        this.reads = reads;
        this.more = Set.copyOf(more);
    }

    /** From the mirror; without one, from what the start ConfigMaps repeat of it. */
    AppMemory memory() throws ClusterException {
        Optional<Manifest> mirror = reads.get(ref(Kind.STATEFUL_APP, app.name()));
        Optional<AppMemory> kept = mirror.flatMap(MemoryFormat::read);
        if (kept.isPresent()) {
            return kept.get();
        }
        String version = mirror.map(Manifest::resourceVersion).orElse("");
        return StartConfigs.read(reads.of(Kind.CONFIG_MAP))
                .orElse(AppMemory.BLANK)
                .at(version);
    }

    List<Manifest> objects(AppMemory memory) throws ClusterException {
        Map<ObjectRef, Manifest> found = new LinkedHashMap<>();
        Set<Kind> kinds = EnumSet.of(Kind.CONFIG_MAP);
        kinds.addAll(goal.engine().ownedKinds());
        kinds.addAll(more);
        kinds.removeAll(WITH_A_PLACE_OF_THEIR_OWN);
        for (Kind kind : kinds) {
            addOpen(found, kind);
        }
        for (Manifest wanted : goal.desired().objects()) {
            if (!closed.containsKey(wanted.kind())) {
                addNamed(found, wanted.ref());
            }
        }
        addForeignPods(found);
        for (DesiredComponent component : goal.desired().components()) {
            Optional<Manifest> start = goal.startConfig(component.name(), memory);
            if (start.isPresent()) {
                addNamed(found, start.get().ref());
            }
        }
        return List.copyOf(found.values());
    }

    /** The kinds that may not be looked at, known when the objects were. */
    Map<Kind, String> closed() {
        return closed;
    }

    private void addOpen(Map<ObjectRef, Manifest> found, Kind kind) throws ClusterException {
        try {
            addAll(found, reads.of(kind));
        } catch (ClusterException e) {
            if (e.reason() != ClusterException.Reason.FORBIDDEN) {
                throw e;
            }
            closed.put(kind, String.valueOf(e.getMessage()));
        }
    }

    /** Pods that are to be taken over have none of our labels yet. */
    private void addForeignPods(Map<ObjectRef, Manifest> found) throws ClusterException {
        for (DesiredComponent component : goal.desired().components()) {
            for (DesiredSet set : component.sets()) {
                for (int ordinal = 0; ordinal < taken(set); ordinal++) {
                    Optional<Manifest> pod = reads.get(ref(Kind.POD, set.podName(ordinal)));
                    pod.filter(there -> !ours(there)).ifPresent(there -> found.put(there.ref(), there));
                }
            }
        }
    }

    /** How many ordinals a set can have pods for that is to be taken over; in the middle of a scale-in more than it asks for. */
    private int taken(DesiredSet set) throws ClusterException {
        return goal.app().lifecycle().adopt()
                ? reads.get(ref(Kind.STATEFUL_SET, set.name()))
                        .filter(live -> !ours(live))
                        .map(live -> live.at("/spec/replicas").asInt(1)
                                + live.at("/status/replicas").asInt())
                        .orElse(0)
                : 0;
    }

    private boolean ours(Manifest live) {
        return Labels.of(live).filter(Observer.labels(goal)::sameApp).isPresent();
    }

    Map<String, ObservedSet> sets(DesiredState desired) throws ClusterException {
        Map<ObjectRef, Manifest> live = new LinkedHashMap<>();
        Map<ObjectRef, Manifest> claims = new LinkedHashMap<>();
        addAll(live, reads.of(Kind.STATEFUL_SET));
        addAll(claims, reads.of(Kind.PERSISTENT_VOLUME_CLAIM));
        Set<String> names = new LinkedHashSet<>();
        for (DesiredComponent component : desired.components()) {
            for (DesiredSet set : component.sets()) {
                names.add(set.name());
                addNamed(live, ref(Kind.STATEFUL_SET, set.name()));
                addClaims(claims, set);
            }
        }
        live.values().forEach(set -> names.add(set.name()));
        return new SetReader(Observer.labels(goal))
                .sets(names, List.copyOf(live.values()), reads.of(Kind.POD), List.copyOf(claims.values()));
    }

    /** The nodes in trouble under pods that do not serve or do not end; those of others need not be looked at. */
    Map<String, NodeTrouble> nodes(Map<String, ObservedSet> sets) throws ClusterException {
        Set<String> names = new TreeSet<>();
        sets.values().stream()
                .flatMap(set -> set.pods().stream())
                .filter(pod -> pod.terminating() || !pod.ready())
                .forEach(pod -> pod.node().ifPresent(names::add));
        Map<String, NodeTrouble> nodes = new HashMap<>();
        for (String name : names) {
            NodeReader.trouble(reads.get(new ObjectRef(Kind.NODE, "", name)))
                    .ifPresent(trouble -> nodes.put(name, trouble));
        }
        return nodes;
    }

    /** Every claim that a pod of the wanted size would bind to, since a claim that is not ours has no label to be found by. */
    private void addClaims(Map<ObjectRef, Manifest> found, DesiredSet set) throws ClusterException {
        int pods = Math.max(set.replicas(), taken(set));
        for (String template : set.claims()) {
            for (int ordinal = 0; ordinal < pods; ordinal++) {
                addNamed(found, ref(Kind.PERSISTENT_VOLUME_CLAIM, template + "-" + set.podName(ordinal)));
            }
        }
    }

    private void addNamed(Map<ObjectRef, Manifest> found, ObjectRef ref) throws ClusterException {
        if (!found.containsKey(ref)) {
            reads.get(ref).ifPresent(manifest -> found.put(ref, manifest));
        }
    }

    private static void addAll(Map<ObjectRef, Manifest> found, Collection<Manifest> manifests) {
        manifests.forEach(manifest -> found.put(manifest.ref(), manifest));
    }

    private ObjectRef ref(Kind kind, String name) {
        return new ObjectRef(kind, app.namespace(), name);
    }
}
