package dev.quorate.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each file below {@code src/test/scenarios} is a spec, an observed state and the plan that follows. Run with {@code
 * -Dquorate.rewrite=true} to write what the planner says now, and review the difference.
 */
class ScenarioTest {

    private static final Path ROOT = Path.of("src/test/scenarios");

    @TestFactory
    Stream<DynamicTest> plansAsWritten() throws IOException {
        return files().stream()
                .map(file -> DynamicTest.dynamicTest(ROOT.relativize(file).toString(), () -> check(file)));
    }

    @Test
    void thereAreScenariosOfEachEngine() throws IOException {
        for (String engine : List.of("etcd", "rabbitmq", "redis", "statefulset", "zookeeper")) {
            assertFalse(
                    files().stream()
                            .filter(file -> file.startsWith(ROOT.resolve(engine)))
                            .toList()
                            .isEmpty(),
                    engine);
        }
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> walk = Files.walk(ROOT)) {
            return walk.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }

    private static void check(Path file) throws IOException {
        String text = Files.readString(file);
        Scenario scenario = Scenario.parse(text);
        String written = scenario.withPlan(scenario.plan());
        if (Boolean.getBoolean("quorate.rewrite")) {
            Files.writeString(file, written);
        }
        assertEquals(written, text, () -> file + " differs; -Dquorate.rewrite=true writes what the planner says now");
    }
}
