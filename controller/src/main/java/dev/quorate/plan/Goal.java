package dev.quorate.plan;

import dev.quorate.engine.Engine;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.AppMemory;
import dev.quorate.state.DesiredState;
import dev.quorate.state.Manifest;
import java.util.Optional;

/** What one app should become: its spec, the commit that asked for it, and what its engine makes of the spec. */
public record Goal(Engine engine, StatefulApp app, Engine.Site site, String commit, DesiredState desired) {

    public static Goal of(Engine engine, StatefulApp app, Engine.Site site, String commit) {
        return new Goal(engine, app, site, commit, engine.desired(app, site));
    }

    Optional<Manifest> startConfig(String component, AppMemory memory) {
        return engine.startConfig(app, site, component, memory);
    }
}
