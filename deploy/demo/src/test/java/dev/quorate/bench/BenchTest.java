package dev.quorate.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.quorate.Engines;
import dev.quorate.cli.Cli;
import dev.quorate.cli.Context;
import dev.quorate.cli.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The whole bench with a few apps: what is counted can be held to a number, what is timed cannot. */
final class BenchTest {
    private static final int APPS = 5;
    private static final List<String> EACH = List.of("seconds", "cpuSeconds", "apiCalls");

    @Test
    void countsWhatEachChangeCosts() throws JsonProcessingException {
        JsonNode page = run("--apps", Integer.toString(APPS), "--idle", "3s", "-o", "json");

        for (String phase : List.of("install", "all", "one", "drift", "idle")) {
            EACH.forEach(field -> assertTrue(page.path(phase).path(field).isNumber(), phase + " has no " + field));
        }
        assertEquals(
                Files.exists(Path.of("/proc/self/status")),
                page.path("peakRssMiB").isNumber());
        install(page.path("install"));
        assertEquals(APPS, calls(page.path("all"), "patch statefulsets"));
        one(page.path("one").path("atRest"));
        long patches = calls(page.path("drift"), "patch statefulsets");
        assertTrue(patches >= 1 && patches <= 3, "tested on its version, so tried again when a status comes between");
        assertEquals(Map.of(), without(page.path("idle"), call -> call.endsWith(" leases") || isWatch(call)));
    }

    /** Then the app that is scaled by hand is the one that a commit changed before. */
    @Test
    void aSingleAppIsEnough() throws JsonProcessingException {
        JsonNode page = run("--apps", "1", "--idle", "1s", "-o", "json");

        assertTrue(calls(page.path("drift"), "patch statefulsets") >= 1);
    }

    private static void install(JsonNode install) {
        for (String kind : List.of("statefulapps", "services", "poddisruptionbudgets", "statefulsets")) {
            assertEquals(APPS, calls(install, "create " + kind), kind);
        }
        long written = without(install, call -> !Bench.isWrite(call) || call.endsWith(" leases")).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        assertEquals(written, install.at("/floor/apiCalls").asLong(), "the bare client makes the same writes");
    }

    /** What anybody asks for is written once; the rest tells how far it is. Nothing is read that the watches told. */
    private static void one(JsonNode atRest) {
        assertEquals(1, calls(atRest, "patch statefulsets"));
        assertEquals(1, calls(atRest, "update statefulapps"));
        assertTrue(calls(atRest, "update statefulapps/status") <= 5, atRest::toPrettyString);
        Map<String, Long> reads =
                without(atRest, call -> Bench.isWrite(call) || call.endsWith(" leases") || isWatch(call));
        assertEquals(Map.of(), reads);
    }

    /** A watch is renewed from time to time, by its own clock. */
    private static boolean isWatch(String call) {
        return call.startsWith("watch ");
    }

    private static long calls(JsonNode phase, String call) {
        return phase.path("apiCallsByVerb").path(call).asLong();
    }

    private static Map<String, Long> without(JsonNode phase, Predicate<String> left) {
        return StreamSupport.stream(phase.path("apiCallsByVerb").properties().spliterator(), false)
                .filter(call -> !left.test(call.getKey()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, call -> call.getValue().asLong()));
    }

    private static JsonNode run(String... arguments) throws JsonProcessingException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), false, false);
        Context context = new Context(Engines.catalog(), terminal, Map.of(), InstantSource.system());
        String[] line = new String[arguments.length + 1];
        line[0] = "bench";
        System.arraycopy(arguments, 0, line, 1, arguments.length);
        assertEquals(0, new Cli(context).run(line), () -> out + "\n" + err);
        return new JsonMapper().readTree(out.toString());
    }
}
