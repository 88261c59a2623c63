package dev.quorate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CliTest {

    @Test
    void helpNamesEveryCommandAndTheExitCodes() {
        CommandRun help = CommandRun.of("--help");
        assertEquals(0, help.code());
        List.of("validate", "status", "engines", "version", "completion", "Exit codes", "Examples")
                .forEach(word -> assertTrue(help.out().contains(word), word));
        assertTrue(help.out().lines().allMatch(line -> line.length() <= 100), help.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"validate", "status", "engines", "version", "completion"})
    void everyCommandHasItsOwnHelp(String command) {
        CommandRun help = CommandRun.of(command, "--help");
        assertEquals(0, help.code());
        assertTrue(help.out().contains("Usage"), help.out());
        assertEquals("", help.err());
    }

    @Test
    void aWrongFlagIsOneLineAndAHintInsteadOfAPage() {
        CommandRun wrong = CommandRun.of("validate", "--ouput", "json");
        assertEquals(2, wrong.code());
        assertEquals("", wrong.out());
        assertTrue(wrong.err().startsWith("quorate validate: error: Unknown option"), wrong.err());
        assertTrue(wrong.err().contains("--output"), wrong.err());
        assertTrue(wrong.err().lines().count() <= 3, wrong.err());
    }

    @Test
    void aLeaseThatIsTooShortIsRefusedBeforeAnythingBegins() {
        CommandRun wrong = CommandRun.of("run", "--lease-duration", "1s");
        assertEquals(2, wrong.code());
        assertTrue(wrong.err().contains("less than 2 s"), wrong.err());
        assertTrue(wrong.err().contains("--lease-duration"), wrong.err());
    }

    @Test
    void aMistypedCommandIsOfferedTheOneThatWasMeant() {
        CommandRun wrong = CommandRun.of("validat");
        assertEquals(2, wrong.code());
        assertTrue(wrong.err().contains("validate"), wrong.err());
    }

    @Test
    void withoutACommandItSaysWhereTheHelpIs() {
        CommandRun bare = CommandRun.of();
        assertEquals(2, bare.code());
        assertTrue(bare.err().contains("quorate --help"), bare.err());
    }

    @Test
    void printsNoEscapeSequencesWhereNobodyLooks() {
        assertFalse(CommandRun.of("--help").out().contains("\u001b"));
    }

    @Test
    void completionKnowsTheCommands() {
        CommandRun bash = CommandRun.of("completion", "bash");
        assertEquals(0, bash.code());
        assertTrue(bash.out().contains("validate"), bash.out());
        assertTrue(CommandRun.of("completion", "zsh").out().startsWith("autoload"));
    }

    @Test
    void anUnknownEngineIsAnErrorThatNamesTheKnownOnes() {
        CommandRun wrong = CommandRun.of("engines", "oracle");
        assertEquals(2, wrong.code());
        assertTrue(wrong.err().contains("There is no engine oracle"), wrong.err());
    }
}
