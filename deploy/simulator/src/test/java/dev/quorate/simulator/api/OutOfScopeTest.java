package dev.quorate.simulator.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The README lists what is answered otherwise than recorded, from the very lines that the replay minds. */
class OutOfScopeTest {

    private static final Path README = Path.of("README.md");
    private static final String START = "<!-- answered otherwise: begin -->\n";
    private static final String END = "<!-- answered otherwise: end -->\n";

    @Test
    void theReadmeListsWhatIsAnsweredOtherwise() throws IOException {
        String text = Files.readString(README);
        int start = text.indexOf(START) + START.length();
        int end = text.indexOf(END);
        if (Boolean.getBoolean("quorate.rewrite")) {
            Files.writeString(README, text.substring(0, start) + table() + text.substring(end));
            return;
        }
        assertEquals(table(), text.substring(start, end), "write it anew with -Dquorate.rewrite=true");
    }

    private static String table() {
        Map<String, List<String>> byReason = new TreeMap<>();
        Transcript.outOfScope()
                .forEach((id, reason) -> byReason.computeIfAbsent(
                                reason.replace("(dry run) ", ""), any -> new ArrayList<>())
                        .add(id));
        StringJoiner rows = new StringJoiner("\n", "\n| why | recording and exchange |\n|---|---|\n", "\n\n");
        byReason.forEach((reason, ids) -> rows.add("| " + reason + " | " + shown(ids) + " |"));
        return rows.toString();
    }

    /** Each recording once, with its exchanges: {@code 16: 3–6, 8}. */
    private static String shown(List<String> ids) {
        Map<String, List<Integer>> byRecording = new TreeMap<>();
        for (String id : ids) {
            String[] parts = id.split("#", 2);
            List<Integer> numbers = byRecording.computeIfAbsent(parts[0], any -> new ArrayList<>());
            if (parts.length > 1) {
                numbers.add(Integer.valueOf(parts[1]));
            }
        }
        StringJoiner all = new StringJoiner("; ");
        byRecording.forEach(
                (recording, numbers) -> all.add(numbers.isEmpty() ? recording : recording + ": " + ranges(numbers)));
        return all.toString();
    }

    private static String ranges(List<Integer> numbers) {
        List<Integer> sorted = numbers.stream().sorted().toList();
        StringJoiner ranges = new StringJoiner(", ");
        for (int i = 0; i < sorted.size(); i++) {
            int first = sorted.get(i);
            while (i + 1 < sorted.size() && sorted.get(i + 1) == sorted.get(i) + 1) {
                i++;
            }
            int last = sorted.get(i);
            ranges.add(first == last ? Integer.toString(first) : first + "–" + last);
        }
        return ranges.toString();
    }
}
