package dev.quorate.report;

import dev.quorate.plan.Decision;
import dev.quorate.plan.Refusal;
import dev.quorate.schema.AppName;
import dev.quorate.schema.RolloutRecord;
import dev.quorate.schema.RolloutRecord.Outcome;
import dev.quorate.schema.Source;
import java.time.Duration;
import java.time.Instant;
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
 */
public record RolloutLog(Optional<Rollout> running, Optional<Ended> last, Optional<Reached> reached) {

    public static final RolloutLog EMPTY = new RolloutLog(Optional.empty(), Optional.empty(), Optional.empty());

    /** The newest commit whose spec was reached in full. */
    public record Reached(String commit, String hash) {}

    /** @param why the sentences of a refusal, else empty */
    public record Ended(String hash, Outcome outcome, String why) {}

    /** What a commit asks for, beside what there is. */
    public record Asked(AppName app, String cluster, Source source, String hash, String from, String to) {}

    /** @param began whether a rollout was begun just now */
    public record Next(RolloutLog log, List<RolloutRecord> ended, boolean began) {
        public Next {
            ended = List.copyOf(ended);
        }
    }

    public Next next(Asked asked, Decision decision, Optional<Taken> taken, Instant now, Duration deadline) {
        List<RolloutRecord> ended = new ArrayList<>();
        RolloutLog log = superseded(asked, now, ended);
        boolean ran = log.running.isPresent();
        log = log.stepped(asked, decision, taken, now);
        boolean began = !ran && log.running.isPresent();
        return new Next(log.ended(asked, decision, now, deadline, ended), ended, began);
    }

    /** A file that cannot be used is a refusal by itself; the last good spec stays asked for. */
    public Next refused(Asked asked, List<Refusal> refusals, Instant now) {
        if (alreadyRefused(asked, refusals)) {
            return new Next(this, List.of(), false);
        }
        Rollout rollout = begin(asked, now);
        Ended end = new Ended(asked.hash(), Outcome.REFUSED, Sentences.of(refusals));
        return new Next(
                new RolloutLog(running, Optional.of(end), reached),
                List.of(rollout.end(asked.app(), asked.cluster(), Outcome.REFUSED, Sentences.schema(refusals), now)),
                false);
    }

    private RolloutLog superseded(Asked asked, Instant now, List<RolloutRecord> ended) {
        if (running.isEmpty() || running.get().hash().equals(asked.hash())) {
            return this;
        }
        return end(running.get(), asked, Outcome.SUPERSEDED, List.of(), now, ended);
    }

    private RolloutLog stepped(Asked asked, Decision decision, Optional<Taken> taken, Instant now) {
        if (taken.isEmpty() || (running.isEmpty() && !begins(asked, decision, taken.get()))) {
            return this;
        }
        Rollout rollout = running.orElseGet(() -> begin(asked, now)).with(taken.get());
        return new RolloutLog(Optional.of(rollout), last, reached);
    }

    /** What stood still begins again only with a step that is done. */
    private boolean begins(Asked asked, Decision decision, Taken taken) {
        boolean stoodStill = last.filter(
                        end -> end.outcome() == Outcome.FAILED && end.hash().equals(asked.hash()))
                .isPresent();
        return decision instanceof Decision.Do && (taken.finished() || !stoodStill);
    }

    private RolloutLog ended(
            Asked asked, Decision decision, Instant now, Duration deadline, List<RolloutRecord> ended) {
        if (decision instanceof Decision.Settled) {
            return settled(asked, now, ended);
        }
        if (decision instanceof Decision.Refuse refuse
                && refuse.refusals().stream().anyMatch(Refusal::needsPerson)) {
            return stopped(asked, refuse.refusals(), now, ended);
        }
        if (running.isPresent() && running.get().movedAt().plus(deadline).isBefore(now)) {
            return end(running.get(), asked, Outcome.FAILED, List.of(), now, ended);
        }
        return this;
    }

    private RolloutLog settled(Asked asked, Instant now, List<RolloutRecord> ended) {
        RolloutLog log = running.isEmpty()
                ? new RolloutLog(running, Optional.empty(), reached)
                : end(running.get(), asked, Outcome.SUCCEEDED, List.of(), now, ended);
        boolean known =
                reached.filter(before -> before.hash().equals(asked.hash())).isPresent();
        return known
                ? log
                : new RolloutLog(
                        log.running,
                        log.last,
                        Optional.of(new Reached(asked.source().commit(), asked.hash())));
    }

    private RolloutLog stopped(Asked asked, List<Refusal> refusals, Instant now, List<RolloutRecord> ended) {
        if (running.isEmpty() && alreadyRefused(asked, refusals)) {
            return this;
        }
        return end(running.orElseGet(() -> begin(asked, now)), asked, Outcome.REFUSED, refusals, now, ended);
    }

    private boolean alreadyRefused(Asked asked, List<Refusal> refusals) {
        return last.equals(Optional.of(new Ended(asked.hash(), Outcome.REFUSED, Sentences.of(refusals))));
    }

    private RolloutLog end(
            Rollout rollout,
            Asked asked,
            Outcome outcome,
            List<Refusal> refusals,
            Instant now,
            List<RolloutRecord> ended) {
        ended.add(rollout.end(asked.app(), asked.cluster(), outcome, Sentences.schema(refusals), now));
        return new RolloutLog(
                Optional.empty(), Optional.of(new Ended(rollout.hash(), outcome, Sentences.of(refusals))), reached);
    }

    private static Rollout begin(Asked asked, Instant now) {
        return new Rollout(asked.source(), asked.hash(), asked.from(), asked.to(), now, now, List.of());
    }
}
