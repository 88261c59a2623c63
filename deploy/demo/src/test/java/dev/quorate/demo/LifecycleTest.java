package dev.quorate.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of apps by commits, on real Git and the cluster's HTTP API. */
final class LifecycleTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** As kubectl would make it, in the words of nobody's tool. */
    private static final String FOREIGN = """
            {"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "legacy", "namespace": "shop"}, "spec": {
              "replicas": 2, "serviceName": "legacy", "selector": {"matchLabels": {"app": "legacy"}},
              "template": {
                "metadata": {"labels": {"app": "legacy"}},
                "spec": {"containers": [{"name": "nginx", "image": "nginx:1.26",
                  "volumeMounts": [{"name": "data", "mountPath": "/data"}]}]}},
              "volumeClaimTemplates": [{"metadata": {"name": "data"}, "spec": {
                "accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}]}}
            """;

    private static final String FOREIGN_SERVICE = """
            {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "legacy", "namespace": "shop"}, "spec": {
              "clusterIP": "None", "selector": {"app": "legacy"}}}
            """;

    private static final String FILE = """
            apiVersion: quorate.dev/v1alpha1
            kind: StatefulApp
            metadata: {name: legacy, namespace: shop}
            spec:
              engine: statefulset
              replicas: 2
              adopt: true
              deletion: Delete
              persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}
              statefulset:
                image: nginx:1.26
                containerName: nginx
                serviceName: legacy
                volumeClaims: [{name: data, mountPath: /data, size: 1Gi}]
              pod:
                metadata: {labels: {app: legacy}}
                spec: {automountServiceAccountToken: true}
            """;

    @TempDir
    private Path folder;

    @Test
    void appsStopComeBackAreTakenOverAndGo() throws ClusterException, InterruptedException, IOException {
        Terminal terminal =
                new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), false, false);
        Context context = new Context(Engines.catalog(), terminal, Map.of(), InstantSource.system());
        try (DemoWorld world = DemoWorld.open(folder, Path.of("../../sample-repo"), context)) {
            world.repository().commit("Add the apps");
            await("both run", world, new Facts(world)::allReported);
            stopAndStart(world, new Facts(world));
            takeOver(world, new Facts(world));
            remove(world, new Facts(world));
        }
    }

    private static void stopAndStart(DemoWorld world, Facts facts) throws InterruptedException {
        world.cluster().write("key", "before the stop");
        edit(world, "replicas: 3", "replicas: 3\n  stopped: true", "Stop the locks");
        await("the locks are stopped", world, () -> facts.reports("stopped as Git says"));
        assertEquals(0, facts.pods("locks"));
        edit(world, "\n  stopped: true", "", "Start the locks");
        await("the locks run again", world, () -> facts.reported("locks", 3) && facts.voters() == 3);
        assertEquals("before the stop", world.cluster().read("key").orElse("nothing"));
    }

    private static void takeOver(DemoWorld world, Facts facts) throws InterruptedException, IOException {
        int before = world.cluster().podIdentities().size();
        post(world, "/api/v1/namespaces/shop/services", FOREIGN_SERVICE);
        post(world, "/apis/apps/v1/namespaces/shop/statefulsets", FOREIGN);
        await(
                "the foreign pods run",
                world,
                () -> world.cluster().podIdentities().size() == before + 2);
        List<String> pods = world.cluster().podIdentities();
        Files.createDirectories(file(world, "legacy").getParent());
        Files.writeString(file(world, "legacy"), FILE);
        world.repository().commit("Take over what was made by hand");
        await("it is taken over", world, () -> facts.reported("legacy", 2));
        assertEquals(pods, world.cluster().podIdentities());
        assertEquals(2, world.cluster().claims("legacy"));
    }

    private static void remove(DemoWorld world, Facts facts) throws InterruptedException, IOException {
        Files.delete(file(world, "legacy"));
        String plan = world.run(
                        "plan", "--worktree", world.repository().worktree().toString())
                .out();
        assertTrue(plan.contains("delete StatefulSet shop/legacy"), plan);
        world.repository().commit("Remove it");
        await("it is gone", world, () -> world.cluster().mirror("legacy").isEmpty());
        assertEquals(0, facts.pods("legacy"));
        assertEquals(0, world.cluster().claims("legacy"));
        assertTrue(facts.reported("web", 3));
    }

    private static void post(DemoWorld world, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(world.cluster().api(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertEquals(201, response.statusCode(), response.body());
    }

    private static Path file(DemoWorld world, String app) {
        return world.repository().worktree().resolve("apps/" + app + "/app.yaml");
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
