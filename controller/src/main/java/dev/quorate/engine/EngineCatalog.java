package dev.quorate.engine;

import dev.quorate.state.Kind;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

    /** The kinds that every engine makes. */
    public Set<Kind> commonKinds() {
        Set<Kind> common = EnumSet.allOf(Kind.class);
        all().forEach(engine -> common.retainAll(engine.ownedKinds()));
        return common;
    }

    /** The kinds that some engines make. */
    public Set<Kind> kinds() {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        all().forEach(engine -> kinds.addAll(engine.ownedKinds()));
        return kinds;
    }
}
