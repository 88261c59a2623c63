package dev.quorate.loop;

import dev.quorate.plan.Refusal;
import dev.quorate.schema.AppName;
import dev.quorate.schema.Source;
import java.util.List;
import java.util.Optional;

/**
 * One app as the branch of specs has it now.
 *
 * @param lastGood the spec in force; empty for an app whose file was never readable
 * @param refusals why its file cannot be used, empty when it can
 * @param refusedIn the commit that made it so
 */
public record AppEntry(
        AppName name,
        Optional<DesiredApp> lastGood,
        Standing standing,
        List<Refusal> refusals,
        Optional<Source> refusedIn) {

    public enum Standing {
        /** The newest file is in force. */
        CURRENT,
        /** The newest file cannot be used: the last good spec stays in force. */
        HELD,
        /** The namespace is not for this controller: nothing is read or written there. */
        FORBIDDEN,
        /** No file mentions the app any more: its objects are left alone. */
        RELEASED
    }

    public AppEntry {
        refusals = List.copyOf(refusals);
    }

    static AppEntry current(DesiredApp app) {
        return new AppEntry(app.app().name(), Optional.of(app), Standing.CURRENT, List.of(), Optional.empty());
    }

    static AppEntry released(DesiredApp app) {
        return new AppEntry(app.app().name(), Optional.of(app), Standing.RELEASED, List.of(), Optional.empty());
    }
}
