package dev.quorate.engine.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that decides whether RabbitMQ may start, with directories in place of mounts. */
class RabbitStartScriptTest {

    private static final String NODE = "rabbit-7@orders-0.orders-headless.shop.svc";

    @TempDir
    private Path home;

    private String output = "";

    @BeforeEach
    void mount() throws IOException {
        for (String directory : new String[] {"start", "run", "volume", "login"}) {
            Files.createDirectory(home.resolve(directory));
        }
        Files.writeString(home.resolve("cookie"), "oatmeal");
        Files.writeString(home.resolve("login/username"), "quorate");
        Files.writeString(home.resolve("login/password"), "made-up");
    }

    @Test
    void nobodyStartsUnadmitted() throws IOException, InterruptedException {
        assertEquals(4, run());
    }

    @Test
    void aFounderStartsOnABlankVolume() throws IOException, InterruptedException {
        admit("7", "new", "");
        assertEquals(0, run(), output);
        assertEquals("7\n", read("volume/current/incarnation"));
        assertTrue(read("run/rabbitmq-env.conf").contains("NODENAME=" + NODE + "\n"));
        assertTrue(read("run/open.conf").contains("default_pass = made-up\n"));
        assertEquals("oatmeal", read("run/.erlang.cookie"));
        assertEquals(
                "r--------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("run/.erlang.cookie"))));
        assertFalse(output.contains("made-up"));
    }

    @Test
    void whoHasRunNeverStartsBlankNotEvenTheFirst() throws IOException, InterruptedException {
        admit("7", "started", "");
        assertEquals(3, run());
        assertTrue(output.contains("its volume is blank"), output);
    }

    @Test
    void dataOfAnotherIncarnationIsSetAside() throws IOException, InterruptedException {
        admit("7", "new", "");
        run();
        Files.writeString(home.resolve("volume/current/data/message"), "old");
        admit("9", "existing", "rabbit-7@orders-1.orders-headless.shop.svc");
        assertEquals(0, run(), output);
        assertEquals("old", read("volume/aside/7/data/message"));
        assertEquals("9\n", read("volume/current/incarnation"));
        admit("7", "started", "");
        assertEquals(3, run());
    }

    @Test
    void aMemberWhoseDataVanishedInsideTheVolumeDoesNotStart() throws IOException, InterruptedException {
        admit("7", "new", "");
        run();
        Files.createDirectories(home.resolve("volume/current/data/" + NODE));
        Files.writeString(home.resolve("volume/current/member"), "");
        admit("7", "started", "");
        assertEquals(0, run(), output);
        Files.delete(home.resolve("volume/current/data/" + NODE));
        assertEquals(3, run());
    }

    @Test
    void whoJoinsMustBeToldWhom() throws IOException, InterruptedException {
        admit("7", "existing", "");
        assertEquals(5, run());
    }

    @Test
    void aVolumeOfAnotherRabbitIsLeftAlone() throws IOException, InterruptedException {
        admit("7", "new", "");
        Files.createDirectory(home.resolve("volume/mnesia"));
        assertEquals(5, run());
    }

    private void admit(String incarnation, String state, String peers) throws IOException {
        Files.writeString(
                home.resolve("start/orders-0"),
                "incarnation=" + incarnation + "\nstate=" + state + "\nnode=" + NODE + "\npeers=" + peers + "\n");
    }

    private String read(String file) throws IOException {
        return Files.readString(home.resolve(file));
    }

    private int run() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", RabbitStart.start()).redirectErrorStream(true);
        var environment = builder.environment();
        environment.put("START", home.resolve("start").toString());
        environment.put("RUN", home.resolve("run").toString());
        environment.put("VOLUME", home.resolve("volume").toString());
        environment.put("COOKIE", home.resolve("cookie").toString());
        environment.put("LOGIN", home.resolve("login").toString());
        environment.put("POD_NAME", "orders-0");
        environment.put("SETTINGS", "log.console = true");
        environment.put("PLUGINS", "[rabbitmq_management].");
        environment.put("PATIENCE", "0");
        Process process = builder.start();
        output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor();
    }
}
