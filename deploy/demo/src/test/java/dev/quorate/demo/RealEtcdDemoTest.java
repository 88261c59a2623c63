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
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole controller against a real etcd, by commits alone: what the demo shows to people. */
@Tag("real-etcd")
@Timeout(1500)
final class RealEtcdDemoTest {

    @BeforeAll
    static void everythingIsThere() {
        Optional<String> obstacle = ProcessPods.obstacle().or(RealEtcdDemoTest::missingPrograms);
        if (obstacle.isPresent() && "1".equals(System.getenv("QUORATE_REQUIRE_REAL"))) {
            throw new AssertionError(obstacle.get());
        }
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    }

    private static Optional<String> missingPrograms() {
        try {
            new RealEtcd(System.getenv()).images();
            return Optional.empty();
        } catch (CliException missing) {
            return Optional.of(String.valueOf(missing.getMessage()));
        }
    }

    @Test
    void itGoesOutInAndThroughUpdatesAndLosesNoAcknowledgedWrite() throws IOException {
        StringWriter out = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(out), false, false);
        int code = new Cli(new Context(Engines.catalog(), terminal, System.getenv(), InstantSource.system()))
                .run(
                        "demo",
                        "--engine",
                        "etcd",
                        "--real",
                        "--sample",
                        Path.of("../../sample-repo").toString());
        assertEquals(0, code, out.toString());
        assertEquals(
                3,
                out.toString()
                        .lines()
                        .filter(line -> line.contains("none is lost at"))
                        .count(),
                out.toString());
        assertTrue(out.toString().contains("failed, the longest pause"), out.toString());
        // For people who read the pipeline's log.
        out.toString().lines().filter(line -> line.contains("writes  ")).forEach(System.out::println);
    }

    @Test
    void anEngineWithoutProgramsOfItsOwnIsNamed() {
        StringWriter out = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(out), false, false);
        Cli cli = new Cli(new Context(Engines.catalog(), terminal, System.getenv(), InstantSource.system()));
        String sample = Path.of("../../sample-repo").toString();
        assertEquals(2, cli.run("demo", "--engine", "statefulset", "--real", "--sample", sample));
        assertEquals("quorate demo: error: The demo has no real statefulset. It has etcd.\n", out.toString());
    }
}
