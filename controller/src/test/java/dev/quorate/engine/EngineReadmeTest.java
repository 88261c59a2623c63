package dev.quorate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The plans that an engine's README shows are those of the scenarios that it links. {@code -Dquorate.rewrite=true} writes them
 * anew, to be reviewed as a difference.
 */
class EngineReadmeTest {

    private static final Path ENGINES = Path.of("src/main/java/dev/quorate/engine");
    private static final Pattern SHOWN =
            Pattern.compile("\\]\\(([^)]*/scenarios/[^)]*)\\):\\n\\n```text\\n(.*?)```\\n", Pattern.DOTALL);

    @ParameterizedTest
    @MethodSource("readmes")
    void showsWhatIsPlanned(Path readme) throws IOException {
        String text = Files.readString(readme);
        Matcher shown = SHOWN.matcher(text);
        StringBuilder written = new StringBuilder();
        int plans = 0;
        while (shown.find()) {
            String plan = plan(readme.resolveSibling(shown.group(1)));
            String block = "](" + shown.group(1) + "):\n\n```text\n" + plan + "```\n";
            shown.appendReplacement(written, Matcher.quoteReplacement(block));
            plans++;
        }
        shown.appendTail(written);
        assertFalse(plans == 0, "it shows no plan");
        if (Boolean.getBoolean("quorate.rewrite")) {
            Files.writeString(readme, written);
        }
        assertEquals(written.toString(), text);
    }

    /** Without its first line, which is for the scenario alone. */
    private static String plan(Path scenario) throws IOException {
        String text = Files.readString(scenario);
        return text.substring(text.indexOf("== plan\n")).lines().skip(2).collect(Collectors.joining("\n", "", "\n"));
    }

    static List<Path> readmes() throws IOException {
        try (Stream<Path> files = Files.walk(ENGINES)) {
            return files.filter(file -> file.endsWith("README.md")).toList();
        }
    }
}
