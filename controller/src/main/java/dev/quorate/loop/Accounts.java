package dev.quorate.loop;

import dev.quorate.cluster.Cluster.Notice;
import dev.quorate.plan.Decision;
import dev.quorate.plan.Drifts;
import dev.quorate.plan.Goal;
import dev.quorate.plan.Plan;
import dev.quorate.report.Facts;
import dev.quorate.report.Reporter;
import dev.quorate.report.Rollout;
import dev.quorate.report.RolloutLog;
import dev.quorate.report.RolloutLog.Asked;
import dev.quorate.report.Sizes;
import dev.quorate.report.Taken;
import dev.quorate.schema.AppName;
import dev.quorate.schema.Condition;
import dev.quorate.schema.Drift;
import dev.quorate.schema.RolloutRecord;
import dev.quorate.schema.Source;
import dev.quorate.schema.StatusReport;
import dev.quorate.state.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Works out what a pass means for the app's mirror, report, rollouts and events. Pure. */
final class Accounts {

    private final RolloutLog.Patience patience;
    private final GitHealth git;

    Accounts(RolloutLog.Patience patience, GitHealth git) {
        this.patience = patience;
        this.git = git;
    }

    /**
     * @param taken the steps since the mirror was last written
     * @param delivered ids of rollouts that reached Git
     */
    Turn turn(Manifest mirror, Pass pass, List<Taken> taken, Set<String> delivered) {
        MirrorStatus before = MirrorFormat.status(mirror);
        Instant now = pass.endedAt();
        List<Drift> known = known(before);
        Asked asked = asked(pass, before.log(), known);
        RolloutLog.Next next = before.log().next(asked, pass.result(), taken, now, patience(pass));
        RolloutLog.Next file = file(next.log(), pass, now);
        List<RolloutRecord> ended = new ArrayList<>(next.ended());
        ended.addAll(file.ended());
        Plan plan = pass.plan().withDrift(noticed(pass.plan().drift(), known, now));
        StatusReport report = report(pass, plan, file.log(), before.conditions(), now);
        Outbox outbox =
                new Outbox(before.outbox(), before.folded()).without(delivered).with(ended);
        List<Condition> conditions = new ArrayList<>(report.conditions());
        conditions.addAll(git.conditions(before.conditions(), now));
        MirrorStatus after = new MirrorStatus(
                file.log(), report.members(), conditions, report.drift(), outbox.rollouts(), outbox.folded());
        List<Notice> notices =
                new Announcements(mirror).of(before, after, next.began(), asked.drift(), ended, file.ended());
        Manifest written = MirrorFormat.withReport(mirror, after, report);
        return new Turn(written, report, outbox.rollouts(), notices, !ended.isEmpty());
    }

    /** What is left to say of an app that no file mentions any more. */
    Turn released(Manifest mirror, AppEntry entry, String cluster, Set<String> delivered, Instant now) {
        MirrorStatus before = MirrorFormat.status(mirror);
        DesiredApp desired = entry.lastGood().orElseThrow();
        RolloutLog.Next next = before.log().released(entry.name(), cluster, now);
        StatusReport report =
                Reporter.released(desired.app(), cluster, entry.source(), next.log(), before.conditions(), now);
        Outbox outbox =
                new Outbox(before.outbox(), before.folded()).without(delivered).with(next.ended());
        List<Condition> conditions = new ArrayList<>(report.conditions());
        conditions.addAll(git.conditions(before.conditions(), now));
        MirrorStatus after = new MirrorStatus(
                next.log(), before.members(), conditions, List.of(), outbox.rollouts(), outbox.folded());
        Manifest written = MirrorFormat.withStatus(mirror, after);
        List<Notice> notices = new Announcements(mirror).of(before, after, false, List.of(), next.ended(), List.of());
        return new Turn(
                written, report, outbox.rollouts(), notices, !next.ended().isEmpty());
    }

    private static RolloutLog.Next file(RolloutLog log, Pass pass, Instant now) {
        AppEntry entry = pass.entry();
        if (entry.refusals().isEmpty()) {
            return new RolloutLog.Next(log, List.of(), false);
        }
        Source bad = entry.cause().orElseThrow();
        String size = Sizes.wanted(pass.goal());
        AppName app = entry.name();
        Asked asked = new Asked(
                app,
                pass.goal().site().cluster(),
                bad,
                "file " + bad.commit(),
                size,
                "a file that cannot be used",
                List.of());
        return log.refused(asked, entry.refusals(), now);
    }

    /** An app that asks for more time than others has it before its rollout counts as failed. */
    private RolloutLog.Patience patience(Pass pass) {
        Duration longest = pass.goal().app().components().values().stream()
                .map(component -> component.updateStrategy().progressDeadline())
                .reduce(patience.progress(), (one, other) -> one.compareTo(other) < 0 ? other : one);
        return new RolloutLog.Patience(longest, patience.refusal());
    }

    private static List<Drift> known(MirrorStatus before) {
        List<Drift> known = new ArrayList<>(before.drift());
        before.log().running().map(Rollout::drift).ifPresent(known::addAll);
        return known;
    }

    private static List<Drift> noticed(List<Drift> drift, List<Drift> known, Instant now) {
        return drift.stream().map(found -> found.noticed(known, now)).toList();
    }

    private static Asked asked(Pass pass, RolloutLog log, List<Drift> known) {
        DesiredApp desired = pass.entry().lastGood().orElseThrow();
        String hash = pass.goal().removing() ? "deleted " + desired.hash() : desired.hash();
        String from = Sizes.live(pass.goal(), pass.found());
        return new Asked(
                pass.entry().name(),
                pass.goal().site().cluster(),
                pass.entry().source(),
                hash,
                from,
                wanted(pass, from, log.hasReached(hash)),
                noticed(drift(pass, log, hash), known, pass.endedAt()));
    }

    /** The size, and what a commit brings beside it. The same again is a repair, and not a commit that concerns no pod. */
    private static String wanted(Pass pass, String from, boolean reached) {
        Goal goal = pass.goal();
        String size = Sizes.wanted(goal);
        String changes = goal.changes(pass.found());
        if (!changes.isEmpty()) {
            return size + ", " + changes;
        }
        boolean around = !reached && size.equals(from) && goal.reshapes(pass.found());
        return around ? size + ", objects around them" : size;
    }

    /**
     * What differs in an app that was as this spec asks, no commit explains. Before, only what somebody changed while the
     * rollout ran: an older change may have been what the last commit asked for.
     */
    private static List<Drift> drift(Pass pass, RolloutLog log, String hash) {
        if (pass.taken().isEmpty() && pass.result() instanceof Decision.Settled) {
            return List.of();
        }
        if (log.hasReached(hash)) {
            return Drifts.sinceItWasWhole(pass.goal(), pass.found());
        }
        Optional<Instant> began =
                log.running().filter(rollout -> rollout.hash().equals(hash)).map(Rollout::startedAt);
        return Drifts.of(pass.goal(), pass.found()).stream()
                .filter(drift -> began.isPresent()
                        && drift.at().filter(at -> at.isBefore(began.get())).isEmpty())
                .toList();
    }

    private static StatusReport report(Pass pass, Plan plan, RolloutLog log, List<Condition> before, Instant now) {
        Decision result = pass.result();
        return Reporter.report(new Facts(
                pass.goal(),
                pass.entry().source(),
                pass.look().observed(),
                result,
                plan,
                log,
                pass.entry().refusals(),
                before,
                now));
    }
}
