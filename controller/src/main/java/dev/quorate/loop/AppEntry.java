package dev.quorate.loop;

import dev.quorate.engine.Engine;
import dev.quorate.plan.Goal;
import dev.quorate.plan.Refusal;
import dev.quorate.schema.AppName;
import dev.quorate.schema.Lifecycle;
import dev.quorate.schema.Source;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One app as the branch of specs has it now.
 *
 * @param lastGood the spec in force; empty for an app whose file was never readable
 * @param refusals why its file cannot be used, empty when it can
 * @param cause the commit that took the file away or made it such that it cannot be used
 */
public record AppEntry(
        AppName name,
        Optional<DesiredApp> lastGood,
        Standing standing,
        List<Refusal> refusals,
        Optional<Source> cause) {

    public enum Standing {
        /** The newest file is in force. */
        CURRENT,
        /** The newest file cannot be used: the last good spec stays in force. */
        HELD,
        /** The namespace is not for this controller: nothing is read or written there. */
        FORBIDDEN,
        /** No file mentions the app any more: its objects are left alone, or deleted if the file asked for that. */
        RELEASED
    }

    public AppEntry {
        refusals = List.copyOf(refusals);
    }

    static AppEntry current(DesiredApp app) {
        return new AppEntry(app.app().name(), Optional.of(app), Standing.CURRENT, List.of(), Optional.empty());
    }

    static AppEntry released(DesiredApp app, Optional<Source> cause) {
        return new AppEntry(app.app().name(), Optional.of(app), Standing.RELEASED, List.of(), cause);
    }

    /** Whether its objects are to be deleted, by the wish that its file held last; an app that was suspended is let be. */
    boolean removes() {
        return standing == Standing.RELEASED
                && lastGood.map(app -> app.app().lifecycle())
                        .filter(wish -> wish.deletion() == Lifecycle.Deletion.DELETE && !wish.suspend())
                        .isPresent();
    }

    /** What its file asks for, or what becomes of it without one. */
    public Goal goal(Engine engine, Engine.Site site, OptionalInt defaults) {
        Goal goal = Goal.of(engine, lastGood.orElseThrow().app(), site, source().commit(), defaults);
        return removes() ? goal.withoutFile(source().commit()) : goal;
    }

    /** Whether nothing is planned for it any more. */
    public boolean letBe() {
        return standing == Standing.RELEASED && !removes();
    }

    /** The commit that this app's state goes back to. */
    Source source() {
        Source spec = lastGood.orElseThrow().source();
        return standing == Standing.RELEASED ? cause.orElse(spec) : spec;
    }
}
