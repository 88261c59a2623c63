package dev.quorate.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.engine.BackupJob;
import dev.quorate.schema.Backup;
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
    public static final String ENDING = "Ending";

    /** What a person should look at. */
    public static final Set<String> TROUBLES = Set.of(FAILED, MISSED);

    /** As long as the CronJob itself tries to begin, and then may take: later nothing comes of it. */
    private static final Duration LATE = Duration.ofHours(2);

    /** Empty for an app that asks for no snapshots, and of which nothing takes any. */
    public static Optional<BackupVerdict> of(Goal goal, ObservedState observed, Instant now) {
        Optional<Backup> backup = goal.app().recovery().backup().filter(wanted -> !goal.removing());
        Optional<Manifest> job = observed.object(BackupJob.ref(goal.app()))
                .filter(found -> found.ownership() == ObservedObject.Ownership.OURS)
                .map(ObservedObject::live);
        if (backup.isEmpty()) {
            return job.map(live -> new BackupVerdict(true, ENDING, "no more are asked for; " + last(live)));
        }
        if (job.isEmpty()) {
            return Optional.of(new BackupVerdict(
                    false, NONE_YET, "nothing takes any yet: their CronJob is made once the cluster is founded"));
        }
        return Optional.of(
                goal.app().lifecycle().stopped()
                        ? new BackupVerdict(true, STOPPED, "none is taken while the app is stopped; " + last(job.get()))
                        : judged(job.get(), CronLine.parse(backup.get().schedule()), now));
    }

    private static BackupVerdict judged(Manifest job, CronLine line, Instant now) {
        Optional<Instant> begun = time(job, "/status/lastScheduleTime");
        Optional<Instant> taken = time(job, "/status/lastSuccessfulTime");
        boolean runs = !job.at("/status/active").isEmpty();
        boolean failed = begun.isPresent()
                && taken.filter(last -> !last.isBefore(begun.get())).isEmpty();
        if (failed && !runs) {
            return new BackupVerdict(
                    false,
                    FAILED,
                    "the snapshot of " + text(begun.get()) + " was not taken; " + last(job)
                            + ". Its Jobs say why: kubectl logs -n " + job.ref().namespace()
                            + " -l app.kubernetes.io/name=quorate-backup,app.kubernetes.io/instance="
                            + job.label("app.kubernetes.io/instance").orElse(""));
        }
        Optional<Instant> due =
                begun.or(() -> time(job, "/metadata/creationTimestamp")).flatMap(line::next);
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
