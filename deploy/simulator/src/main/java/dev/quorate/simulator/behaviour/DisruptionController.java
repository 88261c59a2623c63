package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Change;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Metadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says in the status of each PodDisruptionBudget how many of its pods may be disrupted just now. */
final class DisruptionController {

    private final Cluster cluster;
    private final PodIndex index;
    private final SelectorIndex budgets = new SelectorIndex();
    private final WorkQueue queue;

    DisruptionController(Cluster cluster, PodIndex index) {
        this.cluster = cluster;
        this.index = index;
        this.queue = new WorkQueue(cluster, "disruption", this::sync);
    }

    void accept(Change change) {
        if (change.key().kind().equals(Kinds.DISRUPTION_BUDGET)) {
            if (change.type() == Change.Type.DELETED) {
                budgets.remove(change.key());
            } else {
                budgets.put(
                        change.key(), Selector.of(change.object().path("spec").path("selector")));
                queue.add(change.key());
            }
        } else if (change.key().kind().equals(Kinds.POD)) {
            change.before().ifPresent(before -> mark(new Pod(before)));
            mark(new Pod(change.object()));
        }
    }

    private void mark(Pod pod) {
        budgetsOf(pod).forEach(queue::add);
    }

    List<Key> budgetsOf(Pod pod) {
        return budgets.matching(pod.namespace(), pod.labels());
    }

    private void sync(Key key) {
        cluster.store().get(key).ifPresent(budget -> {
            ObjectNode status = status(budget);
            if (!status.equals(budget.path("status"))) {
                cluster.writeStatus(key, Cluster.CONTROLLER_MANAGER, status);
            }
        });
    }

    private ObjectNode status(ObjectNode budget) {
        List<Pod> pods = index.matching(
                budget.path("metadata").path("namespace").asText(),
                Selector.of(budget.path("spec").path("selector")));
        ObjectNode disrupted = stillDisrupted(budget, pods);
        int expected = expected(budget, pods);
        int desired = desired(budget, expected);
        int healthy = (int) pods.stream()
                .filter(pod -> pod.ready() && !pod.terminating() && !disrupted.has(pod.name()))
                .count();
        int allowed = expected == 0 ? 0 : Math.max(0, healthy - desired);
        long generation = budget.path("metadata").path("generation").asLong();
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("observedGeneration", generation);
        if (!disrupted.isEmpty()) {
            status.set("disruptedPods", disrupted);
        }
        status.put("disruptionsAllowed", allowed).put("currentHealthy", healthy);
        status.put("desiredHealthy", desired).put("expectedPods", expected);
        status.putArray("conditions").add(condition(budget, allowed, generation));
        return status;
    }

    /** Pods whose eviction was granted but that do not terminate yet. */
    private static ObjectNode stillDisrupted(ObjectNode budget, List<Pod> pods) {
        ObjectNode disrupted = JsonNodeFactory.instance.objectNode();
        JsonNode before = budget.path("status").path("disruptedPods");
        for (Pod pod : pods) {
            if (before.has(pod.name()) && !pod.terminating()) {
                disrupted.set(pod.name(), before.get(pod.name()));
            }
        }
        return disrupted;
    }

    /** A count of available pods is taken of the pods there are, all else of the scale of their controllers. */
    private int expected(ObjectNode budget, List<Pod> pods) {
        if (budget.path("spec").path("minAvailable").isInt()) {
            return pods.size();
        }
        Map<String, ObjectNode> scaled = new LinkedHashMap<>();
        pods.forEach(pod -> scale(pod).ifPresent(object -> scaled.put(Metadata.uid(object), object)));
        return scaled.values().stream()
                .mapToInt(object -> object.path("spec").path("replicas").asInt(1))
                .sum();
    }

    /** The object whose count a pod is part of: its StatefulSet, or the Deployment of its ReplicaSet. */
    private Optional<ObjectNode> scale(Pod pod) {
        Optional<ObjectNode> set = controller(pod.tree(), Kinds.REPLICA_SET);
        return set.flatMap(found -> controller(found, Kinds.DEPLOYMENT))
                .or(() -> set)
                .or(() -> controller(pod.tree(), Kinds.STATEFUL_SET));
    }

    private Optional<ObjectNode> controller(ObjectNode object, Kind kind) {
        return PodIndex.controller(object, kind).flatMap(cluster.store()::get);
    }

    private static int desired(ObjectNode budget, int expected) {
        JsonNode unavailable = budget.path("spec").path("maxUnavailable");
        if (!unavailable.isMissingNode()) {
            return Math.max(0, expected - IntOrPercent.roundedUp(unavailable, expected));
        }
        return IntOrPercent.roundedUp(budget.path("spec").path("minAvailable"), expected);
    }

    private ObjectNode condition(ObjectNode budget, int allowed, long generation) {
        String holds = allowed > 0 ? "True" : "False";
        JsonNode before = new Pod(budget).condition("DisruptionAllowed");
        boolean same = before.path("status").asText().equals(holds);
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "DisruptionAllowed")
                .put("status", holds)
                .put("observedGeneration", generation)
                .put(
                        "lastTransitionTime",
                        same ? before.path("lastTransitionTime").asText() : cluster.timestamp())
                .put("reason", allowed > 0 ? "SufficientPods" : "InsufficientPods")
                .put("message", "");
    }
}
