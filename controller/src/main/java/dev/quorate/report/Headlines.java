package dev.quorate.report;

import dev.quorate.schema.Condition;
import dev.quorate.schema.Drift;
import dev.quorate.schema.RolloutRecord;
import dev.quorate.schema.StatusReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What happened in a line, as {@code git log --oneline} of the status branch shows it. */
public final class Headlines {

    private static final int LONGEST = 120;
    private static final Pattern SIZE = Pattern.compile("(\\d+) (\\w+)");

    private Headlines() {}

    /**
     * The subject of a commit of reports.
     *
     * @param reports of the apps whose report changed
     * @param ended rollouts whose records are new in this commit
     */
    public static String subject(List<StatusReport> reports, List<RolloutRecord> ended, int problems) {
        Map<String, String> lines = lines(reports, ended);
        if (lines.isEmpty()) {
            return problems == 0
                    ? "All files can be used"
                    : problems + (problems == 1 ? " problem" : " problems") + " in files that cannot be used";
        }
        String all = lines.entrySet().stream()
                .map(line -> line.getKey() + ": " + line.getValue())
                .collect(Collectors.joining("; "));
        return cut(lines.size() == 1 ? all : lines.size() + " apps: " + all);
    }

    /** Every app with its line, for the body of a commit about several. */
    public static String body(List<StatusReport> reports, List<RolloutRecord> ended) {
        Map<String, String> lines = lines(reports, ended);
        return lines.size() < 2
                        && ended.stream().allMatch(record -> record.refusals().isEmpty())
                ? ""
                : lines.entrySet().stream()
                        .map(line -> "- " + line.getKey() + ": " + line.getValue())
                        .collect(Collectors.joining("\n"));
    }

    private static Map<String, String> lines(List<StatusReport> reports, List<RolloutRecord> ended) {
        Map<String, String> lines = new LinkedHashMap<>();
        Map<String, StatusReport> current = new LinkedHashMap<>();
        reports.forEach(report -> current.put(report.app().toString(), report));
        for (RolloutRecord record : ended) {
            String app = record.app().toString();
            String ready = record.outcome() == RolloutRecord.Outcome.SUCCEEDED
                    ? Optional.ofNullable(current.get(app))
                            .map(Headlines::ready)
                            .orElse("")
                    : "";
            lines.put(app, text(record) + ready);
        }
        current.forEach((app, report) -> lines.putIfAbsent(app, text(report)));
        return lines;
    }

    public static String text(RolloutRecord record) {
        String change = change(record.from(), record.to());
        return switch (record.outcome()) {
            case SUCCEEDED -> change + " done" + putRight(record);
            case REFUSED ->
                "refused: " + record.refusals().stream().map(r -> r.sentence()).collect(Collectors.joining(" "));
            case FAILED ->
                change + " failed: "
                        + (record.refusals().isEmpty()
                                ? "no step went on"
                                : record.refusals().stream()
                                        .map(r -> r.sentence())
                                        .collect(Collectors.joining(" ")));
            case SUPERSEDED -> change + " superseded by a newer commit";
            case CANCELLED -> change + " cancelled";
        };
    }

    private static String putRight(RolloutRecord record) {
        return record.drift().isEmpty()
                ? ""
                : ", put right: " + record.drift().stream().map(Drift::sentence).collect(Collectors.joining("; "));
    }

    /** {@code 3 → 5 members}, {@code 3 members, image nginx:1.28}; a repair changes no size, and a new app has none before. */
    public static String change(String from, String to) {
        if (from.isEmpty()) {
            return to;
        }
        if (to.equals(Sizes.DELETED)) {
            return "deletion of " + from;
        }
        if (to.startsWith(from + ", ")) {
            return to;
        }
        if (from.equals(to)) {
            return "repair of " + to;
        }
        Matcher before = SIZE.matcher(from);
        return before.matches() ? before.group(1) + " → " + to : from + " → " + to;
    }

    private static String ready(StatusReport report) {
        return report.condition(Condition.READY)
                .filter(Condition::holdsBack)
                .map(held -> " (" + held.message() + ")")
                .orElse(" (" + report.replicas().ready() + " of "
                        + report.replicas().desired() + " ready)");
    }

    private static String text(StatusReport report) {
        List<String> parts = new ArrayList<>();
        report.condition(Condition.READY).ifPresent(ready -> {
            parts.add(ready.status() == Condition.Status.TRUE ? "ready" : words(ready.reason()));
            if (!ready.message().isEmpty()) {
                parts.add(ready.message());
            }
        });
        return String.join(", ", parts);
    }

    /** {@code PodsNotReady} as {@code pods not ready}. */
    private static String words(String reason) {
        return reason.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(java.util.Locale.ROOT);
    }

    private static String cut(String text) {
        String line = text.replaceAll("\\R", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }
}
