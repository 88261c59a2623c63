package dev.quorate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.cli.Cli;
import dev.quorate.cli.Context;
import dev.quorate.cli.Terminal;
import dev.quorate.schema.ReadResult;
import dev.quorate.schema.SpecReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps the READMEs true: what they show is what the commands print, and what they name is there. */
final class ReadmeTest {
    private static final List<String> READMES =
            List.of("README.md", "sample-repo/README.md", "deploy/kubernetes/README.md", "deploy/ci/README.md");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");
    private static final Pattern CONSOLE = Pattern.compile("```console\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COMMAND = Pattern.compile("\\$ \\./quorate ([^\n]*)\n((?:(?!\\$ )[^\n]*\n)*)");
    private static final String PROMPT = "$ ./quorate ";
    /** Takes most of a minute: the demo's own test compares its output. */
    private static final Set<String> ELSEWHERE = Set.of("demo");

    private final String text = Repository.text("README.md");

    @Test
    void everyLinkLeadsSomewhere() {
        List<String> dead = new ArrayList<>();
        for (String readme : READMES) {
            Matcher link = LINK.matcher(Repository.text(readme));
            while (link.find()) {
                if (!Files.exists(Repository.ROOT.resolve(readme).resolveSibling(link.group(1)))) {
                    dead.add(readme + ": " + link.group(1));
                }
            }
        }
        assertEquals(List.of(), dead);
    }

    @Test
    void theCommandsPrintWhatIsShown() {
        Map<String, String> shown = shown();
        assertFalse(shown.isEmpty());
        shown.forEach((command, output) -> assertEquals(output, run(command), command));
    }

    @Test
    void theFirstScreenHasACommandAndItsOutput() {
        List<String> screen = text.lines().limit(35).toList();
        assertTrue(screen.stream().anyMatch(line -> line.startsWith(PROMPT)), text);
        assertTrue(screen.stream().allMatch(line -> line.length() <= 160), "a line is too long");
    }

    @Test
    void everyCommandThatIsNamedExists() {
        Matcher command = Pattern.compile("\\./quorate ([a-z]+)").matcher(text);
        Set<String> known = Set.of(
                "demo",
                "bench",
                "soak",
                "validate",
                "plan",
                "status",
                "backup",
                "engines",
                "run",
                "version",
                "completion");
        while (command.find()) {
            assertTrue(known.contains(command.group(1)), command.group());
        }
    }

    @Test
    void theAppThatIsShownIsValid() {
        Matcher app = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL).matcher(text);
        assertTrue(app.find());
        assertTrue(
                SpecReader.standard().read("README.md", app.group(1).getBytes(StandardCharsets.UTF_8))
                        instanceof ReadResult.Apps,
                app.group(1));
    }

    /** Each command with its output, but for those that are shown in part. */
    private Map<String, String> shown() {
        Map<String, String> shown = new LinkedHashMap<>();
        Matcher block = CONSOLE.matcher(text);
        while (block.find()) {
            Matcher one = COMMAND.matcher(block.group(1));
            while (one.find()) {
                if (!ELSEWHERE.contains(one.group(1))) {
                    shown.put(one.group(1), one.group(2));
                }
            }
        }
        return shown;
    }

    /** Runs it as in the top folder of the working tree. */
    private static String run(String command) {
        StringWriter out = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(out), false, false);
        String[] arguments = Pattern.compile(" ")
                .splitAsStream(command)
                .map(word -> word.equals("sample-repo")
                        ? Repository.ROOT.resolve(word).toString()
                        : word)
                .toArray(String[]::new);
        new Cli(new Context(Engines.catalog(), terminal, Map.of(), InstantSource.system())).run(arguments);
        return out.toString();
    }
}
