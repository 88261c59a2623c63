package dev.quorate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.schema.Condition;
import dev.quorate.schema.Problem;
import dev.quorate.schema.Refusal;
import dev.quorate.schema.RolloutRecord;
import dev.quorate.schema.Source;
import dev.quorate.schema.StatusReport;
import dev.quorate.schema.StatusWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reports as tables, as one app's page, and as documents. */
final class StatusPage {
    private static final int SHORT_COMMIT = 7;

    private final Terminal terminal;
    private final Instant now;

    StatusPage(Context context) {
        this.terminal = context.terminal();
        this.now = context.clock().instant();
    }

    void table(List<StatusReport> reports, boolean wide) {
        Table table = wide
                ? new Table("app", "engine", "ready", "status", "since", "commit", "author", "last good", "message")
                : new Table("app", "engine", "ready", "status", "since", "commit");
        for (StatusReport report : reports) {
            String[] cells = {
                report.app().toString(),
                report.engine(),
                report.replicas().ready() + "/" + report.replicas().desired(),
                word(report),
                leading(report).map(this::since).orElse("-"),
                report.source().map(source -> shortened(source.commit())).orElse("-")
            };
            table.row(wide ? withMore(cells, report) : cells);
        }
        table.print(terminal);
    }

    void problems(List<Problem> problems) {
        if (problems.isEmpty()) {
            return;
        }
        terminal.line("");
        terminal.line(terminal.styled(Terminal.Style.RED, "Files that cannot be used"));
        problems.forEach(problem -> terminal.line("  " + problem));
    }

    void detail(StatusReport report, List<RolloutRecord> rollouts) {
        terminal.line(bold(report.app().toString()) + "  " + report.engine() + " in cluster " + report.cluster());
        report.source().ifPresent(this::source);
        StatusReport.Replicas replicas = report.replicas();
        terminal.line("  ready       " + replicas.ready() + " of " + replicas.desired()
                + (replicas.current() == replicas.desired() ? "" : ", " + replicas.current() + " there"));
        report.scaling().forEach(this::scaling);
        volumes(report.observed());
        Set<String> said = new HashSet<>();
        report.scaling().forEach(scaling -> said.add(scaling.message()));
        report.refusals().forEach(refusal -> said.add(refusal.sentence()));
        report.conditions().stream()
                .filter(condition -> !condition.message().isEmpty() && !restsWell(condition))
                .filter(condition -> said.add(condition.message()))
                .forEach(this::condition);
        report.drift().forEach(drift -> terminal.line("  drift       " + drift.sentence()));
        members(report.members());
        plan(report);
        rollouts(rollouts);
    }

    /** One document for each report; as JSON one list, or the report itself where one app was asked for. */
    void documents(List<StatusReport> reports, boolean one, boolean yaml) {
        if (yaml) {
            terminal.line(reports.stream()
                    .map(report -> new String(StatusWriter.write(report), StandardCharsets.UTF_8).strip())
                    .collect(Collectors.joining("\n---\n")));
            return;
        }
        List<JsonNode> trees = reports.stream()
                .map(report -> JsonOutput.ofYaml(StatusWriter.write(report)))
                .toList();
        JsonOutput.print(terminal, one ? trees.get(0) : JsonOutput.array(trees));
    }

    private String[] withMore(String[] cells, StatusReport report) {
        return new String[] {
            cells[0],
            cells[1],
            cells[2],
            cells[3],
            cells[4],
            cells[5],
            report.source().map(Source::author).orElse("-"),
            report.lastGood().map(StatusPage::shortened).orElse("-"),
            leading(report).map(Condition::message).orElse("-")
        };
    }

    private void source(Source source) {
        terminal.line(
                "  asked by    " + shortened(source.commit()) + " " + source.subject() + " (" + source.author() + ")");
        terminal.line("  file        " + source.path());
    }

    /** The line above it says so already, but for what is held back. */
    private static boolean restsWell(Condition condition) {
        return condition.type().equals(Condition.READY)
                && condition.status() == Condition.Status.TRUE
                && !condition.restsOnPurpose();
    }

    private void condition(Condition condition) {
        terminal.line(String.format(Locale.ROOT, "  %-11s ", condition.type().toLowerCase(Locale.ROOT))
                + title(condition.status()).toLowerCase(Locale.ROOT) + ": " + condition.message());
    }

    /** {@code 2 to 6 allowed, 9 asked for, 6 accepted, 5 there}, and why. */
    private void scaling(StatusReport.Scaling scaling) {
        String asked = scaling.request().isPresent() ? ", " + scaling.request().getAsInt() + " asked for" : "";
        terminal.line("  scaling     " + scaling.minReplicas() + " to " + scaling.maxReplicas() + " allowed" + asked
                + ", " + scaling.accepted() + " accepted, " + scaling.live() + " there");
        terminal.line("              " + scaling.reason() + " for " + ago(scaling.since()) + ": " + scaling.message());
        scaling.pressure()
                .ifPresent(wish -> terminal.line("              " + wish.bound() + " has been too narrow for "
                        + ago(wish.since()) + "; a commit can change it"));
    }

