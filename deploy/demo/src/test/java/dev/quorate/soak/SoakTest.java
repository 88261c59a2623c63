package dev.quorate.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.Engines;
import dev.quorate.cli.Cli;
import dev.quorate.cli.Context;
import dev.quorate.cli.Terminal;
import dev.quorate.soak.Soak.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That the soak works, and says so when something does not: its many kills are for the pipeline. */
@Timeout(300)
final class SoakTest {
    private final StringWriter out = new StringWriter();

    @Test
    void afterAKillEverythingIsAsGitSaysAndNothingIsLeftBehind() throws Exception {
        List<ProcessHandle> before = ProcessHandle.current().children().toList();
        int code = soak(Duration.ofMinutes(2), ControllerMain.class);
        assertEquals(0, code, out::toString);
        assertTrue(out.toString().contains("1 × killed ("), out::toString);
        assertTrue(out.toString().contains(" 0 lost writes"), out::toString);
        assertFalse(out.toString().contains("The logs of all controllers"), out::toString);
        List<ProcessHandle> left = ProcessHandle.current()
                .children()
                .filter(child -> !before.contains(child))
                .toList();
        assertEquals(List.of(), left);
    }

    @Test
    void aControllerThatDoesNothingIsFoundOutAndTheEvidenceIsKept() throws Exception {
        int code = soak(Duration.ofMillis(100), Idle.class);
        assertEquals(1, code, out::toString);
        assertTrue(out.toString().contains("✗ no controller leads"), out::toString);
        List<String> names = deleteEvidence();
        assertTrue(
                names.containsAll(
                        List.of("controller-0001.log", "git-log.txt", "journal.txt", "objects.json", "soak.log")),
                names::toString);
    }

    @Test
    void aControllerThatBreaksDownIsFoundOut() throws Exception {
        int code = soak(Duration.ofMinutes(1), Broken.class);
        assertEquals(1, code, out::toString);
        assertTrue(out.toString().contains("✗ a controller ended by itself with 7: out of order"), out::toString);
        deleteEvidence();
    }

    @Test
    void aProgramThatIsNotThereIsNamedBeforeAnythingBegins() {
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(out), false, false);
        int code = new Cli(new Context(Engines.catalog(), terminal, Map.of(), InstantSource.system()))
                .run("soak", "--etcd", "/nowhere/etcd");
        assertEquals(2, code);
        assertEquals("quorate soak: error: There is no program /nowhere/etcd.\n", out.toString());
    }

    private int soak(Duration patience, Class<?> controller) throws IOException, InterruptedException {
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(out), false, false);
        Context context = new Context(Engines.catalog(), terminal, Map.of(), InstantSource.system());
        return new SoakCommand(context).soak(new Settings(1, 11, Duration.ZERO, patience), controller.getName());
    }

    /** What was in the folder that was named. */
    private List<String> deleteEvidence() throws IOException {
        Matcher named = Pattern.compile("are in (\\S+)").matcher(out.toString());
        assertTrue(named.find(), out::toString);
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of(named.group(1)))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                names.add(file.getFileName().toString());
                Files.delete(file);
            }
        }
        return names;
    }

    static final class Broken {
        private Broken() {}

        public static void main(String... arguments) {
            System.out.println("out of order");
            System.exit(7);
        }
    }

    /** Lives until its input ends. */
    static final class Idle {
        private Idle() {}

        public static void main(String... arguments) throws IOException {
            System.in.readAllBytes();
        }
    }
}
