package dev.quorate.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitSettingsTest {

    @ParameterizedTest
    @CsvSource({"specs/,specs", "./a//b/,a/b", ".,''", "'',''", "/apps,apps"})
    void thePathIsTakenRelativeToTheRepository(String given, String path) {
        assertEquals(path, GitSettings.of("/srv/shop.git", "main", given).path());
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "a/../..", "../other"})
    void aPathOutsideTheRepositoryIsRefused(String path) {
        assertThrows(IllegalArgumentException.class, () -> GitSettings.of("/srv/shop.git", "main", path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ext::sh -c id", "git://host/a.git", "relative/path", "", "ftp://host/a", "https://host/a\nb"})
    void aUrlOfAnotherKindIsRefused(String url) {
        assertThrows(IllegalArgumentException.class, () -> GitSettings.of(url, "main", ""));
    }

    @Test
    void aRefusedUrlIsNotQuotedWithItsLogin() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> GitSettings.of("ftp://ada:hunter2@host/a?t=hunter2", "main", ""));

        assertFalse(refused.toString().contains("hunter2"), refused::toString);
        assertTrue(refused.toString().contains("ftp://host/a"), refused::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a..b", "a b", "x.lock", "/x"})
    void aBranchThatGitWouldNotTakeIsRefused(String branch) {
        assertThrows(IllegalArgumentException.class, () -> GitSettings.of("/srv/shop.git", branch, ""));
    }

    @Test
    void credentialsThatDoNotFitTheUrlAreRefusedEarly() {
        GitSettings local = GitSettings.of("/srv/shop.git", "main", "");
        GitSettings http = GitSettings.of("https://host/shop.git", "main", "");
        Credentials key = new Credentials.SshKey(Path.of("/key"), Optional.empty(), Path.of("/known_hosts"));

        assertThrows(IllegalArgumentException.class, () -> http.withCredentials(key));
        assertThrows(IllegalArgumentException.class, () -> local.withCredentials(new Credentials.Basic("a", "b")));
        assertThrows(IllegalArgumentException.class, () -> GitSettings.of("git@host:shop.git", "main", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "a/", "a//b", "../a", "a/./b", ".git/config", "a/.git"})
    void aWriteOutsideTheTreeIsRefused(String path) {
        assertThrows(IllegalArgumentException.class, () -> FileWrite.of(path, ""));
    }

    @Test
    void aTrailerCannotSmuggleInAnother() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new CommitMessage.Trailer(CommitMessage.Trailer.APP, "a\nQuorate-App: b"));
    }
}
