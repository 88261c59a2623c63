package dev.quorate.loop;

import dev.quorate.cluster.Cluster.Notice;
import dev.quorate.plan.BackupVerdict;
import dev.quorate.plan.ScalingVerdict;
import dev.quorate.report.Headlines;
import dev.quorate.report.Rollout;
import dev.quorate.report.RolloutLog;
import dev.quorate.schema.Condition;
import dev.quorate.schema.Drift;
import dev.quorate.schema.RolloutRecord;
import dev.quorate.schema.StatusReport.Member;
import dev.quorate.state.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What people should see as Kubernetes Events of an app: the difference of two statuses of its mirror. */
record Announcements(Manifest mirror) {

    private static final Set<String> FOR_A_COMMIT = Set.of(ScalingVerdict.AT_MAXIMUM, ScalingVerdict.SCALE_IN_MANUAL);

    List<Notice> of(
            MirrorStatus before,
            MirrorStatus after,
            boolean began,
            List<Drift> drift,
            List<RolloutRecord> ended,
            List<RolloutRecord> unusable) {
        List<Notice> notices = new ArrayList<>();
        drift.stream()
                .filter(found -> !known(before, found))
                .forEach(found -> notices.add(notice(true, "Drift", found.sentence())));
        if (began) {
            after.log()
                    .running()
                    .ifPresent(rollout -> notices.add(notice(
                            false,
                            "RolloutStarted",
                            Headlines.change(rollout.from(), rollout.to()) + why(before.log(), rollout))));
        }
        held(before.conditions(), after.conditions(), notices);
        scaling(before.conditions(), after.conditions(), notices);
        backup(before.conditions(), after.conditions(), notices);
        if (before.log().running().isEmpty() && after.log().running().isEmpty()) {
            health(before.members(), after.members(), notices);
        }
        members(before.members(), after.members(), notices);
        leader(before.members(), after.members(), notices);
        for (RolloutRecord record : ended) {
            boolean file = unusable.contains(record);
            notices.add(notice(
                    record.outcome() != RolloutRecord.Outcome.SUCCEEDED
                            && record.outcome() != RolloutRecord.Outcome.SUPERSEDED,
                    file ? "InvalidSpec" : "Rollout" + title(record.outcome()),
                    Headlines.text(record)));
        }
        return notices;
    }

    /** What no commit asks for begins by itself, or as an autoscaler wishes; its first step says that. */
    private static String why(RolloutLog before, Rollout rollout) {
        return before.hasReached(rollout.hash()) && !rollout.steps().isEmpty()
                ? ": " + rollout.steps().get(0).text()
                : ", asked for by commit " + rollout.source().commit();
    }

    /** Why a size cannot follow its requests, and where only a commit lets it. */
    private void scaling(List<Condition> before, List<Condition> after, List<Notice> notices) {
        Optional<Condition> now = of(after, Condition.AUTOSCALING);
        Optional<String> old = of(before, Condition.AUTOSCALING).map(Condition::reason);
        now.filter(says -> !old.equals(Optional.of(says.reason())))
                .filter(says -> trouble(says) || FOR_A_COMMIT.contains(says.reason()))
                .ifPresent(says -> notices.add(notice(trouble(says), says.reason(), says.message())));
    }

    /** That a snapshot which should be there is not: nobody looks at them until one is needed. */
    private void backup(List<Condition> before, List<Condition> after, List<Notice> notices) {
        Optional<String> old = of(before, Condition.BACKED_UP).map(Condition::reason);
        of(after, Condition.BACKED_UP)
                .filter(says ->
                        BackupVerdict.TROUBLES.contains(says.reason()) && !old.equals(Optional.of(says.reason())))
                .ifPresent(says -> notices.add(notice(true, says.reason(), says.message())));
    }

    private static boolean trouble(Condition scaling) {
        return scaling.status() == Condition.Status.FALSE;
    }

    private static Optional<Condition> of(List<Condition> conditions, String type) {
        return conditions.stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst();
    }

    /** An update that rests on purpose, and for what: it would be forgotten. */
    private void held(List<Condition> before, List<Condition> after, List<Notice> notices) {
        Optional<Condition> now = holding(after);
        Optional<String> old = holding(before).map(Condition::reason);
        now.filter(rest -> !old.equals(Optional.of(rest.reason())))
                .ifPresent(rest -> notices.add(notice(false, rest.reason(), rest.message())));
    }

    private static Optional<Condition> holding(List<Condition> conditions) {
        return conditions.stream()
                .filter(condition -> condition.type().equals(Condition.READY) && condition.holdsBack())
                .findFirst();
    }

    /** While nothing of ours runs, who stops serving does so by itself: a container that restarts in place, say. */
    private void health(List<Member> before, List<Member> after, List<Notice> notices) {
        for (Member now : after) {
            before.stream()
                    .filter(old -> old.name().equals(now.name()) && old.id().equals(now.id()))
                    .filter(old -> well(old) != well(now))
                    .forEach(old -> notices.add(
                            well(now)
                                    ? notice(false, "MemberWell", now.name() + " is well again")
                                    : notice(
                                            true,
                                            "MemberUnwell",
                                            now.name() + " is not well any more: " + now.health())));
        }
    }

    private static boolean well(Member member) {
        return member.health().equals("Healthy") || member.health().equals("Ready");
    }

    private static boolean known(MirrorStatus before, Drift drift) {
        return before.drift().contains(drift)
                || before.log()
                        .running()
                        .filter(rollout -> rollout.drift().contains(drift))
                        .isPresent();
    }

    private void members(List<Member> before, List<Member> after, List<Notice> notices) {
        Map<String, String> old = identities(before);
        Map<String, String> now = identities(after);
        now.forEach((id, name) -> {
            if (!old.containsKey(id)) {
                notices.add(notice(false, "MemberJoined", name + " is a member now, with the id " + id));
            }
        });
        old.forEach((id, name) -> {
            if (!now.containsKey(id)) {
                notices.add(notice(false, "MemberLeft", name + " is no member any more; its id was " + id));
            }
        });
    }

    private void leader(List<Member> before, List<Member> after, List<Notice> notices) {
        Optional<String> old = leader(before);
        Optional<String> now = leader(after);
        if (old.isPresent() && now.isPresent() && !old.equals(now)) {
            notices.add(notice(false, "LeaderMoved", "The leader is " + now.get() + " now; it was " + old.get()));
        }
    }

    private static Optional<String> leader(List<Member> members) {
        return members.stream()
                .filter(member -> member.role().equals(Optional.of("leader")))
                .map(Member::name)
                .findFirst();
    }

    /** Voting members alone: a joiner is one when it has its vote. */
    private static Map<String, String> identities(List<Member> members) {
        Map<String, String> identities = new TreeMap<>();
        members.stream()
                .filter(Member::voting)
                .forEach(member -> member.id().ifPresent(id -> identities.put(id, member.name())));
        return identities;
    }

    private static String title(RolloutRecord.Outcome outcome) {
        String name = outcome.name();
        return name.charAt(0) + name.substring(1).toLowerCase(java.util.Locale.ROOT);
    }

    private Notice notice(boolean warning, String reason, String message) {
        return new Notice(mirror.ref(), mirror.uid(), warning, reason, message);
    }
}
