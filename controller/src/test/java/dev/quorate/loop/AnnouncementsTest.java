package dev.quorate.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.cluster.Cluster.Notice;
import dev.quorate.plan.BackupVerdict;
import dev.quorate.plan.ScalingVerdict;
import dev.quorate.report.RolloutLog;
import dev.quorate.schema.Condition;
import dev.quorate.schema.Drift;
import dev.quorate.schema.StatusReport.Member;
import dev.quorate.state.Manifest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AnnouncementsTest {

    private static final Drift DRIFT = new Drift(
            "Service shop/web", List.of("spec.type"), "spec.type", Optional.of("kubectl"), Optional.of(Instant.EPOCH));

    @Test
    void anUpdateThatRestsOnPurposeIsToldOnceWithWhatItWaitsFor() {
        MirrorStatus well = status("AsGitSays", "2 of 2 ready", List.of());
        MirrorStatus paused =
                status(Condition.PAUSED, "2 of 2 ready; 1 pod waits until spec.paused is gone", List.of());
        assertEquals(
                List.of("Normal Paused: 2 of 2 ready; 1 pod waits until spec.paused is gone"),
                told(well, paused, List.of()));
        assertEquals(List.of(), told(paused, paused, List.of()));
        assertEquals(List.of(), told(paused, well, List.of()));
    }

    @Test
    void aSizeThatCannotFollowIsToldAndOneThatDoesIsNot() {
        MirrorStatus follows = scaled(Condition.Status.TRUE, "AsRequested", "as asked for");
        MirrorStatus blind = scaled(Condition.Status.FALSE, ScalingVerdict.METRICS_MISSING, "no metrics");
        MirrorStatus full = scaled(Condition.Status.TRUE, ScalingVerdict.AT_MAXIMUM, "more are asked for");
        assertEquals(List.of("Warning MetricsMissing: no metrics"), told(follows, blind, List.of()));
        assertEquals(List.of("Normal AtMaximum: more are asked for"), told(blind, full, List.of()));
        assertEquals(List.of(), told(full, full, List.of()));
        assertEquals(List.of(), told(full, follows, List.of()));
    }

    @Test
    void aSnapshotThatIsNotThereIsToldOnce() {
        MirrorStatus taken = backedUp(Condition.Status.TRUE, BackupVerdict.TAKEN, "taken");
        MirrorStatus failed = backedUp(Condition.Status.FALSE, BackupVerdict.FAILED, "not taken");
        MirrorStatus again = backedUp(Condition.Status.FALSE, BackupVerdict.FAILED, "not taken again");
        assertEquals(List.of("Warning SnapshotFailed: not taken"), told(taken, failed, List.of()));
        assertEquals(List.of(), told(failed, again, List.of()));
        assertEquals(List.of(), told(failed, taken, List.of()));
        assertEquals(
                List.of(),
                told(taken, backedUp(Condition.Status.FALSE, BackupVerdict.NONE_YET, "none yet"), List.of()));
    }

    @Test
    void aDriftIsToldWhenItIsNew() {
        MirrorStatus well = status("AsGitSays", "", List.of());
        MirrorStatus drifted = status("AsGitSays", "", List.of(DRIFT));
        assertEquals(List.of("Warning Drift: " + DRIFT.sentence()), told(well, drifted, List.of(DRIFT)));
        assertEquals(List.of(), told(drifted, drifted, List.of(DRIFT)));
    }

    @Test
    void whoStopsServingByItselfIsTold() {
        MirrorStatus well = with("Healthy");
        MirrorStatus restarts = with("Silent");
        assertEquals(
                List.of("Warning MemberUnwell: web-0 is not well any more: Silent"), told(well, restarts, List.of()));
        assertEquals(List.of("Normal MemberWell: web-0 is well again"), told(restarts, well, List.of()));
        assertEquals(List.of(), told(restarts, with("Dead"), List.of()));
    }

    private static MirrorStatus scaled(Condition.Status status, String reason, String message) {
        return saying(new Condition(Condition.AUTOSCALING, status, reason, message, Instant.EPOCH));
    }

    private static MirrorStatus backedUp(Condition.Status status, String reason, String message) {
        return saying(new Condition(Condition.BACKED_UP, status, reason, message, Instant.EPOCH));
    }

    private static MirrorStatus saying(Condition condition) {
        return new MirrorStatus(RolloutLog.EMPTY, List.of(), List.of(condition), List.of(), List.of(), 0);
    }

    private static MirrorStatus with(String health) {
        Member member = new Member(
                "web-0",
                Optional.of("m0"),
                Optional.of("follower"),
                true,
                health,
                Optional.empty(),
                Optional.of("web-0"),
                Optional.empty(),
                Optional.empty());
        return new MirrorStatus(RolloutLog.EMPTY, List.of(member), List.of(), List.of(), List.of(), 0);
    }

    private static List<String> told(MirrorStatus before, MirrorStatus after, List<Drift> drift) {
        ObjectNode mirror = JsonNodeFactory.instance.objectNode();
        mirror.put("apiVersion", "quorate.dev/v1alpha1").put("kind", "StatefulApp");
        mirror.putObject("metadata").put("namespace", "shop").put("name", "web").put("uid", "u1");
        return new Announcements(new Manifest(mirror))
                .of(before, after, false, drift, List.of(), List.of()).stream()
                        .map(AnnouncementsTest::words)
                        .toList();
    }

    private static String words(Notice notice) {
        return (notice.warning() ? "Warning " : "Normal ") + notice.reason() + ": " + notice.message();
    }

    private static MirrorStatus status(String reason, String message, List<Drift> drift) {
        Condition ready = new Condition(Condition.READY, Condition.Status.TRUE, reason, message, Instant.EPOCH);
        return new MirrorStatus(RolloutLog.EMPTY, List.of(), List.of(ready), drift, List.of(), 0);
    }
}
