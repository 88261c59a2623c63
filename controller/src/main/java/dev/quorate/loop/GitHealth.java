package dev.quorate.loop;

import dev.quorate.schema.Condition;
import dev.quorate.schema.Condition.Status;
import dev.quorate.report.Conditions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Whether the specs can be read and the reports be written; shown in each mirror, since a reader looks there. */
final class GitHealth {

    static final String SOURCE_READY = "SourceReady";
    static final String STATUS_PUSHED = "StatusPushed";

    private final AtomicReference<Optional<Trouble>> source = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<Trouble>> status = new AtomicReference<>(Optional.empty());

    /** @return whether that is news */
    boolean source(Optional<Trouble> trouble) {
        return !source.getAndSet(trouble).equals(trouble);
    }

    boolean status(Optional<Trouble> trouble) {
        return !status.getAndSet(trouble).equals(trouble);
    }

    List<Condition> conditions(List<Condition> before, Instant now) {
        return List.of(
                condition(before, SOURCE_READY, source.get(), "Fetched", now),
                condition(before, STATUS_PUSHED, status.get(), "Pushed", now));
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
