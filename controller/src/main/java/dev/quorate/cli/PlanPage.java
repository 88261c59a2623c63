package dev.quorate.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.cli.Terminal.Style;
import dev.quorate.plan.Plan;
import dev.quorate.schema.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The plans of some apps, for a terminal, for a program and for a comment on a pull request.
 *
 * @param source what was planned for: a commit or a working tree
 * @param problems files that cannot be used, and so are in no plan
 */
record PlanPage(String source, String cluster, List<Plan> plans, List<Problem> problems) {
    private static final Map<Plan.Mark, Style> COLOURS = Map.of(
            Plan.Mark.ADD, Style.GREEN,
            Plan.Mark.REMOVE, Style.RED,
            Plan.Mark.CHANGE, Style.YELLOW,
            Plan.Mark.REFUSED, Style.RED);

    PlanPage {
        plans = List.copyOf(plans);
        problems = List.copyOf(problems);
    }

    int exitCode() {
        if (!problems.isEmpty() || plans.stream().anyMatch(Plan::refused)) {
            return ExitCode.REFUSED;
        }
        return plans.stream().allMatch(Plan::empty) ? ExitCode.FINE : ExitCode.FINDINGS;
    }

    void text(Terminal terminal) {
        for (Plan plan : changed()) {
            terminal.line(
                    terminal.styled(Style.BOLD, plan.app().toString()) + "  " + plan.engine() + "  " + plan.summary());
            plan.drift().forEach(drift -> terminal.line("  drift: " + drift.sentence()));
            plan.rows().forEach(row -> terminal.line("  " + line(terminal, row)));
            terminal.line("");
        }
        upgrades().forEach(upgrade -> terminal.line(terminal.styled(Style.DIM, upgrade)));
        problems.forEach(problem -> terminal.line(terminal.styled(Style.RED, "!") + " " + problem));
        if (!problems.isEmpty()) {
            terminal.line("");
        }
        terminal.line(summary());
    }

    String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add("### Quorate plan for cluster `" + cluster + "`");
        lines.add("");
        lines.add("For " + source + ": " + summary() + ".");
        for (Plan plan : changed()) {
            lines.add("");
            lines.add("**" + plan.app() + "** · " + plan.engine() + " · " + plan.summary());
            plan.drift().forEach(drift -> {
                lines.add("");
                lines.add("Drift: " + escaped(drift.sentence()));
            });
            lines.add("");
            lines.add("```diff");
            plan.rows().forEach(row -> lines.add(row.mark().sign() + " " + row.text() + state(row)));
            lines.add("```");
        }
        upgrades().forEach(upgrade -> {
            lines.add("");
            lines.add("_" + escaped(upgrade) + "_");
        });
        if (!problems.isEmpty()) {
            lines.add("");
            lines.add("**Files that cannot be used**");
            lines.add("");
            problems.forEach(problem -> lines.add("- " + escaped(problem.toString())));
        }
        return String.join("\n", lines);
    }

    ObjectNode json() {
        ObjectNode tree = JsonOutput.object().put("cluster", cluster).put("source", source);
        ArrayNode apps = tree.putArray("apps");
        for (Plan plan : plans) {
            ObjectNode app = apps.addObject()
                    .put("name", plan.app().name())
                    .put("namespace", plan.app().namespace())
                    .put("engine", plan.engine())
                    .put("summary", plan.summary());
            plan.upgrade().ifPresent(upgrade -> app.put("upgrade", upgrade));
            if (!plan.drift().isEmpty()) {
                ArrayNode drifts = app.putArray("drift");
                plan.drift().forEach(drift -> drifts.add(drift.sentence()));
            }
            ArrayNode steps = app.putArray("steps");
            plan.rows()
                    .forEach(row -> steps.addObject()
                            .put("mark", String.valueOf(row.mark().sign()))
                            .put("text", row.text())
                            .put("state", row.state().title())
                            .put("reason", row.why()));
        }
        ArrayNode unusable = tree.putArray("problems");
        problems.forEach(problem -> unusable.add(problem.toString()));
        return tree;
    }

    private List<String> upgrades() {
        return plans.stream()
                .flatMap(plan -> plan.upgrade().map(text -> plan.app() + ": " + text).stream())
                .toList();
    }

    private List<Plan> changed() {
        return plans.stream().filter(plan -> !plan.empty()).toList();
    }

    private String summary() {
        int changes = changed().size();
        int same = plans.size() - changes;
        int refused = (int) plans.stream().filter(Plan::refused).count();
        List<String> parts = new ArrayList<>();
        if (changes > 0) {
            parts.add(Words.count(changes, "app") + " to change" + (refused == 0 ? "" : ", " + refused + " refused"));
        }
        if (same > 0 || (changes == 0 && problems.isEmpty())) {
            parts.add(Words.count(same, "app") + (same == 1 ? " is" : " are") + " as Git says");
        }
        if (!problems.isEmpty()) {
            parts.add(Words.count(problems.size(), "problem") + " in files that cannot be used");
        }
        return String.join("; ", parts);
    }

    private static String line(Terminal terminal, Plan.Row row) {
        String mark = terminal.styled(
                COLOURS.getOrDefault(row.mark(), Style.BOLD),
                String.valueOf(row.mark().sign()));
        return mark + " " + row.text() + terminal.styled(Style.DIM, state(row));
    }

    /** What waits for its turn stands below what it waits for; only other states need a word. */
    private static String state(Plan.Row row) {
        return switch (row.state()) {
            case WAITING -> "";
            case REFUSED -> "  (refused: " + row.why() + ")";
            default -> "  (" + row.state().title() + ")";
        };
    }

    private static String escaped(String text) {
        return text.replaceAll("([*_`<>|])", "\\\\$1");
    }
}
