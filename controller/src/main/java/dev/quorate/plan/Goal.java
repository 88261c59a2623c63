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
 * @param objects the desired objects as they are applied; stamped here, once for a spec and not once for a look
 * @param sets the StatefulSets as they are applied, by name
 */
public record Goal(
        Engine engine,
        StatefulApp app,
        Engine.Site site,
        String commit,
        DesiredState desired,
        List<Manifest> objects,
        Map<String, Manifest> sets) {

    public Goal {
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
        return new Goal(engine, app, site, commit, desired, objects, sets);
    }

    /** The same spec asked for by the same commit: what follows from it need not be worked out again. */
    public boolean isOf(StatefulApp otherApp, String otherCommit) {
        return app.equals(otherApp) && commit.equals(otherCommit);
    }

    Optional<Manifest> startConfig(String component, AppMemory memory) {
        return engine.startConfig(app, site, component, memory).map(Differences::stamped);
    }
}
