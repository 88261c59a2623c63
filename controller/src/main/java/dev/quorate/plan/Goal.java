package dev.quorate.plan;

import dev.quorate.engine.AddedObjects;
import dev.quorate.engine.Defaults;
import dev.quorate.engine.Engine;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.AppMemory;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.DesiredSet;
import dev.quorate.state.DesiredState;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObservedClaim;
import dev.quorate.state.ObservedObject;
import dev.quorate.state.ObservedSet;
import dev.quorate.state.ObservedState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one app should become: its spec, the commit that asked for it, and what its engine makes of the spec.
 *
 * @param app with the defaults that hold for it
 * @param removing whether the app's file is gone and asked for that: what is there goes, and nothing is made
 * @param holds why nothing new is begun, although it is wanted
 * @param objects the desired objects as they are applied; stamped here, once for a spec and not once for a look
 * @param sets the StatefulSets as they are applied, by name
 * @param once what was worked out of all this before
 */
public record Goal(
        Engine engine,
        StatefulApp app,
        Engine.Site site,
        String commit,
        boolean removing,
        List<Refusal> holds,
        DesiredState desired,
        List<Manifest> objects,
        Map<String, Manifest> sets,
        Once once) {

    public Goal {
        holds = List.copyOf(holds);
        objects = List.copyOf(objects);
        sets = Map.copyOf(sets);
    }

    /** @param made the number of the defaults that the app's StatefulSets were made with; empty before there are any */
    public static Goal of(Engine engine, StatefulApp written, Engine.Site site, String commit, OptionalInt made) {
        int defaults = Defaults.chosen(engine, written, made);
        StatefulApp app = written.withDefaultsVersion(defaults);
        DesiredState desired = AddedObjects.beside(engine, app, site);
        List<Manifest> objects =
                desired.objects().stream().map(Differences::stamped).toList();
        Map<String, Manifest> sets = new HashMap<>();
        for (DesiredComponent component : desired.components()) {
            for (DesiredSet set : component.sets()) {
                sets.put(set.name(), applied(set, defaults));
            }
        }
        return new Goal(engine, app, site, commit, false, List.of(), desired, objects, sets, new Once());
    }

    /** What becomes of the app when its file is gone, by the wish that the file held last. */
    public Goal withoutFile(String removingCommit) {
        return new Goal(engine, app, site, removingCommit, true, holds, desired, objects, sets, once);
    }

    public Goal heldBy(List<Refusal> reasons) {
        return new Goal(engine, app, site, commit, removing, reasons, desired, objects, sets, once);
    }

    /**
     * The same goal with the sizes that hold now: those of components that follow requests are not in Git. Whoever looks at
     * sizes looks at this goal, and never at the one that was made of the spec alone.
     */
    public Goal at(ObservedState observed) {
        Map<String, Integer> sizes = Sizing.sizes(this, observed);
        return sizes.isEmpty()
                ? this
                : new Goal(
                        engine,
                        app,
                        site,
                        commit,
                        removing,
                        holds,
                        once.sized(sizes, this::desired),
                        objects,
                        Sizing.sets(this, observed),
                        once);
    }

    private DesiredState desired(Map<String, Integer> sizes) {
        return AddedObjects.beside(engine, app.sized(sizes), site);
    }

    /** How many pods of a set there are in the end. */
    public int replicas(DesiredSet set) {
        return removing || app.lifecycle().stopped() ? 0 : set.replicas();
    }

    private static Manifest applied(DesiredSet set, int defaults) {
        return Differences.stampedSet(SetTree.withoutScale(set.statefulSet())
                .with(tree -> tree.withObjectProperty("metadata")
                        .withObjectProperty("annotations")
                        .put(Defaults.ANNOTATION, String.valueOf(defaults))));
    }

    /** The same spec asked for by the same commit: what follows from it need not be worked out again. */
    public boolean isOf(StatefulApp otherApp, String otherCommit, OptionalInt made) {
        return commit.equals(otherCommit)
                && app.equals(otherApp.withDefaultsVersion(Defaults.chosen(engine, otherApp, made)));
    }

    /** What newer defaults would change of the pods, if the spec asked for them; empty when there are none. */
    public Optional<String> upgrade() {
        int newest = engine.newestDefaults();
        if (app.defaultsVersion().orElse(newest) >= newest) {
            return Optional.empty();
        }
        Goal next = of(engine, app.withDefaultsVersion(newest), site, commit, OptionalInt.empty());
        String changes = sets.entrySet().stream()
                .map(set ->
                        new SetChange(Objects.requireNonNull(next.sets().get(set.getKey())), set.getValue()).words())
                .filter(words -> !words.isEmpty())
                .distinct()
                .collect(Collectors.joining(", "));
        return changes.isEmpty()
                ? Optional.empty()
                : Optional.of("Newer defaults would change " + changes + "; ask for them by defaultsVersion: " + newest
                        + ", until then they restart nothing.");
    }

    /** What the next applies bring to the pods, in words; empty when no pod is concerned. */
    public String changes(ObservedState observed) {
        return String.join(", ", SetPlan.changes(new Situation(this, observed, Instant.EPOCH)));
    }

    /** Whether the next applies bring something to objects, whatever it is: the spec that they were made of was another one. */
    public boolean reshapes(ObservedState observed) {
        Stream<Boolean> around = objects.stream()
                .map(wanted -> observed.object(wanted.ref())
                        .map(ObservedObject::live)
                        .filter(live -> Differences.sameStamp(wanted, live))
                        .isEmpty());
        Stream<Boolean> whole = at(observed).sets.entrySet().stream()
                .map(set -> observed.set(set.getKey())
                        .live()
                        .filter(live -> !Differences.sameStamp(
                                set.getValue(), live.object().live()))
                        .isPresent());
        return Stream.concat(around, whole).anyMatch(differs -> differs);
    }

    /** Whether a claim asks for less than Git gives it now. */
    public boolean outgrows(ObservedSet set, ObservedClaim claim) {
        return desired.components().stream()
                .flatMap(component -> component.sets().stream())
                .filter(wanted -> wanted.name().equals(set.name()))
                .anyMatch(wanted -> Growth.outgrown(Objects.requireNonNull(sets.get(set.name())), wanted, set, claim));
    }

    /** Whether a live object is not what this goal wants in its place. */
    boolean differs(Manifest wanted, Manifest live) {
        return once.differs(wanted, live, Differences::differs);
    }

    /** Whether a live StatefulSet is not what this goal wants in its place, as far as an apply can make it so. */
    boolean setDiffers(Manifest wanted, Manifest live) {
        return once.differs(wanted, live, Renewal::differs);
    }

    /** What the members of a component read at their start, as it is applied. */
    public Optional<Manifest> startConfig(String component, AppMemory memory) {
        return once.start(
                component,
                memory,
                members -> engine.startConfig(app, site, component, members).map(Differences::stamped));
    }
}
