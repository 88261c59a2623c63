package dev.quorate.simulator.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A namespace that is deleted loses its pods first, and what made them makes no others meanwhile, or it would never end. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class NamespaceTest {

    private static final String NAMESPACE = "shop";
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration LITTLE = Duration.ofMillis(100);

    private final TestCluster cluster = new TestCluster();

    @BeforeEach
    void make() {
        cluster.create("/api/v1/namespaces", "{\"metadata\": {\"name\": \"shop\"}}");
    }

    @Test
    void aNamespaceGoesWithASetThatWouldMakeItsPodsAnew() {
        cluster.createSet(NAMESPACE, "web", 3);
        cluster.settle();
        cluster.request("DELETE", "/api/v1/namespaces/shop/pods/web-0", "");
        cluster.advance(LITTLE); // it ends before the others do, and is missed
        assertGoes();
    }

    @Test
    void aNamespaceGoesWithADeployment() {
        cluster.create("/apis/apps/v1/namespaces/shop/deployments", """
                {"metadata": {"name": "front"}, "spec": {"replicas": 2, "selector": {"matchLabels": {"app": "front"}},
                  "template": {"metadata": {"labels": {"app": "front"}}, "spec": {
                    "containers": [{"name": "c", "image": "nginx:1"}]}}}}""");
        cluster.settle();
        assertGoes();
    }

    private void assertGoes() {
        Set<String> before = pods();
        assertTrue(before.size() > 1, before::toString);
        assertEquals(
                200, cluster.request("DELETE", "/api/v1/namespaces/shop", "").status());
        for (Duration gone = Duration.ZERO; gone.compareTo(LONG) < 0; gone = gone.plus(LITTLE)) {
            cluster.advance(LITTLE);
            assertTrue(before.containsAll(pods()), () -> "made anew: " + pods());
        }
        assertEquals(List.of(), left());
        assertEquals(Optional.empty(), cluster.simulator().store().get(new Key(Kinds.NAMESPACE, "", NAMESPACE)));
    }

    private Set<String> pods() {
        return cluster.simulator().store().list(Kinds.POD, Optional.of(NAMESPACE)).stream()
                .map(pod -> new Pod(pod).uid())
                .collect(Collectors.toSet());
    }

    private List<String> left() {
        return cluster.simulator().store().kinds().stream()
                .filter(Kind::namespaced)
                .flatMap(kind -> cluster.simulator().store().list(kind, Optional.of(NAMESPACE)).stream())
                .map(object -> object.path("metadata").path("name").asText())
                .toList();
    }
}
