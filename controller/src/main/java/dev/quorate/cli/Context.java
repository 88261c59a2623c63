package dev.quorate.cli;

import dev.quorate.engine.EngineCatalog;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What every command has around it; tests and the demo give their own. */
public record Context(EngineCatalog engines, Terminal terminal, Map<String, String> environment, InstantSource clock) {

    public Context {
        environment = Map.copyOf(environment);
    }

    /** A variable that is set and not empty. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /** The variable that stands for an option: {@code QUORATE_STATUS_BRANCH} for {@code --status-branch}. */
    static String variableOf(String longOption) {
        return "QUORATE_" + longOption.replaceFirst("^--", "").replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
