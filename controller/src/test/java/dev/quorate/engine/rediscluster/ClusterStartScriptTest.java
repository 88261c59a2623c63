package dev.quorate.engine.rediscluster;

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

/** The script that decides whether a node may start, with directories in place of mounts. */
class ClusterStartScriptTest {

    private static final String ID = "8059c09ab005150a5d882f5079bb7dfd26430e44";
    private static final String OTHER = "5a223f1b1cf0b7e83fca5e8f04fe6962a577e294";

    @TempDir
    private Path home;

    private String output = "";

    @BeforeEach
    void mount() throws IOException {
        for (String directory : new String[] {"start", "run", "volume", "auth"}) {
            Files.createDirectory(home.resolve(directory));
        }
        Files.writeString(home.resolve("auth/password"), "made-up");
    }

    @Test
    void nobodyStartsUnadmitted() throws IOException, InterruptedException {
        assertEquals(4, run());
    }

    @Test
    void aFounderBeginsWithItsShareOfTheSlots() throws IOException, InterruptedException {
        admit("7", "new", ID, "slots=0-5460\nepoch=1\n");
        assertEquals(0, run(), output);
        assertEquals(
                ID + " 10.1.0.5:6379@16379,carts-0.carts-headless.shop.svc myself,master - 0 0 1 connected 0-5460\n"
                        + "vars currentEpoch 1 lastVoteEpoch 0\n",
                read("volume/current/data/nodes.conf"));
        assertTrue(read("run/redis.conf").contains("\ncluster-announce-ip 10.1.0.5\n"));
        assertFalse(output.contains("made-up"));
    }

    @Test
    void whoJoinsBeginsWithAnIdAndNothingElse() throws IOException, InterruptedException {
        admit("7", "existing", ID, "");
        assertEquals(0, run(), output);
        assertTrue(read("volume/current/data/nodes.conf").startsWith(ID));
        assertTrue(read("volume/current/data/nodes.conf").contains(" 0 0 0 connected\n"));
    }

    @Test
    void whatRedisHasWrittenSinceStays() throws IOException, InterruptedException {
        admit("7", "new", ID, "slots=0-5460\nepoch=1\n");
        run();
        Files.writeString(home.resolve("volume/current/data/nodes.conf"), "what Redis knows\n");
        assertEquals(0, run(), output);
        assertEquals("what Redis knows\n", read("volume/current/data/nodes.conf"));
    }

    @Test
    void whoHasRunNeverStartsBlankNotEvenTheFirst() throws IOException, InterruptedException {
        admit("7", "started", ID, "");
        assertEquals(3, run());
        assertTrue(output.contains("its volume is blank"), output);
    }

    @Test
    void dataOfAnotherIncarnationIsSetAside() throws IOException, InterruptedException {
        admit("7", "new", ID, "slots=0-5460\nepoch=1\n");
        run();
        Files.writeString(home.resolve("volume/current/data/dump.rdb"), "old");
        admit("9", "existing", OTHER, "");
        assertEquals(0, run(), output);
        assertEquals("old", read("volume/aside/7/data/dump.rdb"));
        assertTrue(read("volume/current/data/nodes.conf").startsWith(OTHER));
        admit("7", "started", ID, "");
        assertEquals(3, run());
    }

    @Test
    void whoForgotWhoItIsDoesNotStart() throws IOException, InterruptedException {
        admit("7", "new", ID, "");
        run();
        Files.delete(home.resolve("volume/current/data/nodes.conf"));
        assertEquals(5, run());
        assertTrue(output.contains("has lost nodes.conf"), output);
    }

    @Test
    void aVolumeOfAnotherRedisIsLeftAlone() throws IOException, InterruptedException {
        admit("7", "new", ID, "");
        Files.writeString(home.resolve("volume/nodes.conf"), "");
        assertEquals(5, run());
    }

    @Test
    void anIdIsTakenForNothingElse() throws IOException, InterruptedException {
        admit("7", "new", "x", "");
        assertEquals(5, run());
    }

    @Test
    void aPasswordThatIsMoreThanAWordIsRefused() throws IOException, InterruptedException {
        admit("7", "new", ID, "");
        Files.writeString(home.resolve("auth/password"), "two\nlines");
        assertEquals(5, run());
    }

    private void admit(String incarnation, String state, String id, String more) throws IOException {
        Files.writeString(
                home.resolve("start/carts-0"),
                "incarnation=" + incarnation + "\nstate=" + state + "\nid=" + id + "\nshard=" + id
                        + "\npeers=carts-0@carts-0.carts-headless.shop.svc@" + id + "\n" + more);
    }

    private String read(String file) throws IOException {
        return Files.readString(home.resolve(file));
    }

    private int run() throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("/bin/sh", "-c", ClusterStart.script("start.sh")).redirectErrorStream(true);
        var environment = builder.environment();
        environment.put("START", home.resolve("start").toString());
        environment.put("RUN", home.resolve("run").toString());
        environment.put("VOLUME", home.resolve("volume").toString());
        environment.put("AUTH", home.resolve("auth").toString());
        environment.put("POD_NAME", "carts-0");
        environment.put("POD_IP", "10.1.0.5");
        environment.put("ADVERTISE", "carts-0.carts-headless.shop.svc");
        environment.put("SETTINGS", "appendonly yes");
        environment.put("PATIENCE", "0");
        Process process = builder.start();
        output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor();
    }
}
