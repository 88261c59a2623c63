package dev.quorate.report;

import dev.quorate.plan.Decision;
import dev.quorate.plan.Guard;
import dev.quorate.plan.Refusal;
import dev.quorate.schema.AppName;
import dev.quorate.schema.Drift;
import dev.quorate.schema.RolloutRecord;
import dev.quorate.schema.RolloutRecord.Outcome;
import dev.quorate.schema.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where an app stands between commits: what runs, what ended last, and which commit was reached in full.
 *
 * <ol>
 *   <li>Another spec ends the running rollout as superseded.
 *   <li>A step begins a rollout if none runs; so repairs, which no new commit asks for, are on record too.
 *   <li>It ends when live is as Git says, when only a person can go on, or when nothing moves before the deadline.
 *   <li>What ended so is not recorded again until something is different.
 * </ol>
 *
 * @param last how the newest rollout ended, unless the app has come to rest since
 * @param file the newest file of this app that could not be used
 * @param newest when the newest rollout began: records are named by the second, and each needs its own
 */
public record RolloutLog(
        Optional<Rollout> running,
        Optional<Ended> last,
        Optional<Reached> reached,
        Optional<Standing> standing,
        Optional<Ended> file,
        Optional<Instant> newest) {

    public static final RolloutLog EMPTY = new RolloutLog(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** The newest commit whose spec was reached in full. */
    public record Reached(String commit, String hash) {}

    /** The refusal that stands since a while; an election or a restart refuses for seconds and is no end of a rollout. */
    public record Standing(String why, Instant since) {}

    /**
     * @param progress without a step for so long a rollout has failed
     * @param refusal so long a refusal must stand before it ends a rollout
     */
    public record Patience(Duration progress, Duration refusal) {}

    /** @param why the sentences of a refusal, else empty */
    public record Ended(String hash, Outcome outcome, String why) {}

    /**
     * What a commit asks for, beside what there is.
     *
     * @param drift what others changed of what there is
     */
    public record Asked(
            AppName app, String cluster, Source source, String hash, String from, String to, List<Drift> drift) {
        public Asked {
            drift = List.copyOf(drift);
        }
    }

    /** @param began whether a rollout was begun just now */
    public record Next(RolloutLog log, List<RolloutRecord> ended, boolean began) {
        public Next {
            ended = List.copyOf(ended);
        }
    }

    public Next next(Asked asked, Decision decision, List<Taken> taken, Instant now, Patience patience) {
        List<RolloutRecord> ended = new ArrayList<>();
        RolloutLog log = superseded(asked, now, ended);
        boolean ran = log.running.isPresent();
        for (Taken step : taken) {
            log = log.stepped(asked, decision, step, now);
        }
        boolean began = !ran && log.running.isPresent();
        return new Next(log.ended(asked, decision, now, patience, ended), ended, began);
    }

    /** A file that cannot be used is a refusal by itself; the last good spec stays asked for. */
    public Next refused(Asked asked, List<Refusal> refusals, Instant now) {
        Ended end = new Ended(asked.hash(), Outcome.REFUSED, Sentences.of(refusals));
        if (file.equals(Optional.of(end))) {
            return new Next(this, List.of(), false);
        }
        Rollout rollout = begin(asked, now);
        RolloutLog log =
                new RolloutLog(running, last, reached, standing, Optional.of(end), Optional.of(rollout.startedAt()));
        return new Next(log, List.of(record(rollout, asked, Outcome.REFUSED, refusals, now)), false);
    }

    /** Nobody asks for anything any more. */
    public Next released(AppName app, String cluster, Instant now) {
        List<RolloutRecord> ended = running.map(rollout -> rollout.end(app, cluster, Outcome.CANCELLED, List.of(), now))
                .map(List::of)
                .orElse(List.of());
        return new Next(new RolloutLog(Optional.empty(), last, reached, Optional.empty(), file, newest), ended, false);
    }

    /** Whether the app was as this spec asks already: what differs since then, no commit explains. */
    public boolean hasReached(String hash) {
        return reached.filter(here -> here.hash().equals(hash)).isPresent();
    }

    private RolloutLog superseded(Asked asked, Instant now, List<RolloutRecord> ended) {
        if (running.isEmpty() || running.get().hash().equals(asked.hash())) {
            return this;
        }
        return end(running.get(), asked, Outcome.SUPERSEDED, List.of(), now, ended);
    }

    private RolloutLog stepped(Asked asked, Decision decision, Taken taken, Instant now) {
        if (running.isEmpty() && !begins(asked, decision, taken)) {
            return this;
        }
        Rollout rollout =
                running.orElseGet(() -> begin(asked, now)).with(asked.drift()).with(taken);
        return new RolloutLog(Optional.of(rollout), last, reached, standing, file, Optional.of(rollout.startedAt()));
    }

    /** What stood still begins again only with a step that is done. */
    private boolean begins(Asked asked, Decision decision, Taken taken) {
        boolean stoodStill = last.filter(
                        end -> end.outcome() == Outcome.FAILED && end.hash().equals(asked.hash()))
                .isPresent();
        return taken.finished() || (decision instanceof Decision.Do && !stoodStill);
    }

    private RolloutLog ended(
            Asked asked, Decision decision, Instant now, Patience patience, List<RolloutRecord> ended) {
        if (decision instanceof Decision.Settled) {
            return settled(asked, now, ended);
        }
        if (decision instanceof Decision.Refuse refuse
                && refuse.refusals().stream().anyMatch(Refusal::needsPerson)) {
            return standing(asked, refuse.refusals(), now, patience, ended);
        }
        if (running.isPresent()
                && running.get().movedAt().plus(patience.progress()).isBefore(now)) {
            return end(running.get(), asked, Outcome.FAILED, List.of(), now, ended);
        }
        return standing(Optional.empty());
    }

    private RolloutLog standing(
            Asked asked, List<Refusal> refusals, Instant now, Patience patience, List<RolloutRecord> ended) {
        String why = Sentences.of(refusals);
        Standing stands = standing.filter(before -> before.why().equals(why)).orElseGet(() -> new Standing(why, now));
        Outcome outcome = outcome(refusals);
        boolean known = running.isEmpty() && last.equals(Optional.of(new Ended(asked.hash(), outcome, why)));
        if (known || stands.since().plus(patience.refusal()).isAfter(now)) {
            return standing(Optional.of(stands));
        }
        return end(running.orElseGet(() -> begin(asked, now)), asked, outcome, refusals, now, ended);
    }

    /** A deadline that passes is no refusal of what was asked for: it was tried, and has failed. */
    private static Outcome outcome(List<Refusal> refusals) {
        boolean late = refusals.stream()
                .filter(Refusal::needsPerson)
                .allMatch(refusal -> refusal.guard() == Guard.PROGRESS_DEADLINE);
        return late ? Outcome.FAILED : Outcome.REFUSED;
    }

    private RolloutLog standing(Optional<Standing> stands) {
        return new RolloutLog(running, last, reached, stands, file, newest);
    }

    private RolloutLog settled(Asked asked, Instant now, List<RolloutRecord> ended) {
        running.ifPresent(rollout -> ended.add(record(rollout, asked, Outcome.SUCCEEDED, List.of(), now)));
        Reached here = new Reached(asked.source().commit(), asked.hash());
        return new RolloutLog(Optional.empty(), Optional.empty(), Optional.of(here), Optional.empty(), file, newest);
    }

    private RolloutLog end(
            Rollout rollout,
            Asked asked,
            Outcome outcome,
            List<Refusal> refusals,
            Instant now,
            List<RolloutRecord> ended) {
        ended.add(record(rollout, asked, outcome, refusals, now));
        Ended end = new Ended(rollout.hash(), outcome, Sentences.of(refusals));
        return new RolloutLog(
                Optional.empty(), Optional.of(end), reached, Optional.empty(), file, Optional.of(rollout.startedAt()));
    }

    private static RolloutRecord record(
            Rollout rollout, Asked asked, Outcome outcome, List<Refusal> refusals, Instant now) {
        return rollout.end(asked.app(), asked.cluster(), outcome, Sentences.schema(refusals), now);
    }

    private Rollout begin(Asked asked, Instant now) {
        Instant startedAt = newest.map(
                        before -> before.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1))
                .filter(free -> free.isAfter(now))
                .orElse(now);
        return new Rollout(
                asked.source(), asked.hash(), asked.from(), asked.to(), startedAt, now, asked.drift(), List.of());
    }
}
