package dev.quorate.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quorate.Engines;
import dev.quorate.cli.Cli;
import dev.quorate.cli.CliException;
import dev.quorate.cli.Context;
import dev.quorate.cli.Terminal;
import dev.quorate.simulator.process.ProcessPods;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What people see of {@code quorate demo --engine NAME}. */
record EngineDemo(int code, String output) {

    /** Skips the test where pods cannot be processes, or programs are missing; with {@code QUORATE_REQUIRE_REAL=1} it fails. */
    static void require(DemoEngine engine) {
        Optional<String> obstacle =
                ProcessPods.obstacle().or(() -> missingPrograms(engine)).or(() -> missingScraper(engine));
        if (obstacle.isPresent() && "1".equals(System.getenv("QUORATE_REQUIRE_REAL"))) {
            throw new AssertionError(obstacle.get());
        }
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    }

    private static Optional<String> missingPrograms(DemoEngine engine) {
        try {
            engine.programs();
            return Optional.empty();
        } catch (CliException missing) {
            return Optional.of(String.valueOf(missing.getMessage()));
        }
    }

    private static Optional<String> missingScraper(DemoEngine engine) {
        Path cache = Scraping.cache(System.getenv());
        return engine.metrics().isPresent() && Scraping.program(System.getenv()).isEmpty()
                ? Optional.of("no VictoriaMetrics below " + cache
                        + ": run deploy/ci/unpack-package.sh bookworm victoria-metrics " + cache)
                : Optional.empty();
    }

    static EngineDemo of(String engine, String... flags) {
        StringWriter out = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(out), false, false);
        List<String> line = new ArrayList<>(List.of("demo", "--engine", engine, "--sample", "../../sample-repo"));
        line.addAll(List.of(flags));
        int code = new Cli(new Context(Engines.catalog(), terminal, System.getenv(), InstantSource.system()))
                .run(line.toArray(String[]::new));
        return new EngineDemo(code, out.toString());
    }

    /** Who joins is scraped without a word to who scrapes, and who has left is gone. */
    void assertScraped(int... counts) {
        for (int members : counts) {
            assertTrue(output.contains("VictoriaMetrics scrapes " + members + " members, and nobody else"), output);
        }
    }

    /** @param members each of which must show every acknowledged write */
    void assertNothingLost(int members) {
        assertEquals(0, code, output);
        assertEquals(
                members,
                output.lines().filter(line -> line.contains("none is lost at")).count(),
                output);
        assertTrue(output.contains("failed, the longest pause"), output);
        // For people who read the pipeline's log.
        output.lines().filter(line -> line.contains("writes  ")).forEach(System.out::println);
    }
}
