package dev.quorate.engine;

import dev.quorate.schema.FieldProblem;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.Manifest;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an engine adds to a spec by itself, images and scripts and probes, has a number. An app is made with the newest and
 * keeps it, so that a newer Quorate restarts nobody: the number is written on the StatefulSet together with the template
 * that was made with it, and only the spec asks for another.
 */
public final class Defaults {

    public static final String ANNOTATION = "quorate.dev/defaults-version";

    /** Sets that say nothing were made when there was only this. */
    private static final int FIRST = 1;

    private Defaults() {}

    /** The number that an app's StatefulSets were made with; empty before there are any. */
    public static OptionalInt of(Collection<Manifest> statefulSets) {
        return statefulSets.stream()
                .mapToInt(set -> set.annotation(ANNOTATION)
                        .filter(text -> text.matches("[0-9]{1,9}"))
                        .map(Integer::parseInt)
                        .orElse(FIRST))
                .max();
    }

    public static int chosen(Engine engine, StatefulApp app, OptionalInt made) {
        return app.defaultsVersion().orElse(made.orElse(engine.newestDefaults()));
    }

    public static Optional<FieldProblem> problem(Engine engine, StatefulApp app) {
        int newest = engine.newestDefaults();
        return app.defaultsVersion().isPresent() && app.defaultsVersion().getAsInt() > newest
                ? Optional.of(new FieldProblem(
                        "/spec/defaultsVersion",
                        "unknown-defaults",
                        "this version of Quorate knows the defaults of "
                                + engine.traits().name() + " up to number " + newest,
                        "write defaultsVersion: " + newest + ", or run a newer Quorate first"))
                : Optional.empty();
    }
}
