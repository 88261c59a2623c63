package dev.quorate.engine.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that founds a cluster or runs a member of one, with programs beside it that only say what RabbitMQ would. */
class RabbitRunScriptTest {

    private static final String NODE = "rabbit-7@orders-0.orders-headless.shop.svc";
    private static final String FIRST = "rabbit-7@orders-a.orders-headless.shop.svc";
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
        admit("peers=");
        program("rabbitmqctl", "echo nobody is to be asked; exit 1");
        assertEquals(0, run(), output);
        assertTrue(output.contains("the server runs"), output);
        assertTrue(Files.exists(home.resolve("current/member")));
    }

    @Test
    void theFirstFoundsWhenTheOthersKnowOfNoCluster() throws IOException, InterruptedException {
        admit("beside=" + OTHER);
        program("rabbitmqctl", "echo '{\"disk_nodes\":[\"" + OTHER + "\"]}'");
        assertEquals(0, run(), output);
        assertTrue(Files.exists(home.resolve("current/member")));
    }

    @Test
    void whomTheOthersListFoundsNoSecondClusterNowOrLater() throws IOException, InterruptedException {
        admit("beside=" + OTHER);
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
        admit("beside=" + OTHER);
        program("rabbitmqctl", "exit 69");
        assertEquals(6, run(), output);
        assertFalse(Files.exists(home.resolve("current/member")));
    }

    @Test
    void aMemberAsksNobody() throws IOException, InterruptedException {
        admit("beside=" + OTHER);
        Files.createFile(home.resolve("current/member"));
        program("rabbitmqctl", "exit 69");
        assertEquals(0, run(), output);
        assertTrue(output.contains("the server runs"), output);
    }

    @Test
    void aFounderJoinsOnlyWhenTheOneBeforeItIsAMember() throws IOException, InterruptedException {
        admit("peers=" + FIRST + "\nbefore=" + OTHER);
        program("rabbitmq-server", "until [ -e started ]; do sleep 0.1; done");
        program("rabbitmqctl", """
                echo "$*" >> calls
                case "$*" in
                    *"-n %1$s cluster_status"*) [ "$(grep -c "%1$s cluster_status" calls)" -lt 2 ] || echo '"%2$s"' ;;
                    *start_app*) touch started ;;
                esac""".formatted(FIRST, OTHER));
        assertEquals(0, run(30), output);
        assertEquals(
                List.of(
                        "-q await_startup --timeout 60",
                        "-q -n " + FIRST + " cluster_status --formatter json",
                        "-q -n " + FIRST + " cluster_status --formatter json",
                        "-q -n " + OTHER + " await_startup --timeout 10",
                        "-q cluster_status --formatter json",
                        "-q -n " + FIRST + " await_startup --timeout 10",
                        "-q stop_app",
                        "-q join_cluster " + FIRST,
                        "-q start_app"),
                Files.readAllLines(home.resolve("calls")));
    }

    @Test
    void aFounderThatNeverComesHoldsNobodyForEver() throws IOException, InterruptedException {
        admit("peers=" + FIRST + "\nbefore=" + OTHER);
        program("rabbitmq-server", "until [ -e started ]; do sleep 0.1; done");
        program("rabbitmqctl", "case \"$*\" in *start_app*) touch started ;; esac");
        assertEquals(0, run(), output);
        assertTrue(Files.exists(home.resolve("current/member")), output);
    }

    private void admit(String line) throws IOException {
        Files.writeString(
                home.resolve("run/admission"),
                "state=new\nnode=" + NODE + "\n" + line + "\ncurrent=" + home.resolve("current") + "\n");
    }

    private void program(String name, String lines) throws IOException {
        Path file = home.resolve("bin").resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + lines + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    private int run() throws IOException, InterruptedException {
        return run(0);
    }

    /** @param patience in seconds */
    private int run(int patience) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", RabbitStart.run())
                .directory(home.toFile())
                .redirectErrorStream(true);
        var environment = builder.environment();
        environment.put("RUN", home.resolve("run").toString());
        environment.put("PATIENCE", "" + patience);
        environment.put("PATH", home.resolve("bin") + ":" + System.getenv("PATH"));
        Process process = builder.start();
        output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor();
    }
}
