package dev.quorate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.quorate.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ValidateCommandTest {
    private static final String WEB = """
            apiVersion: quorate.dev/v1alpha1
            kind: StatefulApp
            metadata: {name: web, namespace: shop}
            spec:
              engine: statefulset
              replicas: 2
              statefulset: {image: "nginx:1.27"}
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void saysThatAllIsFineAndCountsWhatIsNotOurs() {
        write("apps/web.yaml", WEB);
        write("apps/other.yml", "kind: ConfigMap\napiVersion: v1\n");
        write("notes.txt", "kind: StatefulApp");
        write(".git/config.yaml", "kind: StatefulApp");
        CommandRun run = CommandRun.of("validate", folder.toString());
        assertEquals("1 app fine; 1 YAML file of other kinds left alone\n", run.out());
        assertEquals(0, run.code());
    }

    @Test
    void namesEveryProblemOfEveryFileWithItsPlaceAndItsRemedy() {
        write("a.yaml", WEB.replace("replicas: 2", "replica: 2"));
        write("b.yaml", WEB.replace("name: web", "name: Web"));
        CommandRun run = CommandRun.of("validate", folder.toString());
        assertEquals(1, run.code());
        assertTrue(run.out().contains(folder.resolve("a.yaml") + ":6:3: "), run.out());
        assertTrue(run.out().contains("did you mean replicas?"), run.out());
        assertTrue(run.out().contains(folder.resolve("b.yaml") + ":3:18: "), run.out());
        assertTrue(run.out().endsWith("3 problems in 2 files; 0 apps fine\n"), run.out());
    }

    @Test
    void whatOnlyTheEngineRefusesHasItsPlaceToo() {
        write("a.yaml", """
                apiVersion: quorate.dev/v1alpha1
                kind: StatefulApp
                metadata: {name: orders, namespace: shop}
                spec:
                  engine: rabbitmq
                  storage: {size: 1Gi}
                  autoscale:
                    minReplicas: 3
                    maxReplicas: 7
                    scaleIn: {mode: Auto}
                """);
        CommandRun run = CommandRun.with(Engines.catalog(), Map.of(), "validate", folder.toString());
        assertEquals(1, run.code());
        assertTrue(run.out().contains(folder.resolve("a.yaml") + ":10:21: "), run.out());
        assertTrue(run.out().contains("nobody leaves rabbitmq by a request alone"), run.out());
    }

    @Test
    void anAppInTwoFilesIsAProblemOfBoth() {
        write("a.yaml", WEB);
        write("b.yaml", WEB);
        CommandRun run = CommandRun.of("validate", folder.toString());
        assertEquals(1, run.code());
        assertTrue(run.out().contains("a.yaml") && run.out().contains("b.yaml"), run.out());
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        write("real.txt", WEB);
        Files.createSymbolicLink(folder.resolve("web.yaml"), folder.resolve("real.txt"));
        CommandRun run = CommandRun.of("validate", folder.toString());
        assertEquals(1, run.code());
        assertTrue(run.out().contains("symbolic link"), run.out());
    }

    @Test
    void printsJsonForPrograms() {
        write("a.yaml", WEB);
        CommandRun run = CommandRun.of("validate", folder.toString(), "-o", "json");
        assertEquals(0, run.code());
        assertEquals("web", json(run.out()).at("/apps/0/name").asText());
        assertEquals(0, json(run.out()).at("/problems").size());
    }

    @Test
    void aFolderThatIsNotThereIsAnErrorOfUse() {
        CommandRun run = CommandRun.of("validate", folder.resolve("nowhere").toString());
        assertEquals(2, run.code());
        assertTrue(run.err().contains("There is no file or folder"), run.err());
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void write(String name, String text) {
        try {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
