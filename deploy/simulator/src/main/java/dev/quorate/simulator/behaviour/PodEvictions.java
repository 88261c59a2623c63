package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Store;
import java.util.List;
import java.util.Optional;

/** Grants or refuses the eviction of a pod by its PodDisruptionBudget, and deletes the pod where it grants. */
public final class PodEvictions {

    private static final String VIOLATES = "Cannot evict pod as it would violate the pod's disruption budget.";
    private static final int RETRY_AFTER_SECONDS = 10;

    private final Cluster cluster;
    private final DisruptionController disruption;

    PodEvictions(Cluster cluster, DisruptionController disruption) {
        this.cluster = cluster;
        this.disruption = disruption;
    }

    /**
     * Evicts a pod that exists. As in a real server the budget is used up before the uid is compared.
     *
     * @param uid the pod that is meant; absent for whichever has the name
     * @param dryRun decides only
     */
    public EvictionOutcome evict(
            ObjectNode tree, Optional<Long> gracePeriodSeconds, Optional<String> uid, boolean dryRun) {
        Pod pod = new Pod(tree);
        List<Key> budgets = disruption.budgetsOf(pod);
        if (budgets.size() > 1) {
            return new EvictionOutcome.Unsupported(
                    "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
        }
        boolean needsBudget = !pod.terminating() && !pod.ended() && !pod.pending();
        if (needsBudget && !budgets.isEmpty()) {
            Optional<ObjectNode> budget = cluster.store().get(budgets.get(0));
            Optional<EvictionOutcome.Refused> refusal = budget.flatMap(found -> refusal(found, pod));
            if (refusal.isPresent()) {
                return refusal.get();
            }
            if (!dryRun) {
                budget.ifPresent(found -> use(found, pod));
            }
        }
        if (uid.filter(wanted -> !wanted.equals(pod.uid())).isPresent()) {
            return new EvictionOutcome.AnotherPod(uid.get(), pod.uid());
        }
        if (!dryRun) {
            delete(pod, gracePeriodSeconds);
        }
        return new EvictionOutcome.Granted();
    }

    private static Optional<EvictionOutcome.Refused> refusal(ObjectNode budget, Pod pod) {
        String name = budget.path("metadata").path("name").asText();
        JsonNode status = budget.path("status");
        long generation = budget.path("metadata").path("generation").asLong();
        if (status.path("observedGeneration").asLong() < generation) {
            return Optional.of(new EvictionOutcome.Refused(
                    VIOLATES,
                    "The disruption budget " + name + " is still being processed by the server.",
                    Optional.of(RETRY_AFTER_SECONDS)));
        }
        long desired = status.path("desiredHealthy").asLong();
        long healthy = status.path("currentHealthy").asLong();
        boolean unreadyIsFree = !pod.ready() && healthy >= desired && desired > 0;
        if (unreadyIsFree || status.path("disruptionsAllowed").asLong() > 0) {
            return Optional.empty();
        }
        return Optional.of(new EvictionOutcome.Refused(
                VIOLATES,
                "The disruption budget " + name + " needs " + desired + " healthy pods and has " + healthy
                        + " currently",
                Optional.empty()));
    }

    /** Counts the eviction at once, before the controller sees the pod go. */
    private void use(ObjectNode budget, Pod pod) {
        if (!pod.ready()) {
            return;
        }
        ObjectNode status = budget.path("status").deepCopy();
        long allowed = status.path("disruptionsAllowed").asLong() - 1;
        status.withObjectProperty("disruptedPods").put(pod.name(), cluster.timestamp());
        status.put("disruptionsAllowed", allowed);
        if (allowed == 0) {
            for (JsonNode each : status.path("conditions")) {
                if (each instanceof ObjectNode condition) {
                    condition.put("status", "False").put("reason", "InsufficientPods");
                    condition.put("lastTransitionTime", cluster.timestamp());
                }
            }
        }
        Key key = new Key(
                Kinds.DISRUPTION_BUDGET,
                pod.namespace(),
                budget.path("metadata").path("name").asText());
        cluster.writeStatus(key, Cluster.API_SERVER, status);
    }

    private void delete(Pod pod, Optional<Long> gracePeriodSeconds) {
        if (!pod.terminating()) {
            ObjectNode status = pod.disrupted("EvictionByEvictionAPI", "Eviction API: evicting", cluster.timestamp());
            cluster.writeStatus(pod.key(), Cluster.API_SERVER, status);
        }
        cluster.store().delete(pod.key(), new Store.Deletion(Store.Propagation.BACKGROUND, gracePeriodSeconds));
    }
}
