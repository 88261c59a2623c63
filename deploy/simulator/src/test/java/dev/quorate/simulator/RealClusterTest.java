package dev.quorate.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.simulator.api.ApiReply;
import dev.quorate.simulator.api.ApiRequest;
import dev.quorate.simulator.store.Change;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class RealClusterTest {

    private static final String POD = """
            {"metadata": {"name": "alone", "namespace": "default"},
             "spec": {"containers": [{"name": "c", "image": "nginx:1", "ports": [{"containerPort": 8080}]}]}}
            """;

    @Test
    void aRunningPodAnswersOnItsLoopbackAddressUntilItIsGone() throws Exception {
        try (RealCluster cluster = Simulator.real()) {
            String address = runPod(cluster);
            assertTrue(address.startsWith("127."), address);

            HttpResponse<String> answer = get(address);
            assertEquals(200, answer.statusCode());
            assertEquals("alone\n", answer.body());

            CompletableFuture<Change> gone = next(cluster, change -> change.type() == Change.Type.DELETED);
            cluster.locked(() -> {
                cluster.simulator().faults().killPod("default", "alone");
                return gone;
            });
            gone.get(30, TimeUnit.SECONDS);
            assertTrue(refusedSoon(address));
        }
    }

    @Test
    void twoClustersHaveDifferentAddresses() {
        try (RealCluster one = Simulator.real();
                RealCluster other = Simulator.real()) {
            assertNotEquals(runPod(one), runPod(other));
        }
    }

    private static String runPod(RealCluster cluster) {
        cluster.locked(() -> {
            Duration soon = Duration.ofMillis(5);
            cluster.simulator()
                    .delays()
                    .containerStart(soon)
                    .readiness(soon)
                    .termination(soon)
                    .removal(soon);
            return soon;
        });
        CompletableFuture<Change> ready = next(
                cluster,
                change -> change.object()
                        .path("status")
                        .path("containerStatuses")
                        .path(0)
                        .path("ready")
                        .asBoolean());
        ApiReply created = cluster.locked(() ->
                cluster.simulator().api().handle(ApiRequest.json("POST", "/api/v1/namespaces/default/pods", POD)));
        assertEquals(201, created.status());
        return ready.orTimeout(30, TimeUnit.SECONDS)
                .join()
                .object()
                .path("status")
                .path("podIP")
                .asText();
    }

    private static CompletableFuture<Change> next(RealCluster cluster, Predicate<Change> wanted) {
        CompletableFuture<Change> found = new CompletableFuture<>();
        Key pod = new Key(Kinds.POD, "default", "alone");
        cluster.locked(() -> {
            cluster.simulator().store().subscribe(change -> {
                if (change.key().equals(pod) && wanted.test(change)) {
                    found.complete(change);
                }
            });
            return found;
        });
        return found;
    }

    private static HttpResponse<String> get(String address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://" + address + ":8080/"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    /** The port closes in the work that follows the deletion. */
    private static boolean refusedSoon(String address) throws IOException, InterruptedException {
        for (int attempt = 0; attempt < 1000; attempt++) {
            try {
                get(address);
            } catch (ConnectException refused) {
                return true;
            } catch (IOException closing) {
                Thread.onSpinWait();
            }
        }
        return false;
    }
}
