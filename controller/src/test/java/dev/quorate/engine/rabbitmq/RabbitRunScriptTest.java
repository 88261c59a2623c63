package dev.quorate.engine.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that founds a cluster or runs a member of one, with programs beside it that only say what RabbitMQ would. */
class RabbitRunScriptTest {

    private static final String NODE = "rabbit-7@orders-0.orders-headless.shop.svc";
    private static final String OTHER = "rabbit-7@orders-1.orders-headless.shop.svc";

    @TempDir
    private Path home;

    private String output = "";

    @BeforeEach
    void furnish() throws IOException {
        for (String directory : new String[] {"bin", "run", "current"}) {
            Files.createDirectory(home.resolve(directory));
        }
        Files.writeString(home.resolve("run/open.conf"), "");
        Files.writeString(home.resolve("run/open_plugins"), "");
        program("rabbitmq-server", "echo the server runs");
    }

    @Test
    void whoIsAloneFounds() throws IOException, InterruptedException {
        admit("");
        program("rabbitmqctl", "echo nobody is to be asked; exit 1");
        assertEquals(0, run(), output);
        assertTrue(output.contains("the server runs"), output);
        assertTrue(Files.exists(home.resolve("current/member")));
    }

    @Test
    void theFirstFoundsWhenTheOthersKnowOfNoCluster() throws IOException, InterruptedException {
        admit(OTHER);
        program("rabbitmqctl", "echo '{\"disk_nodes\":[\"" + OTHER + "\"]}'");
        assertEquals(0, run(), output);
        assertTrue(Files.exists(home.resolve("current/member")));
    }

    @Test
    void whomTheOthersListFoundsNoSecondClusterNowOrLater() throws IOException, InterruptedException {
        admit(OTHER);
        program("rabbitmqctl", "echo '{\"disk_nodes\":[\"" + NODE + "\",\"" + OTHER + "\"]}'");
        assertEquals(103, run(), output);
        assertFalse(Files.exists(home.resolve("current/member")));

        // The others have forgotten it by now, and its container starts again in the same pod.
        program("rabbitmqctl", "echo '{\"disk_nodes\":[\"" + OTHER + "\"]}'");
        assertEquals(103, run(), output);
        assertFalse(output.contains("the server runs"), output);
    }

    @Test
    void whileAnotherFounderDoesNotAnswerNothingIsFounded() throws IOException, InterruptedException {
        admit(OTHER);
        program("rabbitmqctl", "exit 69");
        assertEquals(6, run(), output);
        assertFalse(Files.exists(home.resolve("current/member")));
    }

    @Test
    void aMemberAsksNobody() throws IOException, InterruptedException {
        admit(OTHER);
        Files.createFile(home.resolve("current/member"));
        program("rabbitmqctl", "exit 69");
        assertEquals(0, run(), output);
        assertTrue(output.contains("the server runs"), output);
    }

    private void admit(String beside) throws IOException {
        Files.writeString(
                home.resolve("run/admission"),
                "state=new\nnode=" + NODE + "\npeers=\nbeside=" + beside + "\ncurrent=" + home.resolve("current")
                        + "\n");
    }

    private void program(String name, String lines) throws IOException {
        Path file = home.resolve("bin").resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + lines + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    private int run() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", RabbitStart.run()).redirectErrorStream(true);
        var environment = builder.environment();
        environment.put("RUN", home.resolve("run").toString());
        environment.put("PATIENCE", "0");
        environment.put("PATH", home.resolve("bin") + ":" + System.getenv("PATH"));
        Process process = builder.start();
        output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor();
    }
}
