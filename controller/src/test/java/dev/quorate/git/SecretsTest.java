package dev.quorate.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretsTest {

    private static final GitSettings PLAIN = GitSettings.of("https://git.example.org/shop.git", "main", "");

    @Test
    void loginsAndQueriesOfAnyUrlAreTakenOut() {
        Secrets secrets = Secrets.of(PLAIN);

        assertEquals(
                "cannot open https://git.example.org/a.git: refused",
                secrets.clean("cannot open https://ada:hunter2@git.example.org/a.git?token=abc: refused"));
        assertEquals("sent Bearer ***", secrets.clean("sent Bearer abcdefgh12345"));
    }

    @Test
    void ourOwnSecretsAreTakenOutInEachForm() {
        Secrets secrets = Secrets.of(PLAIN.withCredentials(new Credentials.Basic("ada", "p@ss word")));

        assertEquals("*** *** ***", secrets.clean("p@ss word p%40ss+word YWRhOnBAc3Mgd29yZA=="));
    }

    @Test
    void thePassphraseOfAKeyIsTakenOut() {
        GitSettings ssh = new GitSettings(
                "git@git.example.org:shop.git",
                "main",
                "",
                new Credentials.SshKey(Path.of("/key"), Optional.of("open sesame"), Path.of("/known_hosts")),
                Optional.empty(),
                GitSettings.DEFAULT_TIMEOUT);

        assertEquals("not ***", Secrets.of(ssh).clean("not open sesame"));
    }

    @Test
    void aHostileServerCannotForgeLinesOrFillTheLog() {
        Secrets secrets = Secrets.of(PLAIN);

        assertEquals("one two", secrets.clean("one\r\n\u001b two"));
        assertTrue(secrets.clean("x".repeat(100_000)).length() < 1000);
    }

    @Test
    void anUnforeseenFailureIsToldWithoutSecretsAndWithoutItsCause() {
        GitSettings settings =
                PLAIN.withCredentials(new Credentials.Token("t0ps3cret", Credentials.Token.Scheme.BEARER));
        IOException failure =
                new IOException("https://x:t0ps3cret@git.example.org failed", new IOException("with t0ps3cret inside"));

        FetchProblem problem = new Diagnosis(settings).of(failure, new Evidence());
        GitException thrown = new GitException(problem);

        assertEquals(FetchProblem.Reason.FAILED, problem.reason());
        assertTrue(problem.message().contains("with *** inside"), problem.message());
        assertFalse(thrown.toString().contains("t0ps3cret"), thrown::toString);
        assertEquals(null, thrown.getCause());
    }

    @Test
    void settingsAndCredentialsAsTextHoldNoSecret() {
        GitSettings url = GitSettings.of("https://ada:hunter2@git.example.org/a.git?key=abc", "main", "");
        GitSettings token = PLAIN.withCredentials(new Credentials.Token("t0ps3cret", Credentials.Token.Scheme.BEARER));

        assertEquals(
                "GitSettings[https://git.example.org/a.git, branch main, path '', a visitor without login]",
                url.toString());
        assertFalse(token.toString().contains("t0ps3cret"), token::toString);
        assertFalse(url.login().toString().contains("hunter2"));
    }
}
