package dev.quorate.loop;

import dev.quorate.engine.Boundaries;
import dev.quorate.engine.Engine;
import dev.quorate.loop.AppEntry.Standing;
import dev.quorate.observe.MemoryFormat;
import dev.quorate.schema.AppName;
import dev.quorate.state.AppMemory;
import java.util.List;
import java.util.Optional;

/** Which operations a stopping controller must still end, and which it leaves to the next, by what the mirrors hold. */
final class SafeStop {

    private final Wiring wiring;
    private final DesiredApps desired;
    private final Mirrors mirrors;

    SafeStop(Wiring wiring, DesiredApps desired, Mirrors mirrors) {
        this.wiring = wiring;
        this.desired = desired;
        this.mirrors = mirrors;
    }

    boolean reached() {
        return desired.names().stream().noneMatch(this::mustGoOn);
    }

    /** Also true while the cache is behind our own last write, since that may have been the point of no return. */
    boolean mustGoOn(AppName app) {
        return workedOn(app).isPresent()
                && (!wiring.cluster().caughtUp(app)
                        || unfinished(app).filter(Unfinished::mustFinish).isPresent());
    }

    List<Unfinished> unfinished() {
        return desired.names().stream().flatMap(app -> unfinished(app).stream()).toList();
    }

    private Optional<Unfinished> unfinished(AppName app) {
        return workedOn(app).flatMap(table -> memory(app).flatMap(memory -> Unfinished.of(app, memory, table)));
    }

    /** The table of an app that passes take steps in. */
    private Optional<Boundaries> workedOn(AppName app) {
        return desired.find(app)
                .filter(entry -> entry.standing() != Standing.RELEASED && entry.standing() != Standing.FORBIDDEN)
                .flatMap(AppEntry::lastGood)
                .flatMap(spec -> wiring.engines().find(spec.app().engine()))
                .map(Engine::boundaries);
    }

    private Optional<AppMemory> memory(AppName app) {
        try {
            return mirrors.find(app).flatMap(MemoryFormat::read);
        } catch (IllegalStateException unreadable) {
            // No pass can take a step in this app, and each has said why: there is nothing to wait for.
            return Optional.empty();
        }
    }
}