    /** {@code 3 of 2Gi}, and each by itself while they differ. */
    private void volumes(JsonNode observed) {
        List<JsonNode> claims = new ArrayList<>();
        observed.path("sets").forEach(set -> set.path("claims").forEach(claims::add));
        Set<String> sizes = new TreeSet<>();
        claims.forEach(claim -> sizes.add(size(claim)));
        if (!claims.isEmpty() && !sizes.contains("")) {
            terminal.line("  volumes     "
                    + (sizes.size() == 1
                            ? claims.size() + " of " + String.join("", sizes)
                            : claims.stream()
                                    .map(claim -> claim.path("name").asText() + " " + size(claim))
                                    .collect(Collectors.joining(", "))));
        }
    }

    /** What it has, and what it asks for where that is more. */
    private static String size(JsonNode claim) {
        String capacity = claim.path("capacity").asText();
        return claim.has("growing") ? capacity + " → " + claim.path("requested").asText() : capacity;
    }

    private void members(List<StatusReport.Member> members) {
        if (members.isEmpty()) {
            return;
        }
        terminal.line("");
        boolean mixed = members.stream()
                        .flatMap(member -> member.revision().stream())
                        .distinct()
                        .count()
                > 1;
        Table table = mixed
                ? new Table("member", "role", "health", "id", "version", "node", "revision")
                : new Table("member", "role", "health", "id", "version", "node");
        members.forEach(member -> table.row(cells(member, mixed)));
        table.print(terminal);
    }

    /** The revision tells something only where members run different ones. */
    private static String[] cells(StatusReport.Member member, boolean withRevision) {
        List<String> cells = new ArrayList<>(List.of(
                member.name(),
                member.role().orElse("-"),
                member.health(),
                member.id().orElse("-"),
                member.version().orElse("-"),
                member.node().orElse("-")));
        if (withRevision) {
            cells.add(member.revision().orElse("-"));
        }
        return cells.toArray(String[]::new);
    }

    private void plan(StatusReport report) {
        if (report.plan().isEmpty() && report.refusals().isEmpty()) {
            return;
        }
        terminal.line("");
        terminal.line(bold("Plan"));
        report.plan()
                .forEach(step -> terminal.line("  " + step.mark() + " " + step.text() + "  "
                        + terminal.styled(Terminal.Style.DIM, step.state() + reason(step.reason()))));
        boolean shown = report.plan().stream().anyMatch(step -> step.state().equals("refused"));
        if (!shown) {
            report.refusals().forEach(this::refusal);
        }
    }

    private void refusal(Refusal refusal) {
        terminal.line("  " + terminal.styled(Terminal.Style.RED, "!") + " " + refusal.sentence() + "  "
                + terminal.styled(Terminal.Style.DIM, "refused: " + refusal.guard()));
    }

    private void rollouts(List<RolloutRecord> rollouts) {
        if (rollouts.isEmpty()) {
            return;
        }
        terminal.line("");
        Table table = new Table("rollout", "took", "outcome", "commit", "what");
        for (RolloutRecord rollout : rollouts) {
            table.row(
                    ago(rollout.startedAt()) + " ago",
                    words(Duration.between(rollout.startedAt(), rollout.endedAt())),
                    title(rollout.outcome()),
                    shortened(rollout.source().commit()),
                    what(rollout));
        }
        table.print(terminal);
    }

    private static String what(RolloutRecord rollout) {
        String change = rollout.from().isEmpty() ? rollout.to() : rollout.from() + " → " + rollout.to();
        return change
                + rollout.drift().stream()
                        .map(drift -> "; drift: " + drift.sentence())
                        .collect(Collectors.joining());
    }

    /** The condition that tells most: what is stuck, else what goes on, else how it rests. */
    private static Optional<Condition> leading(StatusReport report) {
        return holding(report, Condition.STALLED)
                .or(() -> holding(report, Condition.RECONCILING))
                .or(() -> report.condition(Condition.READY));
    }

    private String word(StatusReport report) {
        return leading(report)
                .map(condition -> switch (condition.status()) {
                    case TRUE -> condition.restsOnPurpose() ? condition.reason() : condition.type();
                    case FALSE -> "NotReady";
                    case UNKNOWN -> condition.reason();
                })
                .orElse("Unknown");
    }

    private static Optional<Condition> holding(StatusReport report, String type) {
        return report.condition(type).filter(condition -> condition.status() == Condition.Status.TRUE);
    }

    private String since(Condition condition) {
        return ago(condition.lastTransitionTime());
    }

    private String ago(Instant time) {
        return words(Duration.between(time, now));
    }

    /** Two digits of the largest unit, as kubectl shows ages. */
    static String words(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 120) {
            return seconds + "s";
        }
        if (seconds < 2 * 3600) {
            return seconds / 60 + "m";
        }
        return seconds < 2 * 86_400 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
    }

    private String bold(String text) {
        return terminal.styled(Terminal.Style.BOLD, text);
    }

    private static String reason(String reason) {
        return reason.isEmpty() ? "" : ": " + reason;
    }

    private static String title(Enum<?> value) {
        return value.name().charAt(0) + value.name().substring(1).toLowerCase(Locale.ROOT);
    }

    static String shortened(String commit) {
        return commit.substring(0, Math.min(SHORT_COMMIT, commit.length()));
    }
}
