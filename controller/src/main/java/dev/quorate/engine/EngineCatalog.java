package dev.quorate.engine;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks engines up by the name that {@code spec.engine} gives. */
public final class EngineCatalog {

    private final Map<String, Engine> engines = new LinkedHashMap<>();

    public EngineCatalog(List<Engine> all) {
        for (Engine engine : all) {
            engines.put(engine.traits().name(), engine);
        }
    }

    public Optional<Engine> find(String name) {
        return Optional.ofNullable(engines.get(name));
    }

    public Collection<Engine> all() {
        return List.copyOf(engines.values());
    }
}
