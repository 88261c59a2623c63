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
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others do to an app behind Git's back, on real Git and the cluster's HTTP API. */
final class DriftTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern LINE =
            Pattern.compile("acknowledge: \\{guard: NodeUnreachable, member: \\S+, reason: ");

    @TempDir
    private Path folder;

    @Test
    void whatOthersChangeIsToldAndPutRightAndADeadNodeNeedsAWord()
            throws ClusterException, InterruptedException, IOException {
        Terminal terminal =
                new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), false, false);
        Context context = new Context(Engines.catalog(), terminal, Map.of(), InstantSource.system());
        try (DemoWorld world = DemoWorld.open(folder, Path.of("../../sample-repo"), context)) {
            world.repository().commit("Add the apps");
            await("both run", world, new Facts(world)::allReported);
            world.cluster().write("key", "before");
            scaleByHand(world, new Facts(world));
            loseNode(world, new Facts(world));
            assertEquals("before", world.cluster().read("key").orElse("nothing"));
        }
    }

    private static void scaleByHand(DemoWorld world, Facts facts) throws InterruptedException, IOException {
        scale(world, "locks", 1);
        String told = "replicas 1 instead of 3, by kubectl at ";
        await("it is told in Git", world, () -> facts.reports(told));
        await("the members are back", world, () -> facts.reported("locks", 3) && facts.voters() == 3);
        assertTrue(told(world).contains("\"Drift\""), told(world));
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
        await("it comes back elsewhere", world, () -> facts.voters() == 3 && facts.reported("locks", 3));
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

    private static void scale(DemoWorld world, String set, int replicas) throws IOException, InterruptedException {
        String path = "/apis/apps/v1/namespaces/shop/statefulsets/" + set + "/scale?fieldManager=kubectl";
        HttpRequest request = HttpRequest.newBuilder(world.cluster().api(path))
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", BodyPublishers.ofString("{\"spec\": {\"replicas\": " + replicas + "}}"))
                .build();
        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), response.body());
    }

    private static String told(DemoWorld world) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(world.cluster().api("/api/v1/namespaces/shop/events"))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
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
