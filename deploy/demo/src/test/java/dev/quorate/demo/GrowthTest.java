package dev.quorate.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Larger volumes by commit, on real Git and the cluster's HTTP API. */
final class GrowthTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SETS = "/apis/apps/v1/namespaces/shop/statefulsets/";
    private static final String CLAIMS = "/api/v1/namespaces/shop/persistentvolumeclaims";
    private static final String CLASS = "/apis/storage.k8s.io/v1/storageclasses/standard";

    @TempDir
    private Path folder;

    @Test
    void volumesGrowUnderTheirPodsAndNeverShrink() throws ClusterException, InterruptedException, IOException {
        Terminal terminal =
                new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), false, false);
        Context context = new Context(Engines.catalog(), terminal, Map.of(), InstantSource.system());
        try (DemoWorld world = DemoWorld.open(folder, Path.of("../../sample-repo"), context)) {
            Facts facts = new Facts(world);
            world.repository().commit("Add the apps");
            await("both run", world, facts::allReported);
            grow(world, facts);
            refuse(world, facts);
        }
    }

    private static void grow(DemoWorld world, Facts facts) throws InterruptedException, IOException {
        world.cluster().write("key", "written before");
        List<String> pods = world.cluster().podIdentities();
        String locks = uid(world, "locks");
        String web = uid(world, "web");

        world.repository().edit("apps/locks/app.yaml", "size: 1Gi", "size: 2Gi");
        world.repository().edit("apps/web/app.yaml", "size: 1Gi", "size: 3Gi");
        String plan = world.run(
                        "plan", "--worktree", world.repository().worktree().toString())
                .out();
        assertTrue(plan.contains("let PersistentVolumeClaim shop/data-locks-0 grow from 1Gi to 2Gi"), plan);
        assertTrue(plan.contains("make StatefulSet shop/web anew around its pods, with 3 replicas"), plan);
        world.repository().commit("Give both more room");
        await("all have it", world, () -> has(world, "locks", "data", "2Gi") && has(world, "web", "pages", "3Gi"));
        await("it is reported", world, () -> facts.allReported() && reported(world, "locks", "2Gi"));

        assertEquals(pods, world.cluster().podIdentities());
        assertEquals("written before", world.cluster().read("key").orElse("nothing"));
        assertNotEquals(locks, uid(world, "locks"));
        assertNotEquals(web, uid(world, "web"));
        assertEquals(3, get(world, SETS + "locks").at("/spec/replicas").asInt());
    }

    private static void refuse(DemoWorld world, Facts facts) throws InterruptedException, IOException {
        edit(world, "size: 2Gi", "size: 1Gi", "Take it back");
        await("that is refused", world, () -> facts.reports("no volume can be made smaller"));

        patch(world, CLASS, "{\"allowVolumeExpansion\": false}");
        edit(world, "size: 1Gi", "size: 4Gi", "Ask for still more");
        await(
                "that is refused",
                world,
                () -> facts.reports("StorageClass standard does not let volumes grow. Write size: 2Gi again"));

        edit(world, "size: 4Gi", "size: 2Gi", "Rest with what it has");
        await("it rests", world, () -> facts.reported("locks", 3));
        patch(world, CLASS, "{\"allowVolumeExpansion\": true}");
        patch(world, CLAIMS + "/data-locks-1", "{\"spec\": {\"resources\": {\"requests\": {\"storage\": \"5Gi\"}}}}");
        await("it is told", world, () -> facts.reports("larger than Git asks for, and left so: data-locks-1 5Gi"));
        assertTrue(facts.reported("locks", 3));
    }

    private static boolean has(DemoWorld world, String app, String template, String size) {
        List<String> sizes = new ArrayList<>();
        get(world, CLAIMS).path("items").forEach(claim -> {
            if (claim.at("/metadata/name").asText().startsWith(template + "-" + app + "-")) {
                sizes.add(claim.at("/status/capacity/storage").asText());
            }
        });
        String made = get(world, SETS + app)
                .at("/spec/volumeClaimTemplates/0/spec/resources/requests/storage")
                .asText();
        return sizes.equals(List.of(size, size, size)) && made.equals(size);
    }

    private static boolean reported(DemoWorld world, String app, String size) {
        return world.report(app)
                .filter(report -> report.at("/observed/sets/" + app + "/claims/0/capacity")
                        .asText()
                        .equals(size))
                .isPresent();
    }

    private static String uid(DemoWorld world, String set) {
        return get(world, SETS + set).at("/metadata/uid").asText();
    }

    private static JsonNode get(DemoWorld world, String path) {
        return send(HttpRequest.newBuilder(world.cluster().api(path)).GET());
    }

    private static void patch(DemoWorld world, String path, String body) {
        JsonNode answer = send(HttpRequest.newBuilder(world.cluster().api(path))
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", BodyPublishers.ofString(body)));
        assertNotEquals("Status", answer.path("kind").asText(), answer.toString());
    }

    private static JsonNode send(HttpRequest.Builder request) {
        try {
            var response = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError("the cluster does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static void edit(DemoWorld world, String from, String to, String subject) {
        world.repository().edit("apps/locks/app.yaml", from, to);
        world.repository().commit(subject);
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
