package dev.quorate.plan;

import dev.quorate.engine.Engine;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.AppMemory;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.DesiredSet;
import dev.quorate.state.DesiredState;
import dev.quorate.state.Manifest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one app should become: its spec, the commit that asked for it, and what its engine makes of the spec.
 *
 * @param removing whether the app's file is gone and asked for that: what is there goes, and nothing is made
 * @param holds why nothing new is begun, although it is wanted
 * @param objects the desired objects as they are applied; stamped here, once for a spec and not once for a look
 * @param sets the StatefulSets as they are applied, by name
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
        Map<String, Manifest> sets) {

    public Goal {
        holds = List.copyOf(holds);
        objects = List.copyOf(objects);
        sets = Map.copyOf(sets);
    }

    public static Goal of(Engine engine, StatefulApp app, Engine.Site site, String commit) {
        DesiredState desired = engine.desired(app, site);
        List<Manifest> objects =
                desired.objects().stream().map(Differences::stamped).toList();
        Map<String, Manifest> sets = new HashMap<>();
        for (DesiredComponent component : desired.components()) {
            for (DesiredSet set : component.sets()) {
                sets.put(set.name(), Differences.stamped(SetTree.withoutScale(set.statefulSet())));
            }
        }
        return new Goal(engine, app, site, commit, false, List.of(), desired, objects, sets);
    }

    /** What becomes of the app when its file is gone, by the wish that the file held last. */
    public Goal withoutFile(String removingCommit) {
        return new Goal(engine, app, site, removingCommit, true, holds, desired, objects, sets);
    }

    public Goal heldBy(List<Refusal> reasons) {
        return new Goal(engine, app, site, commit, removing, reasons, desired, objects, sets);
    }

    /** How many pods of a set there are in the end. */
    public int replicas(DesiredSet set) {
        return removing || app.lifecycle().stopped() ? 0 : set.replicas();
    }

    /** The same spec asked for by the same commit: what follows from it need not be worked out again. */
    public boolean isOf(StatefulApp otherApp, String otherCommit) {
        return app.equals(otherApp) && commit.equals(otherCommit);
    }

    Optional<Manifest> startConfig(String component, AppMemory memory) {
        return engine.startConfig(app, site, component, memory).map(Differences::stamped);
    }
}
