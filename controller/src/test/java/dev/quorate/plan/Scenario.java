package dev.quorate.plan;

import dev.quorate.Engines;
import dev.quorate.engine.Engine;
import dev.quorate.schema.ReadResult;
import dev.quorate.schema.SpecReader;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.ObservedState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * One scenario file: {@code == spec}, {@code == observed} and {@code == plan}, each up to the next heading. Two lines of what is
 * observed are about Git: {@code file gone}, and {@code waits for WHAT}.
 */
record Scenario(String head, String spec, String observed) {

    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    static Scenario parse(String text) {
        int spec = text.indexOf("== spec\n");
        int observed = text.indexOf("== observed\n");
        int plan = text.indexOf("== plan\n");
        if (spec < 0 || observed < spec) {
            throw new IllegalArgumentException("a scenario has the headings == spec, == observed and == plan");
        }
        return new Scenario(
                text.substring(0, spec),
                text.substring(spec + "== spec\n".length(), observed),
                text.substring(observed + "== observed\n".length(), plan < 0 ? text.length() : plan));
    }

    String plan() {
        Goal goal = goal();
        if (observed.contains("file gone\n")) {
            goal = goal.withoutFile("7654321");
        }
        goal = goal.heldBy(observed.lines()
                .filter(line -> line.startsWith("waits for "))
                .map(line -> Refusal.passing(Guard.DEPENDENCY_NOT_READY, "It " + line + "."))
                .toList());
        ObservedState state = ObservedText.read(goal, observed);
        Decision decision = new Planner().decide(goal, state, NOW);
        Plan plan = new Forecast().plan(goal, state, NOW);
        StringBuilder out = new StringBuilder("now: " + text(decision) + "\n" + plan.summary() + "\n");
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
        return head + "== spec\n" + spec + "== observed\n" + observed + "== plan\n" + plan;
    }

    private Goal goal() {
        ReadResult read = SpecReader.standard().read("app.yaml", spec.getBytes(StandardCharsets.UTF_8));
        if (!(read instanceof ReadResult.Apps apps)) {
            throw new IllegalArgumentException("not a valid spec: " + read);
        }
        StatefulApp app = apps.apps().get(0);
        Engine engine = Engines.catalog().find(app.engine()).orElseThrow();
        return Goal.of(engine, app, new Engine.Site("test", "repo"), "1234567");
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
        return "settled";
    }
}
