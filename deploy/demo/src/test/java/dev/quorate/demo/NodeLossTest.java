package dev.quorate.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.Engines;
import dev.quorate.cli.Context;
import dev.quorate.cli.Terminal;
import dev.quorate.cluster.ClusterException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node dies, on real Git and the cluster's HTTP API. */
final class NodeLossTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern LINE =
            Pattern.compile("acknowledge: \\{guard: NodeUnreachable, member: \\S+, reason: ");

    @TempDir
    private Path folder;

    @Test
    void itsPodIsLetGoOnAPersonsWordAndComesBackElsewhere() throws ClusterException, InterruptedException, IOException {
        Terminal terminal =
                new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), false, false);
        Context context = new Context(Engines.catalog(), terminal, Map.of(), InstantSource.system());
        try (DemoWorld world = DemoWorld.open(folder, Path.of("../../sample-repo"), context)) {
            world.repository().commit("Add the apps");
            await("both run", world, new Facts(world)::allReported);
            world.cluster().write("key", "before");
            loseNode(world, new Facts(world));
            assertEquals("before", world.cluster().read("key").orElse("nothing"));
        }
    }

    private static void loseNode(DemoWorld world, Facts facts) throws InterruptedException {
        JsonNode pod = world.cluster().pods("locks").get(2);
        String uid = pod.at("/metadata/uid").asText();
        world.cluster().loseNodeUnder(pod);
        await("a person is asked", world, () -> LINE.matcher(status(world)).find());
        assertEquals(uid, uid(world));
        Matcher line = LINE.matcher(status(world));
        assertTrue(line.find());
        edit(world, line.group() + "the machine is switched off}");
        await("the pod is let go", world, () -> !uid(world).equals(uid));
        await("it comes back elsewhere", world, () -> facts.voters("locks") == 3 && facts.reported("locks", 3));
        assertNotEquals(
                pod.at("/spec/nodeName").asText(),
                world.cluster().pods("locks").get(2).at("/spec/nodeName").asText());
    }

    private static String uid(DemoWorld world) {
        return world.cluster().pods("locks").stream()
                .filter(pod -> pod.at("/metadata/name").asText().equals("locks-2"))
                .map(pod -> pod.at("/metadata/uid").asText())
                .findFirst()
                .orElse("none");
    }

    private static String status(DemoWorld world) {
        return world.run("status", "shop/locks").out();
    }

    private static void edit(DemoWorld world, String line) {
        world.repository().edit("apps/locks/app.yaml", "replicas: 3", "replicas: 3\n  " + line);
        world.repository().commit("Say that the machine is off");
    }

    /** Looks again and again until it holds. */
    private static void await(String what, DemoWorld world, BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what + " did not come to pass:\n" + String.join("\n", world.evidence()));
            }
            Thread.sleep(100);
        }
    }
}
