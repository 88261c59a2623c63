package dev.quorate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quorate.engine.EngineCatalog;
import dev.quorate.git.CommitMessage;
import dev.quorate.git.FileWrite;
import dev.quorate.git.GitSettings;
import dev.quorate.git.JGitStatusBranch;
import dev.quorate.git.Push;
import dev.quorate.git.RaceRetry;
import dev.quorate.git.ReportAuthor;
import dev.quorate.git.StatusBranch;
import dev.quorate.schema.AppName;
import dev.quorate.schema.Condition;
import dev.quorate.schema.Drift;
import dev.quorate.schema.Layout;
import dev.quorate.schema.Problem;
import dev.quorate.schema.ProblemReport;
import dev.quorate.schema.Refusal;
import dev.quorate.schema.RolloutRecord;
import dev.quorate.schema.Source;
import dev.quorate.schema.StatusReport;
import dev.quorate.schema.StatusWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StatusCommandTest {
    private static final AppName LOCKS = new AppName("shop", "locks");
    private static final Source SOURCE =
            new Source("1234567890abcdef", "Ann", "Five members", CommandRun.NOW, "apps/locks/app.yaml");

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void makeRepository() throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "init", "-q", "--bare", "-b", "main", repository())
                .redirectErrorStream(true)
                .start();
        git.getInputStream().readAllBytes();
        assertEquals(0, git.waitFor());
    }

    @Test
    void showsEachAppOnALineWithWhatMattersMost() {
        push(report(Condition.READY, "5 of 5 ready"));
        CommandRun run = status();
        assertEquals(0, run.code(), run.err());
        assertEquals(
                List.of(
                        "APP          ENGINE   READY   STATUS   SINCE   COMMIT",
                        "shop/locks   etcd     5/5     Ready    5m      1234567"),
                run.out().lines().limit(2).toList());
    }

    @Test
    void whatIsStuckComesBeforeWhatIsReady() {
        push(report(Condition.STALLED, "locks-1 is not healthy."));
        assertTrue(status().out().contains("Stalled"), status().out());
    }

    @Test
    void aReleasedAppIsShownAsReleased() {
        push(report(Condition.READY, Condition.Status.UNKNOWN, "Released", List.of()));
        assertTrue(status().out().contains("Released"), status().out());
    }

    @Test
    void saysWhyAnAppIsRefusedAndSaysItOnce() {
        String why = "etcd rests at 1, 3, 5 or 7 members.";
        push(report(
                Condition.STALLED,
                Condition.Status.TRUE,
                why,
                List.of(new Refusal("IllegalSize", why, Optional.empty()))));
        assertEquals(
                2,
                status("locks").out().split(Pattern.quote(why), -1).length,
                status("locks").out());
    }

    @Test
    void showsOneAppWithItsMembersAndItsHistory() {
        push(report(Condition.READY, "5 of 5 ready"));
        CommandRun run = status("locks");
        assertTrue(run.out().startsWith("shop/locks  etcd in cluster demo\n"), run.out());
        assertTrue(run.out().contains("asked by    1234567 Five members (Ann)"), run.out());
        assertTrue(run.out().contains("locks-0   leader   Healthy"), run.out());
        assertTrue(run.out().contains("5m ago    30s    Succeeded   1234567   3 members → 5 members"), run.out());
    }

    @Test
    void showsWhatBecomesOfRequestsAndSinceWhenBoundsAreTooNarrow() {
        StatusReport report = report(Condition.READY, "5 of 5 ready");
        Instant since = CommandRun.NOW.minusSeconds(7500);
        push(new StatusReport(
                report.app(),
                report.cluster(),
                report.engine(),
                report.source(),
                report.lastGood(),
                report.replicas(),
                List.of(new StatusReport.Scaling(
                        "locks",
                        2,
                        5,
                        OptionalInt.of(9),
                        5,
                        5,
                        "AtMaximum",
                        "more are asked for, and maxReplicas is 5",
                        since,
                        Optional.of(new StatusReport.Pressure("maxReplicas", since)))),
                report.conditions(),
                report.members(),
                report.plan(),
                report.refusals(),
                report.drift(),
                report.observed()));
        String out = status("locks").out();
        assertTrue(out.contains("  scaling     2 to 5 allowed, 9 asked for, 5 accepted, 5 there\n"), out);
        assertTrue(out.contains("AtMaximum for 2h: more are asked for, and maxReplicas is 5\n"), out);
        assertTrue(out.contains("maxReplicas has been too narrow for 2h; a commit can change it\n"), out);
    }

    @Test
    void listsFilesThatCannotBeUsed() {
        push(report(Condition.READY, "5 of 5 ready"));
        assertTrue(status().out().contains("apps/bad.yaml:3:1: "), status().out());
    }

    @Test
    void printsTheReportItselfForPrograms() {
        push(report(Condition.READY, "5 of 5 ready"));
        assertTrue(status("shop/locks", "-o", "yaml").out().contains("kind: StatusReport"));
        assertTrue(status("shop/locks", "-o", "json").out().contains("\"kind\" : \"StatusReport\""));
    }

    @Test
    void anAppThatIsNotThereIsNamedWithThoseThatAre() {
        push(report(Condition.READY, "5 of 5 ready"));
        CommandRun run = status("web");
        assertEquals(2, run.code());
        assertTrue(run.err().contains("There is no app web. The apps are: shop/locks."), run.err());
    }

    @Test
    void aBranchWithoutReportsSaysWhatIsMissing() {
        CommandRun run = status();
        assertEquals(2, run.code());
        assertTrue(run.err().contains("Is the controller of this cluster running"), run.err());
    }

    @Test
    void aRepositoryAndAClusterMustBeNamed() {
        assertTrue(CommandRun.of("status").err().contains("Say --repo URL, or set QUORATE_REPO"));
        CommandRun run = CommandRun.with(new EngineCatalog(List.of()), Map.of("QUORATE_REPO", repository()), "status");
        assertTrue(run.err().contains("Say --cluster NAME, or set QUORATE_CLUSTER"), run.err());
    }

    private CommandRun status(String... more) {
        Map<String, String> environment = Map.of("QUORATE_REPO", repository(), "QUORATE_CLUSTER", "demo");
        String[] arguments = new String[more.length + 1];
        arguments[0] = "status";
        System.arraycopy(more, 0, arguments, 1, more.length);
        return CommandRun.with(new EngineCatalog(List.of()), environment, arguments);
    }

    private String repository() {
        return folder.resolve("shop.git").toString();
    }

    private void push(StatusReport report) {
        GitSettings settings = GitSettings.of(repository(), "quorate/demo", "");
        ReportAuthor author = new ReportAuthor("Quorate", "quorate@demo", Optional.empty());
        RaceRetry once = new RaceRetry(1, Duration.ofMillis(1), new Random(1), pause -> {});
        Problem problem = new Problem("apps/bad.yaml", 3, 1, "spec", "unknown-field", "there is no field x here", "");
        try (StatusBranch branch = JGitStatusBranch.open(
                settings, folder.resolve("clone"), author, InstantSource.fixed(CommandRun.NOW), once)) {
            Push push = branch.push(
                    List.of(
                            write(Layout.status(LOCKS), StatusWriter.write(report)),
                            write(Layout.rollout(rollout()), StatusWriter.write(rollout())),
                            write(Layout.PROBLEMS, StatusWriter.write(new ProblemReport("1234567", List.of(problem))))),
                    new CommitMessage("shop/locks: 3 → 5 members done", "", List.of()));
            assertTrue(push instanceof Push.Pushed, push::toString);
        }
    }

    private static FileWrite write(String path, byte[] text) {
        return FileWrite.of(path, new String(text, StandardCharsets.UTF_8));
    }

    private static StatusReport report(String condition, String message) {
        return report(condition, Condition.Status.TRUE, message, List.of());
    }

    private static StatusReport report(
            String condition, Condition.Status status, String message, List<Refusal> refusals) {
        Instant since = CommandRun.NOW.minusSeconds(300);
        return new StatusReport(
                LOCKS,
                "demo",
                "etcd",
                Optional.of(SOURCE),
                Optional.empty(),
                new StatusReport.Replicas(5, 5, 5),
                List.of(),
                List.of(new Condition(
                        condition, status, status == Condition.Status.TRUE ? "Reason" : message, message, since)),
                List.of(new StatusReport.Member(
                        "locks-0",
                        Optional.of("81"),
                        Optional.of("leader"),
                        true,
                        "Healthy",
                        Optional.of("3.5.16"),
                        Optional.of("locks-0"),
                        Optional.of("node-1"),
                        Optional.of("locks-64cbb98d4c"))),
                List.of(),
                refusals,
                List.of(),
                JsonNodeFactory.instance.objectNode());
    }

    private static final Drift DRIFT = new Drift(
            "StatefulSet shop/locks",
            List.of("spec.replicas"),
            "replicas 3 instead of 5",
            Optional.of("kubectl"),
            Optional.empty());

    private static RolloutRecord rollout() {
        Instant start = CommandRun.NOW.minusSeconds(300);
        return new RolloutRecord(
                Layout.rolloutId(start, SOURCE.commit()),
                LOCKS,
                "demo",
                SOURCE,
                "3 members",
                "5 members",
                start,
                start.plusSeconds(30),
                RolloutRecord.Outcome.SUCCEEDED,
                List.of(DRIFT),
                List.of(),
                List.of());
    }
}
