package dev.quorate.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The README of an engine shows plans as the program prints them: below {@code <!-- NAME -->} that of the scenario of this name.
 * {@code -Dquorate.rewrite=true} writes them anew.
 */
class EngineReadmeTest {

    private static final Path ENGINES = Path.of("src/main/java/dev/quorate/engine");
    private static final Path SCENARIOS = Path.of("src/test/scenarios");
    private static final Pattern SHOWN = Pattern.compile("<!-- ([a-z0-9-]+) -->\n```\n(.*?)```\n", Pattern.DOTALL);

    static Stream<Path> readmes() throws IOException {
        try (Stream<Path> found = Files.walk(ENGINES, 2)) {
            return found.filter(path -> path.endsWith("README.md")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("readmes")
    void itShowsWhatTheProgramPrints(Path readme) throws IOException {
        String text = Files.readString(readme);
        Path scenarios = SCENARIOS.resolve(String.valueOf(readme.getName(readme.getNameCount() - 2)));
        StringBuilder expected = new StringBuilder();
        Matcher shown = SHOWN.matcher(text);
        while (shown.find()) {
            String name = shown.group(1);
            String plan = plan(scenarios.resolve(name + ".txt"));
            shown.appendReplacement(
                    expected, Matcher.quoteReplacement("<!-- " + name + " -->\n```\n" + plan + "```\n"));
        }
        shown.appendTail(expected);
        if (Boolean.getBoolean("quorate.rewrite")) {
            Files.writeString(readme, expected);
        }
        assertEquals(expected.toString(), text);
    }

    private static String plan(Path scenario) throws IOException {
        String plan = Scenario.parse(Files.readString(scenario)).plan();
        return plan.substring(plan.indexOf('\n') + 1);
    }
}
