package dev.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterAccessTest {

    private static final Path HOME = Path.of("/home/somebody");
    private static final Map<String, String> IN_POD = Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1");

    @TempDir
    private Path folder;

    @Test
    void whatIsNamedWins() throws ClusterException {
        Path named = Path.of("/etc/kube");

        assertEquals(
                Optional.of(named),
                find(Optional.of(named), Optional.empty(), IN_POD).kubeconfig());
        assertEquals(
                Optional.of(Path.of("/env/config")),
                find(Optional.empty(), Optional.empty(), Map.of("KUBECONFIG", "/env/config"))
                        .kubeconfig());
    }

    @Test
    void aPodUsesItsServiceAccountAndAPersonTheirHome() throws ClusterException {
        assertTrue(find(Optional.empty(), Optional.empty(), IN_POD).insideCluster());
        assertEquals(
                Optional.of(Path.of("/home/somebody/.kube/config")),
                find(Optional.empty(), Optional.empty(), Map.of()).kubeconfig());
        assertFalse(find(Optional.empty(), Optional.of("lab"), IN_POD).insideCluster());
    }

    @Test
    void severalFilesAreNotGuessedAt() {
        String why = refusal(() -> find(Optional.empty(), Optional.empty(), Map.of("KUBECONFIG", "/a:/b")));

        assertTrue(why.contains("--kubeconfig"), why);
    }

    @Test
    void saysWhichFileIsMissing() {
        String why = refusal(() -> new ClusterAccess(Optional.of(folder.resolve("none")), Optional.empty()).client());

        assertTrue(why.contains(folder.resolve("none").toString()), why);
    }

    @Test
    void saysWhichContextIsMissing() throws IOException {
        Path file = folder.resolve("config");
        Files.writeString(file, "apiVersion: v1\nkind: Config\nclusters: []\ncontexts: []\nusers: []\n");

        String why = refusal(() -> new ClusterAccess(Optional.of(file), Optional.of("lab")).client());
        assertTrue(why.contains("no context lab"), why);

        String none = refusal(() -> new ClusterAccess(Optional.of(file), Optional.empty()).client());
        assertTrue(none.contains("no current context"), none);
    }

    @Test
    void aFileThatIsNoKubeconfigIsRefusedWithItsName() throws IOException {
        Path file = folder.resolve("config");
        Files.writeString(file, "just words");

        String why = refusal(() -> new ClusterAccess(Optional.of(file), Optional.empty()).client());
        assertTrue(why.contains(file.toString()), why);
    }

    private interface Attempt {
        Object run() throws ClusterException;
    }

    private static ClusterAccess find(Optional<Path> named, Optional<String> context, Map<String, String> environment)
            throws ClusterException {
        return ClusterAccess.find(named, context, environment, HOME);
    }

    private static String refusal(Attempt attempt) {
        return String.valueOf(assertThrows(ClusterException.class, attempt::run).getMessage());
    }
}
