package dev.quorate.plan;

import dev.quorate.Engines;
import dev.quorate.engine.Engine;
import dev.quorate.engine.FollowingLoad;
import dev.quorate.schema.ReadResult;
import dev.quorate.schema.SpecReader;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.ObservedState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One scenario file: {@code == spec}, {@code == observed} and {@code == plan}, each up to the next heading. Between the first
 * two may stand {@code == before}: lines that the spec had in place of those with the same key when it was last applied. Two
 * lines of what is observed are about Git: {@code file gone}, and {@code waits for WHAT}.
 */
public record Scenario(String head, String spec, String before, String observed) {

    public static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private static final String BEFORE = "== before\n";

    public static Scenario parse(String text) {
        int spec = text.indexOf("== spec\n");
        int observed = text.indexOf("== observed\n");
        int plan = text.indexOf("== plan\n");
        if (spec < 0 || observed < spec) {
            throw new IllegalArgumentException("a scenario has the headings == spec, == observed and == plan");
        }
        int before = text.indexOf(BEFORE);
        return new Scenario(
                text.substring(0, spec),
                text.substring(spec + "== spec\n".length(), before < 0 ? observed : before),
                before < 0 ? "" : text.substring(before + BEFORE.length(), observed),
                text.substring(observed + "== observed\n".length(), plan < 0 ? text.length() : plan));
    }

    public Goal goal() {
        Goal goal = goal(spec);
        if (observed.contains("file gone\n")) {
            goal = goal.withoutFile("7654321");
        }
        return goal.heldBy(observed.lines()
                .filter(line -> line.startsWith("waits for "))
                .map(line -> Refusal.passing(Guard.DEPENDENCY_NOT_READY, "It " + line + "."))
                .toList());
    }

    public ObservedState state(Goal goal) {
        return ComponentsText.read(goal, goal(specBefore()), observed);
    }

    String plan() {
        Goal goal = goal();
        ObservedState state = state(goal);
        Decision decision = new Planner().decide(goal, state, NOW);
        Plan plan = new Forecast().plan(goal, state, NOW);
        StringBuilder out = new StringBuilder("now: " + text(decision) + "\n" + plan.summary() + "\n");
        ScalingVerdict.of(goal, state, decision, NOW)
                .forEach(verdict -> out.append("  ").append(text(verdict)).append('\n'));
        plan.drift()
                .forEach(drift ->
                        out.append("  drift: ").append(drift.sentence()).append('\n'));
        for (Plan.Row row : plan.rows()) {
            out.append("  ").append(row.mark().sign()).append(' ').append(row.text());
            if (row.state() == Plan.State.REFUSED) {
                out.append("  (").append(row.why()).append(')');
            }
            out.append('\n');
        }
        return out.toString();
    }

    String withPlan(String plan) {
        return head + "== spec\n" + spec + (before.isEmpty() ? "" : BEFORE + before) + "== observed\n" + observed
                + "== plan\n" + plan;
    }

    /** A line of before stands in for the spec's line of that key; with nothing behind its colon the key was not there. */
    private String specBefore() {
        String text = spec;
        for (String line : before.lines().toList()) {
            String key = line.substring(0, line.indexOf(':') + 1);
            String replaced = line.endsWith(":") ? "" : line + "\n";
            String changed =
                    text.replaceFirst("(?m)^" + Pattern.quote(key) + ".*\n", Matcher.quoteReplacement(replaced));
            text = changed.equals(text) ? text + replaced : changed;
        }
        return text;
    }

    private static Goal goal(String yaml) {
        ReadResult read = SpecReader.standard().read("app.yaml", yaml.getBytes(StandardCharsets.UTF_8));
        if (!(read instanceof ReadResult.Apps apps)) {
            throw new IllegalArgumentException("not a valid spec: " + read);
        }
        StatefulApp app = apps.apps().get(0);
        Engine known = Engines.catalog().find(app.engine()).orElseThrow();
        // With autoscale an engine that is never autoscaled stands for one whose members found clusters and that is.
        Engine engine = app.component().autoscale().isPresent() ? FollowingLoad.of(known) : known;
        return Goal.of(engine, app, new Engine.Site("test", "repo"), "1234567", OptionalInt.empty());
    }

    private static String text(ScalingVerdict verdict) {
        String pressure = verdict.pressure()
                .map(wish -> "; " + wish.bound() + " too narrow since " + wish.since())
                .orElse("");
        String troubles = verdict.troubles().stream()
                .filter(trouble -> !trouble.reason().equals(verdict.held().reason()))
                .map(trouble -> "\n  trouble: " + trouble.reason() + ": " + trouble.sentence())
                .collect(Collectors.joining());
        return verdict.minReplicas() + ".." + verdict.maxReplicas() + ", accepted " + verdict.accepted() + " "
                + verdict.held().reason() + ": " + verdict.held().sentence() + pressure + troubles;
    }

    private static String text(Decision decision) {
        if (decision instanceof Decision.Do next) {
            String kind = next.step().getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
            return kind + " - " + next.step().text() + (next.step().destructive() ? " (decided twice)" : "");
        }
        if (decision instanceof Decision.Wait wait) {
            return "wait - " + wait.what();
        }
        if (decision instanceof Decision.Refuse refuse) {
            return "refuse - " + refuse.refusals().get(0).guard().title();
        }
        if (decision instanceof Decision.Settled settled && settled.held().isPresent()) {
            return "settled - " + settled.held().get().reason() + ": "
                    + settled.held().get().sentence();
        }
        return "settled";
    }
}
