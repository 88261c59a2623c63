package dev.quorate.loop;

import dev.quorate.report.Conditions;
import dev.quorate.schema.Condition;
import dev.quorate.schema.Condition.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether the specs can be read and the reports be written; shown in each mirror, since a reader looks there. */
final class GitHealth {

    static final String SOURCE_READY = "SourceReady";
    static final String STATUS_PUSHED = "StatusPushed";

    private Optional<Trouble> source = Optional.empty();
    private Optional<Trouble> status = Optional.empty();

    /** @return whether that is news */
    synchronized boolean source(Optional<Trouble> trouble) {
        boolean news = !source.equals(trouble);
        source = trouble;
        return news;
    }

    synchronized boolean status(Optional<Trouble> trouble) {
        boolean news = !status.equals(trouble);
        status = trouble;
        return news;
    }

    synchronized List<Condition> conditions(List<Condition> before, Instant now) {
        return List.of(
                condition(before, SOURCE_READY, source, "Fetched", now),
                condition(before, STATUS_PUSHED, status, "Pushed", now));
    }

    private static Condition condition(
            List<Condition> before, String type, Optional<Trouble> trouble, String well, Instant now) {
        return Conditions.since(
                before,
                type,
                trouble.isPresent() ? Status.FALSE : Status.TRUE,
                trouble.map(Trouble::reason).orElse(well),
                trouble.map(Trouble::message).orElse(""),
                now);
    }
}
