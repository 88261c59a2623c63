package dev.quorate.loop;

import dev.quorate.report.RolloutLog.Patience;
import java.time.Duration;

/**
 * The times that the loop keeps, and its limits.
 *
 * @param poll between two looks at the branch of specs
 * @param health between two looks at the members of an app at rest
 * @param silence how far two equal observations of a silent member must lie apart until it counts as dead
 * @param waiting until something that runs by itself is looked at again, if no event comes first
 * @param refused until a refused change is tried again
 * @param resync until an app without members is looked at though nothing happened
 * @param publish between two commits of reports
 * @param deletions how many apps may lose their files at once
 * @param retry the first and the longest pause after a failure; each failure doubles it
 */
public record LoopSettings(
        Duration poll,
        Duration health,
        Duration silence,
        Duration waiting,
        Duration refused,
        Duration resync,
        Duration publish,
        Retry retry,
        Patience patience,
        DeletionLimit deletions,
        int workers) {

    public record Retry(Duration first, Duration longest) {}

    public static final LoopSettings DEFAULT = new LoopSettings(
            Duration.ofSeconds(15),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofMinutes(10),
            Duration.ofSeconds(5),
            new Retry(Duration.ofMillis(500), Duration.ofMinutes(2)),
            new Patience(Duration.ofMinutes(10), Duration.ofSeconds(5)),
            DeletionLimit.DEFAULT,
            4);
}
