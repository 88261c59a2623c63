package dev.quorate.simulator.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;

/** Where pods cannot be processes, tests of them are skipped; with {@code QUORATE_REQUIRE_REAL=1} they fail. */
final class Required {

    private Required() {}

    static void processes() {
        Optional<String> obstacle = ProcessPods.obstacle();
        if (obstacle.isPresent() && "1".equals(System.getenv("QUORATE_REQUIRE_REAL"))) {
            throw new AssertionError(obstacle.get());
        }
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    }
}
