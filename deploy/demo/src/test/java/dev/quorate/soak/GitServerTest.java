package dev.quorate.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.quorate.forge.GitCommand;
import dev.quorate.forge.GitServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class GitServerTest {
    @TempDir
    private Path folder;

    private SoakRepository repository;

    @BeforeEach
    void createRepository() throws IOException {
        repository = SoakRepository.create(folder);
    }

    @AfterEach
    void closeRepository() {
        repository.close();
    }

    @Test
    void takesPushesAndServesThem() throws Exception {
        String commit = repository.push("First", Map.of("apps/a.yaml", "a\n"));
        assertEquals(Optional.of("a\n"), repository.file("main", "apps/a.yaml"));
        assertEquals(Optional.empty(), repository.file("main", "apps/b.yaml"));
        GitCommand outside = new GitCommand(folder);
        assertEquals(commit, outside.run("ls-remote", repository.url(), "main").split("\t", -1)[0]);
    }

    @Test
    void saysNothingWhileItHangsAndPeoplePushAllTheSame() throws Exception {
        repository.turn(GitServer.Mood.HANGS);
        assertThrows(HttpTimeoutException.class, () -> ask(Duration.ofMillis(300)));
        repository.push("First", Map.of("apps/a.yaml", "a\n"));
        repository.turn(GitServer.Mood.SERVES);
        assertEquals(200, ask(Duration.ofSeconds(30)));
    }

    @Test
    void refuses() throws Exception {
        repository.turn(GitServer.Mood.REFUSES);
        assertEquals(503, ask(Duration.ofSeconds(30)));
    }

    @Test
    void doesWhatItWasAskedThoughItsAnswerIsLost() throws Exception {
        repository.push("First", Map.of("apps/a.yaml", "a\n"));
        repository.turn(GitServer.Mood.LOSES_ANSWERS);
        assertThrows(IOException.class, () -> ask(Duration.ofSeconds(30)));
    }

    private int ask(Duration patience) throws IOException, InterruptedException {
        HttpRequest refs = HttpRequest.newBuilder(URI.create(repository.url() + "/info/refs?service=git-upload-pack"))
                .timeout(patience)
                .build();
        return HttpClient.newHttpClient().send(refs, BodyHandlers.ofString()).statusCode();
    }
}
