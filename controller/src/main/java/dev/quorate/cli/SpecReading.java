package dev.quorate.cli;

import dev.quorate.engine.EngineCatalog;
import dev.quorate.schema.Schemas;
import dev.quorate.schema.SpecReader;
import java.util.List;

/** The reader that knows the schema and the rules of all engines. */
final class SpecReading {
    private SpecReading() {}

    static SpecReader with(EngineCatalog engines) {
        return new SpecReader(
                Schemas.standard(),
                app -> engines.find(app.engine())
                        .map(engine -> engine.check(app))
                        .orElseGet(List::of));
    }
}
