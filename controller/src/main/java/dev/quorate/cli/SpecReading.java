package dev.quorate.cli;

import dev.quorate.engine.AutoscaleCheck;
import dev.quorate.engine.EngineCatalog;
import dev.quorate.engine.RecoveryCheck;
import dev.quorate.schema.Schemas;
import dev.quorate.schema.SpecReader;
import java.util.List;
import java.util.stream.Stream;

/** The reader that knows the schema and the rules of all engines. */
final class SpecReading {
    private SpecReading() {}

    static SpecReader with(EngineCatalog engines) {
        return new SpecReader(
                Schemas.standard(),
                app -> engines.find(app.engine())
                        .map(engine -> Stream.of(
                                        engine.check(app),
                                        AutoscaleCheck.problems(engine, app),
                                        RecoveryCheck.problems(app))
                                .flatMap(List::stream)
                                .toList())
                        .orElseGet(List::of));
    }
}
