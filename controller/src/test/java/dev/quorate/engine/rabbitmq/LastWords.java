package dev.quorate.engine.rabbitmq;

import dev.quorate.engine.Roster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Why members ended, for the message of the test that waits for them. */
final class LastWords {

    private static final int LINES = 30;

    private LastWords() {}

    static String of(Path home, Roster roster) {
        return roster.pods().stream()
                .filter(pod -> !pod.running())
                .map(pod -> ofLog(home.resolve(pod.name() + ".log")))
                .collect(Collectors.joining());
    }

    private static String ofLog(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            List<String> last = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
            return "\nlast words in " + log.getFileName() + ":\n" + String.join("\n", last);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
