package dev.quorate.plan;

import dev.quorate.engine.LegalSizes;
import dev.quorate.engine.ScaleObjects;
import dev.quorate.schema.Autoscale;
import dev.quorate.schema.ComponentSpec;
import dev.quorate.state.Accepted;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.LiveSet;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObservedObject;
import dev.quorate.state.ObservedObject.Ownership;
import dev.quorate.state.ObservedState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How large components are to be that follow requests, or did. What was accepted holds, inside the bounds that Git has now; but
 * nobody leaves whom the data cannot spare. If it is remembered nowhere, what is there already holds: taking the file's size for it would let members leave that nobody
 * sent away.
 */
final class Sizing {

    private final Goal goal;
    private final ObservedState observed;
    private final DesiredComponent component;

    private Sizing(Goal goal, ObservedState observed, DesiredComponent component) {
        this.goal = goal;
        this.observed = observed;
        this.component = component;
    }

    /** By component; nothing of those whose size is Git's own. */
    static Map<String, Integer> sizes(Goal goal, ObservedState observed) {
        Map<String, Integer> sizes = new HashMap<>();
        if (!goal.removing()) {
            for (DesiredComponent component : goal.desired().components()) {
                new Sizing(goal, observed, component).size().ifPresent(size -> sizes.put(component.name(), size));
            }
        }
        return sizes;
    }

    private Optional<Integer> size() {
        ComponentSpec spec = goal.app().component(component.name());
        Optional<Accepted> accepted = observed.memory().accepted(component.name());
        if (spec.autoscale().isEmpty()) {
            return kept().map(KeptSize::count);
        }
        LegalSizes sizes = goal.engine().traits().component(component.name()).sizes();
        int kept = accepted.map(Accepted::count).orElseGet(() -> found(spec));
        int least = ReplicationFloor.of(goal, observed, component).least(kept);
        return Optional.of(Math.max(least, within(spec.autoscale().get(), sizes, kept)));
    }

    /** Until a commit says another number, taking autoscale away moves nobody. */
    private Optional<KeptSize> kept() {
        ComponentSpec spec = goal.app().component(component.name());
        Optional<KeptSize> size =
                observed.memory().accepted(component.name()).map(KeptSize::of).or(this::marked);
        return spec.autoscale().isPresent()
                ? Optional.empty()
                : size.filter(it -> it.written().equals(spec.replicas()));
    }

    private Optional<KeptSize> marked() {
        return component.sets().stream()
                .flatMap(set -> observed.set(set.name()).live().stream())
                .map(LiveSet::object)
                .filter(set -> set.ownership() == Ownership.OURS)
                .flatMap(set -> KeptSize.on(set.live()).stream())
                .findFirst();
    }

    /** The sets as they are applied; those whose size is neither in Git nor followed any more say it themselves. */
    static Map<String, Manifest> sets(Goal goal, ObservedState observed) {
        Map<String, Manifest> sets = new HashMap<>(goal.sets());
        for (DesiredComponent component : goal.desired().components()) {
            new Sizing(goal, observed, component)
                    .kept()
                    .ifPresent(size -> component
                            .sets()
                            .forEach(set -> sets.computeIfPresent(
                                    set.name(),
                                    (name, applied) ->
                                            Differences.annotatedSet(applied, KeptSize.ANNOTATION, size.text()))));
        }
        return sets;
    }

    /** What the scale target says was accepted, then what is there, then the size at creation. */
    private int found(ComponentSpec spec) {
        Optional<Integer> said = observed.object(ScaleObjects.target(goal.app(), component))
                .filter(target -> target.ownership() == Ownership.OURS)
                .map(ObservedObject::live)
                .map(target -> target.at("/status/accepted"))
                .filter(count -> count.isInt())
                .map(count -> count.asInt());
        return said.or(this::there).orElse(spec.units());
    }

    private Optional<Integer> there() {
        int members = component.sets().stream()
                .mapToInt(set -> observed.memory().admissions(set.name()).size())
                .sum();
        if (members > 0) {
            return Optional.of(members);
        }
        return component.sets().stream()
                .flatMap(set -> observed.set(set.name()).live().stream())
                .map(live -> live.replicas())
                .filter(replicas -> replicas > 0)
                .reduce(Integer::sum);
    }

    /** Inside the bounds, and at a size that the engine allows; the bounds themselves are such sizes. */
    static int within(Autoscale bounds, LegalSizes sizes, int asked) {
        return Math.min(
                bounds.maxReplicas(),
                Math.max(bounds.minReplicas(), sizes.atLeast(Math.min(asked, bounds.maxReplicas()))));
    }
}
