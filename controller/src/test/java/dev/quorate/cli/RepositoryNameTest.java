package dev.quorate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RepositoryNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://git.example.com/shop/config.git",
                "https://user:secret@git.example.com/shop/config",
                "ssh://git@git.example.com/shop/config.git/",
                "ssh://git@git.example.com:2222/shop/config.git",
                "git@git.example.com:shop/config.git"
            })
    void isTheSameHoweverTheRepositoryIsReached(String url) {
        assertEquals(RepositoryName.of("https://git.example.com/shop/config"), RepositoryName.of(url));
    }

    @Test
    void differsFromOtherRepositoriesOfThatName() {
        assertNotEquals(
                RepositoryName.of("https://git.example.com/shop/config"),
                RepositoryName.of("https://git.example.com/bank/config"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/srv/git/___.git", "file:///srv/A Very Long Name That Nobody Would Ever Want To Type Again.git"
            })
    void isAlwaysALabelValue(String url) {
        assertTrue(RepositoryName.of(url).matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"), RepositoryName.of(url));
    }
}
