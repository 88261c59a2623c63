package dev.quorate.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.engine.BackupJob;
import dev.quorate.schema.CronLine;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObservedObject;
import dev.quorate.state.ObservedState;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/**
 * How an app's snapshots fare, as its CronJob tells: whether the newest is as old as it may be.
 *
 * @param fresh whether nobody need look
 */
public record BackupVerdict(boolean fresh, String reason, String sentence) {

    public static final String NONE_YET = "NoSnapshotYet";
    public static final String TAKEN = "SnapshotTaken";
    public static final String FAILED = "SnapshotFailed";
    public static final String MISSED = "SnapshotMissed";
    public static final String STOPPED = "Stopped";

    /** What a person should look at. */
    public static final Set<String> TROUBLES = Set.of(FAILED, MISSED);

    /** As long as the CronJob itself tries to begin, and then may take: later nothing comes of it. */
    private static final Duration LATE = Duration.ofHours(2);

    /** Empty for an app that asks for no snapshots. */
    public static Optional<BackupVerdict> of(Goal goal, ObservedState observed, Instant now) {
        return goal.removing()
                ? Optional.empty()
                : goal.app().recovery().backup().map(backup -> observed.object(BackupJob.ref(goal.app()))
                        .map(ObservedObject::live)
                        .map(job -> goal.app().lifecycle().stopped()
                                ? stopped(job)
                                : judged(job, CronLine.parse(backup.schedule()), now))
                        .orElseGet(() -> new BackupVerdict(
                                false, NONE_YET, "no snapshot yet: they begin when the cluster is founded")));
    }

    private static BackupVerdict stopped(Manifest job) {
        return new BackupVerdict(true, STOPPED, "none is taken while the app is stopped; " + last(job));
    }

    private static BackupVerdict judged(Manifest job, CronLine line, Instant now) {
        Optional<Instant> begun = time(job, "/status/lastScheduleTime");
        Optional<Instant> taken = time(job, "/status/lastSuccessfulTime");
        boolean runs = !job.at("/status/active").isEmpty();
        boolean failed = begun.isPresent() && taken.filter(last -> !last.isBefore(begun.get())).isEmpty();
        if (failed && !runs) {
            return new BackupVerdict(
                    false,
                    FAILED,
                    "the snapshot of " + text(begun.get()) + " was not taken; " + last(job)
                            + ". Its Jobs say why: kubectl logs -n " + job.ref().namespace()
                            + " -l app.kubernetes.io/name=quorate-backup,app.kubernetes.io/instance="
                            + job.label("app.kubernetes.io/instance").orElse(""));
        }
        Optional<Instant> due = begun.or(() -> time(job, "/metadata/creationTimestamp")).flatMap(line::next);
        if (!runs && due.filter(next -> next.plus(LATE).isBefore(now)).isPresent()) {
            return new BackupVerdict(
                    false,
                    MISSED,
                    "no snapshot was begun at " + due.map(BackupVerdict::text).orElse("") + "; " + last(job)
                            + ". Look at " + job.ref());
        }
        String next = due.map(time -> "; the next is due at " + text(time)).orElse("");
        return new BackupVerdict(taken.isPresent(), taken.isPresent() ? TAKEN : NONE_YET, last(job) + next);
    }

    private static String last(Manifest job) {
        return time(job, "/status/lastSuccessfulTime")
                .map(time -> "the newest was taken and verified at " + text(time))
                .orElse("there is none yet");
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.MINUTES).toString().replaceFirst(":00Z$", "Z");
    }

    private static Optional<Instant> time(Manifest job, String pointer) {
        JsonNode node = job.at(pointer);
        try {
            return node.isTextual() ? Optional.of(Instant.parse(node.asText())) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
