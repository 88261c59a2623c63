package dev.quorate.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsolationTest {

    @TempDir
    Path folder;

    @Test
    void noConfigurationOfUserOrSystemReachesAStore() throws Exception {
        try (ObjectStore store = ObjectStore.open(folder.resolve("store"))) {
            SystemReader reader = SystemReader.getInstance();

            assertEquals(0, reader.getUserConfig().getSubsections("url").size());
            assertEquals(Set.of("receive"), reader.getUserConfig().getSections());
            assertEquals(0, reader.getSystemConfig().getSections().size());
            assertEquals(0, store.repository().getConfig().getSubsections("url").size());
        }
    }

    @Test
    void aTamperedConfigurationOfTheCloneIsReplaced() throws Exception {
        Path directory = folder.resolve("store");
        ObjectStore.open(directory).close();
        Files.writeString(
                directory.resolve("config"), "[url \"http://elsewhere/\"]\n\tinsteadOf = https://git.example.org/\n");

        try (ObjectStore store = ObjectStore.open(directory)) {
            assertFalse(store.repository().getConfig().getSections().contains("url"));
        }
    }

    /** After each fetch JGit looks whether to clean up, and locks a file for it: nobody could remove the folder meanwhile. */
    @Test
    void nothingIsCleanedUpInTheBackground() {
        try (ObjectStore store = ObjectStore.open(folder.resolve("store"))) {
            assertFalse(store.repository().getConfig().getBoolean("gc", "autoDetach", true));
        }
    }

    @Test
    void variablesOfGitInTheEnvironmentAreNotSeen() {
        Isolation.install();

        assertEquals(null, SystemReader.getInstance().getenv("GIT_SSH"));
        assertEquals(System.getenv("PATH"), SystemReader.getInstance().getenv("PATH"));
    }
}
