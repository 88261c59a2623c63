package dev.quorate.simulator.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.simulator.api.ApiReply;
import dev.quorate.simulator.store.Kinds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DisruptionTest {

    private static final String BUDGETS = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";

    private final TestCluster cluster = new TestCluster();

    @BeforeEach
    void bringUpThreePods() {
        cluster.createSet("web", 3);
        cluster.settle();
    }

    @Test
    void aBudgetCountsItsPods() {
        budget("web", "\"maxUnavailable\": 1");
        cluster.settle();
        assertEquals("1 of 3 healthy 3 wanted 2 SufficientPods", status("web"));

        cluster.faults().blockReadiness("default", "web-1");
        cluster.settle();
        assertEquals("0 of 3 healthy 2 wanted 2 InsufficientPods", status("web"));
    }

    @Test
    void percentagesAreOfTheWantedScaleAndRoundedUp() {
        budget("half", "\"minAvailable\": \"50%\"");
        cluster.settle();
        assertEquals("1 of 3 healthy 3 wanted 2 SufficientPods", status("half"));
    }

    @Test
    void anEvictionUsesTheBudgetAndTheNextOneIsRefused() {
        budget("web", "\"minAvailable\": 2");
        ApiReply early = evict("web-2", "{}");
        assertEquals(429, early.status());
        assertEquals(10, early.body().path("details").path("retryAfterSeconds").asInt());
        cluster.settle();

        assertEquals(201, evict("web-2", "{\"dryRun\": [\"All\"]}").status());
        assertFalse(cluster.pod("web-2").orElseThrow().terminating());
        assertEquals(201, evict("web-2", "{}").status());
        assertTrue(cluster.pod("web-2").orElseThrow().terminating());
        assertEquals(
                "EvictionByEvictionAPI",
                cluster.pod("web-2")
                        .orElseThrow()
                        .condition("DisruptionTarget")
                        .path("reason")
                        .asText());

        ApiReply refused = evict("web-1", "{}");
        assertEquals(429, refused.status());
        JsonNode cause = refused.body().path("details").path("causes").path(0);
        assertEquals("DisruptionBudget", cause.path("reason").asText());
        assertEquals(
                "The disruption budget web needs 2 healthy pods and has 3 currently",
                cause.path("message").asText());
        assertEquals(201, evict("web-2", "{}").status());

        cluster.settle();
        assertTrue(cluster.ready("web-2"));
        assertEquals("1 of 3 healthy 3 wanted 2 SufficientPods", status("web"));
    }

    @Test
    void anEvictionOfAnotherUidOrUnderTwoBudgetsFails() {
        budget("web", "\"minAvailable\": 1");
        cluster.settle();
        ApiReply another = evict("web-0", "{\"preconditions\": {\"uid\": \"0-0\"}}");
        assertEquals(409, another.status());
        assertFalse(cluster.pod("web-0").orElseThrow().terminating());

        budget("second", "\"minAvailable\": 1");
        cluster.settle();
        ApiReply both = evict("web-0", "{}");
        assertEquals(500, both.status());
        assertTrue(both.body().path("message").asText().contains("more than one PodDisruptionBudget"));
    }

    private void budget(String name, String bound) {
        cluster.create(BUDGETS, """
                {"metadata": {"name": "%s"}, "spec": {"selector": {"matchLabels": {"app": "web"}}, %s}}""".formatted(name, bound));
    }

    private ApiReply evict(String pod, String options) {
        return cluster.request(
                "POST", "/api/v1/namespaces/default/pods/" + pod + "/eviction", """
                {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "%s", "namespace": "default"},
                 "deleteOptions": %s}""".formatted(pod, options));
    }

    private String status(String name) {
        JsonNode status =
                cluster.get(Kinds.DISRUPTION_BUDGET, name).orElseThrow().path("status");
        return status.path("disruptionsAllowed").asInt() + " of "
                + status.path("expectedPods").asInt() + " healthy "
                + status.path("currentHealthy").asInt() + " wanted "
                + status.path("desiredHealthy").asInt() + " "
                + status.path("conditions").path(0).path("reason").asText();
    }
}
