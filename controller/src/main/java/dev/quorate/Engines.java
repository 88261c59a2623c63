package dev.quorate;

import dev.quorate.engine.EngineCatalog;
import java.util.List;

/** The engines, one line each. */
public final class Engines {
    private Engines() {}

    public static EngineCatalog catalog() {
        return new EngineCatalog(List.of());
    }
}
