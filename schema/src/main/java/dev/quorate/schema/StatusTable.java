package dev.quorate.schema;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of a cluster's apps for people, in Markdown. Holds no time of writing, so it changes only when an app does.
 * Words that come from commits and files are escaped: they are shown, never obeyed.
 */
public final class StatusTable {
    /** A longer table no forge shows; and it is written with every push. */
    static final int MOST_ROWS = 1000;

    private static final int SHORT_COMMIT = 7;
    private static final String READY = "ready";
    private static final Pattern LINE_BREAK = Pattern.compile("\\R");
    private static final Pattern MARKS = Pattern.compile("([\\\\`*_\\[\\]<>|#!])");

    private StatusTable() {}

    /**
     * What the table says of one app.
     *
     * @param calm whether there is nothing to be said but that it is ready
     */
    public record Row(String text, boolean calm) {}

    public static String markdown(String cluster, List<StatusReport> reports, List<Problem> problems) {
        List<Row> rows = reports.stream()
                .sorted(Comparator.comparing(StatusReport::app))
                .map(StatusTable::row)
                .toList();
        return page(cluster, rows, problems);
    }

    /** @param rows each of one app, in the order of their names */
    public static String page(String cluster, Collection<Row> rows, List<Problem> problems) {
        StringBuilder page = new StringBuilder(
                "# " + escape(cluster) + "\n\nWritten by Quorate; changes made here are overwritten.\n\n");
        page.append("| app | engine | members | state | now | commit |\n|---|---|---|---|---|---|\n");
        shown(rows).forEach(row -> page.append(row.text()));
        if (rows.isEmpty()) {
            page.append("| no apps | | | | | |\n");
        }
        if (rows.size() > MOST_ROWS) {
            page.append("\nOf ").append(rows.size() - MOST_ROWS).append(" more apps only the folders are here.\n");
        }
        if (!problems.isEmpty()) {
            page.append("\n## Files that cannot be used\n\n");
            problems.stream()
                    .sorted(Problem.ORDER)
                    .forEach(problem ->
                            page.append("- ").append(escape(problem.toString())).append('\n'));
        }
        return page.toString();
    }

    /** All of them; of too many, those first that somebody should look at. */
    private static List<Row> shown(Collection<Row> rows) {
        if (rows.size() <= MOST_ROWS) {
            return List.copyOf(rows);
        }
        return Stream.concat(
                        rows.stream().filter(row -> !row.calm()), rows.stream().filter(Row::calm))
                .limit(MOST_ROWS)
                .toList();
    }

    public static Row row(StatusReport report) {
        String state = state(report);
        String now = now(report);
        return new Row(text(report, state, now), state.equals(READY) && now.isEmpty());
    }

    private static String text(StatusReport report, String state, String now) {
        String app = escape(report.app().toString());
        String commit = report.source()
                .map(source -> "`" + shortened(source.commit()) + "` " + escape(source.subject()))
                .orElse("");
        return String.join(
                        " | ",
                        "| [" + app + "](" + Layout.status(report.app()) + ")",
                        escape(report.engine()),
                        members(report.replicas()) + bounds(report),
                        state,
                        escape(now),
                        commit)
                + " |\n";
    }

    private static String members(StatusReport.Replicas replicas) {
        String ready = replicas.ready() + "/" + replicas.current() + " ready";
        return replicas.current() == replicas.desired() ? ready : ready + ", going to " + replicas.desired();
    }

    private static String bounds(StatusReport report) {
        return report.scaling().stream()
                .map(scaling -> ", " + scaling.minReplicas() + " to " + scaling.maxReplicas() + " allowed")
                .collect(Collectors.joining());
    }

    private static String state(StatusReport report) {
        if (isTrue(report, Condition.STALLED)) {
            return "**stalled**";
        }
        if (isTrue(report, Condition.RECONCILING)) {
            return "changing";
        }
        return isTrue(report, Condition.READY) ? READY : "not ready";
    }

    /** The refusal or the step that matters now; else why the app is not ready. */
    private static String now(StatusReport report) {
        Optional<String> refusal =
                report.refusals().stream().map(Refusal::sentence).findFirst();
        Optional<String> step = report.plan().stream()
                .filter(planned ->
                        planned.state().equals("running") || planned.state().equals("next"))
                .map(StatusReport.PlannedStep::text)
                .findFirst();
        Optional<String> reason = report.condition(Condition.READY)
                .filter(ready -> ready.status() != Condition.Status.TRUE || ready.restsOnPurpose())
                .map(Condition::message);
        String drift = report.drift().stream()
                .map(found -> " (drift: " + found.sentence() + ")")
                .collect(Collectors.joining());
        Optional<String> pressure = report.scaling().stream()
                .flatMap(scaling -> scaling.pressure().stream())
                .map(wish -> wish.bound() + " has been too narrow since " + wish.since())
                .findFirst();
        return (refusal.or(() -> step).or(() -> reason).or(() -> pressure).orElse("") + drift).strip();
    }

    private static boolean isTrue(StatusReport report, String type) {
        return report.condition(type)
                .filter(condition -> condition.status() == Condition.Status.TRUE)
                .isPresent();
    }

    private static String shortened(String commit) {
        return commit.substring(0, Math.min(SHORT_COMMIT, commit.length()));
    }

    private static String escape(String text) {
        String line = LINE_BREAK.matcher(text).replaceAll(" ");
        return MARKS.matcher(line).replaceAll("\\\\$1");
    }
}
