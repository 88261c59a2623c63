package dev.quorate.schema;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad files and what is said about them, one text file each; -Dquorate.rewrite=true writes the answers anew. */
class ProblemsTest {
    private static final Path CASES = Path.of("src/test/problems");
    private static final String SEPARATOR = "=== problems\n";
    private static final SpecReader READER = SpecReader.standard();

    static Stream<Path> cases() throws IOException {
        try (Stream<Path> files = Files.list(CASES)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void saysWhatIsWrongAndHowToMendIt(Path file) throws IOException {
        String text = Files.readString(file);
        int end = text.indexOf(SEPARATOR);
        String input = text.substring(0, end);
        ReadResult result = READER.read("app.yaml", input.getBytes(StandardCharsets.UTF_8));
        List<Problem> problems =
                assertInstanceOf(ReadResult.Invalid.class, result).problems();
        problems.forEach(problem -> assertFalse(problem.remedy().isEmpty(), problem::toString));
        String actual = problems.stream().map(ProblemsTest::line).collect(joining());
        if (Boolean.getBoolean("quorate.rewrite")) {
            Files.writeString(file, input + SEPARATOR + actual);
        } else {
            assertEquals(text.substring(end + SEPARATOR.length()), actual);
        }
    }

    private static String line(Problem problem) {
        return problem.line() + ":" + problem.column() + " [" + problem.code() + "] " + problem.field() + "\n    "
                + problem.message() + "\n    " + problem.remedy() + "\n";
    }
}
