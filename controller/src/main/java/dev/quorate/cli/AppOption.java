package dev.quorate.cli;

import dev.quorate.schema.AppName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code [APP]}: one app, or all of them; the namespace is part of the name or given by {@code -n}. */
@Command
final class AppOption {

    @Parameters(paramLabel = "APP", arity = "0..1", description = "one app, as NAME or NAMESPACE/NAME (default: all)")
    private Optional<String> app = Optional.empty();

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "only apps of this namespace")
    private Optional<String> namespace = Optional.empty();

    boolean isOne() {
        return app.isPresent();
    }

    /** Those of the names that were asked for; an app that was named must be among them, and only once. */
    List<AppName> select(Collection<AppName> names) {
        List<AppName> selected = names.stream().filter(this::matches).sorted().toList();
        if (app.isPresent() && selected.isEmpty()) {
            throw new CliException("There is no app " + app.get() + ". " + known(names));
        }
        if (app.isPresent() && selected.size() > 1) {
            throw new CliException("Several namespaces have an app " + app.get() + ": say one of "
                    + String.join(", ", selected.stream().map(AppName::toString).toList()) + ".");
        }
        return selected;
    }

    private boolean matches(AppName name) {
        boolean here = namespace.isEmpty() || namespace.get().equals(name.namespace());
        boolean named =
                app.isEmpty() || app.get().equals(name.name()) || app.get().equals(name.toString());
        return here && named;
    }

    private static String known(Collection<AppName> names) {
        return names.isEmpty()
                ? "There are none at all."
                : "The apps are: "
                        + String.join(
                                ", ",
                                names.stream().sorted().map(AppName::toString).toList()) + ".";
    }
}
