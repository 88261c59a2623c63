package dev.quorate.report;

import dev.quorate.plan.BackupVerdict;
import dev.quorate.schema.Condition;
import dev.quorate.schema.Condition.Status;
import java.util.Optional;

/** An app's snapshots, as a report has them. */
final class Backups {

    private Backups() {}

    /** Empty for an app that asks for none. */
    static Optional<Condition> condition(Facts facts) {
        return BackupVerdict.of(facts.goal(), facts.observed(), facts.now())
                .map(verdict -> Conditions.since(
                        facts.before(),
                        Condition.BACKED_UP,
                        verdict.fresh() ? Status.TRUE : Status.FALSE,
                        verdict.reason(),
                        verdict.sentence(),
                        facts.now()));
    }
}
