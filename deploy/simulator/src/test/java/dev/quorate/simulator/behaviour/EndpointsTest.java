package dev.quorate.simulator.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Kinds;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class EndpointsTest {

    private final TestCluster cluster = new TestCluster();

    @Test
    void aHeadlessServiceListsItsPodsByHostnameWithTheirReadiness() {
        cluster.faults().blockReadiness("default", "web-1");
        cluster.createSet("web", 2);
        cluster.settle();
        assertEquals("web-0 true true false, web-1 false false false", endpoints("web"));

        cluster.faults().unblockReadiness("default", "web-1");
        cluster.settle();
        assertEquals("web-0 true true false, web-1 true true false", endpoints("web"));
    }

    @Test
    void aTerminatingPodServesUntilItHasEnded() {
        cluster.createSet("web", 2);
        cluster.settle();
        cluster.patch("/apis/apps/v1/namespaces/default/statefulsets/web", "{\"spec\": {\"replicas\": 1}}");
        cluster.advance(Duration.ofMillis(100));
        assertEquals("web-0 true true false, web-1 false true true", endpoints("web"));
        cluster.settle();
        assertEquals("web-0 true true false", endpoints("web"));
    }

    @Test
    void notReadyAddressesArePublishedWhereAskedFor() {
        cluster.create("/api/v1/namespaces/default/services", """
                {"metadata": {"name": "all"}, "spec": {"clusterIP": "None", "publishNotReadyAddresses": true,
                 "selector": {"app": "web"}, "ports": [{"port": 80}]}}""");
        cluster.faults().blockReadiness("default", "web-0");
        cluster.createSet("web", 1);
        cluster.settle();

        assertEquals(" true false false", endpoints("all"));
        ObjectNode classic = cluster.get(Kinds.ENDPOINTS, "all").orElseThrow();
        assertEquals(1, classic.path("subsets").path(0).path("addresses").size());
        assertTrue(cluster.get(Kinds.ENDPOINTS, "web")
                .orElseThrow()
                .path("subsets")
                .path(0)
                .path("addresses")
                .isMissingNode());
    }

    private String endpoints(String service) {
        return cluster.simulator().store().list(Kinds.ENDPOINT_SLICE, Optional.of("default")).stream()
                .filter(slice -> slice.path("metadata")
                        .path("labels")
                        .path("kubernetes.io/service-name")
                        .asText()
                        .equals(service))
                .flatMap(slice -> slice.path("endpoints").valueStream())
                .map(EndpointsTest::line)
                .collect(Collectors.joining(", "));
    }

    private static String line(JsonNode endpoint) {
        JsonNode conditions = endpoint.path("conditions");
        return endpoint.path("hostname").asText() + " " + conditions.path("ready") + " " + conditions.path("serving")
                + " " + conditions.path("terminating");
    }
}
