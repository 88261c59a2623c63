package dev.quorate.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.plan.Decision;
import dev.quorate.plan.Forecast;
import dev.quorate.plan.Goal;
import dev.quorate.plan.Planner;
import dev.quorate.plan.Scenario;
import dev.quorate.schema.Condition;
import dev.quorate.schema.Condition.Status;
import dev.quorate.schema.Source;
import dev.quorate.state.ObservedState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each file below {@code src/test/health} is a spec and an observed state as scenarios have them, and what follows for who asks
 * whether the app is well: by the rules of other tools, and by ours. A line {@code not ready since 720} says for how many seconds
 * the app was not Ready before. Run with {@code -Dquorate.rewrite=true} to write the answers anew, and review the difference.
 */
class HealthTest {

    private static final Path ROOT = Path.of("src/test/health");
    private static final String HEALTH = "== health\n";
    private static final Pattern SINCE = Pattern.compile("(?m)^not ready since (\\d+)\n");
    private static final Source SOURCE = new Source("1234567", "ann", "Change", Instant.EPOCH, "app.yaml");

    @TestFactory
    List<DynamicTest> saysWhatIsSo() throws IOException {
        try (Stream<Path> files = Files.list(ROOT)) {
            return files.sorted()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)))
                    .toList();
        }
    }

    private static void check(Path file) throws IOException {
        String text = Files.readString(file);
        String asked = text.substring(0, text.indexOf(HEALTH));
        String written = asked + HEALTH + health(asked);
        if (Boolean.getBoolean("quorate.rewrite")) {
            Files.writeString(file, written);
        }
        assertEquals(written, text, () -> file + " differs; -Dquorate.rewrite=true writes what is said now");
    }

    private static String health(String asked) {
        Scenario scenario = Scenario.parse(SINCE.matcher(asked).replaceAll(""));
        Goal goal = scenario.goal();
        ObservedState state = scenario.state(goal);
        OtherRules others = new OtherRules(state.sets().values().iterator().next());
        List<Condition> conditions =
                Reporter.report(facts(goal, state, before(asked))).conditions();
        Condition holds = onlyOneHolds(conditions);
        return "Argo CD: " + others.argo() + "\nkstatus: " + others.kstatus() + "\nQuorate: " + holds.type() + " - "
                + holds.reason() + ": " + holds.message() + "\n";
    }

    private static Facts facts(Goal goal, ObservedState state, List<Condition> before) {
        Decision decision = new Planner().decide(goal, state, Scenario.NOW);
        return new Facts(
                goal,
                SOURCE,
                state,
                decision,
                new Forecast().plan(goal, state, Scenario.NOW),
                RolloutLog.EMPTY,
                List.of(),
                before,
                Scenario.NOW);
    }

    private static List<Condition> before(String asked) {
        Matcher since = SINCE.matcher(asked);
        return since.find()
                ? List.of(new Condition(
                        Condition.READY,
                        Status.FALSE,
                        "Progressing",
                        "as before",
                        Scenario.NOW.minusSeconds(Long.parseLong(since.group(1)))))
                : List.of();
    }

    /** Ready, Reconciling and Stalled exclude each other, and what keeps an app from being Ready is a sentence. */
    private static Condition onlyOneHolds(List<Condition> conditions) {
        List<Condition> holding = conditions.stream()
                .filter(condition -> condition.status() == Status.TRUE)
                .toList();
        assertEquals(3, conditions.size());
        assertEquals(1, holding.size(), conditions::toString);
        assertTrue(!holding.get(0).message().isBlank(), conditions::toString);
        return holding.get(0);
    }
}
