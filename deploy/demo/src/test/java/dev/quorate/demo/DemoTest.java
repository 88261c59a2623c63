package dev.quorate.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.Engines;
import dev.quorate.cli.Cli;
import dev.quorate.cli.Context;
import dev.quorate.cli.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The whole path on real commits and the real HTTP API, as people see it. */
final class DemoTest {
    private static final Path ROOT = root();

    /** Commit ids change with times and texts. */
    private static final Pattern COMMIT = Pattern.compile("\\b[0-9a-f]{7}\\b");

    @Test
    void theDayGoesAsItShouldAndAsTheReadmeShowsIt() throws IOException {
        StringWriter out = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(out), false, false);
        int code = new Cli(new Context(Engines.catalog(), terminal, Map.of(), InstantSource.system()))
                .run("demo", "--sample", ROOT.resolve("sample-repo").toString());
        assertEquals(0, code, out.toString());
        Iterator<String> printed = masked(out.toString()).iterator();
        for (String line : shown()) {
            assertTrue(skipTo(line, printed), "the README shows '" + line + "', the demo printed:\n" + out);
        }
    }

    @Test
    void theCountFollowsADayOfLoadInsideTheBounds() {
        StringWriter out = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(out), false, false);
        int code = new Cli(new Context(Engines.catalog(), terminal, Map.of(), InstantSource.system()))
                .run(
                        "demo",
                        "--autoscale",
                        "--sample",
                        ROOT.resolve("sample-repo").toString());
        assertEquals(0, code, out.toString());
        assertTrue(out.toString().contains("AtMaximum"), out.toString());
    }

    /** What the README shows of the demo, without the marks where it leaves lines out. */
    private static List<String> shown() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        Matcher block = Pattern.compile("```console\\n\\$ \\./quorate demo\\n(.*?)```", Pattern.DOTALL)
                .matcher(readme);
        Optional<String> text = block.find() ? Optional.of(block.group(1)) : Optional.empty();
        return masked(text.orElseThrow()).stream()
                .filter(line -> !line.equals("…"))
                .toList();
    }

    private static List<String> masked(String text) {
        return COMMIT.matcher(text).replaceAll("<commit>").lines().toList();
    }

    private static boolean skipTo(String line, Iterator<String> printed) {
        while (printed.hasNext()) {
            if (printed.next().equals(line)) {
                return true;
            }
        }
        return false;
    }

    private static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("mvnw"))) {
                return folder;
            }
        }
        throw new IllegalStateException("this test runs inside the working tree");
    }
}
