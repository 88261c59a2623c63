package dev.quorate.engine;

import dev.quorate.engine.Engine.Site;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.DesiredState;
import dev.quorate.state.Kind;
import java.util.EnumSet;
import java.util.Set;

/** What stands beside an engine's own objects since a spec asks for more; it goes when the spec asks for it no more. */
public final class AddedObjects {

    private AddedObjects() {}

    public static Set<Kind> kinds() {
        Set<Kind> kinds = EnumSet.copyOf(ScaleObjects.kinds());
        kinds.add(Kind.CRON_JOB);
        return kinds;
    }

    /** The kinds that this spec asks for. */
    public static Set<Kind> kinds(StatefulApp app) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        if (app.components().values().stream()
                .anyMatch(component -> component.autoscale().isPresent())) {
            kinds.addAll(ScaleObjects.kinds());
        }
        if (app.recovery().backup().isPresent()) {
            kinds.add(Kind.CRON_JOB);
        }
        return kinds;
    }

    /** What the engine wants, and these. */
    public static DesiredState beside(Engine engine, StatefulApp app, Site site) {
        return BackupJob.beside(ScaleObjects.beside(engine.desired(app, site), app, site), engine, app, site);
    }
}
