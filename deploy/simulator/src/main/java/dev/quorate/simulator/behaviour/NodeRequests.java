package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.simulator.api.rules.Quantity;
import dev.quorate.simulator.store.Change;
import dev.quorate.simulator.store.Kinds;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/** What the pods of each node have asked for, kept up as they come and go. */
final class NodeRequests {

    /** In the order in which a scheduler names what is short. */
    enum Resource {
        CPU("cpu"),
        MEMORY("memory");

        private final String key;

        Resource(String key) {
            this.key = key;
        }

        String key() {
            return key;
        }
    }

    private final Map<String, Map<Resource, BigDecimal>> byNode = new HashMap<>();

    void accept(Change change) {
        if (change.key().kind().equals(Kinds.POD)) {
            change.before().ifPresent(before -> count(new Pod(before), BigDecimal.ONE.negate()));
            if (change.type() != Change.Type.DELETED) {
                count(new Pod(change.object()), BigDecimal.ONE);
            }
        }
    }

    private void count(Pod pod, BigDecimal sign) {
        if (pod.node().isEmpty() || pod.ended()) {
            return;
        }
        Map<Resource, BigDecimal> node = byNode.computeIfAbsent(pod.node().get(), any -> new HashMap<>());
        for (Resource resource : Resource.values()) {
            BigDecimal asked = of(pod, resource);
            if (asked.signum() != 0) {
                node.merge(resource, asked.multiply(sign), BigDecimal::add);
            }
        }
    }

    /** The sum of the containers, or the largest init container where that is more. */
    static BigDecimal of(Pod pod, Resource resource) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode container : pod.spec().path("containers")) {
            sum = sum.add(request(container, resource));
        }
        for (JsonNode container : pod.spec().path("initContainers")) {
            sum = sum.max(request(container, resource));
        }
        return sum;
    }

    private static BigDecimal request(JsonNode container, Resource resource) {
        return Quantity.of(container
                .path("resources")
                .path("requests")
                .path(resource.key())
                .asText("0"));
    }

    BigDecimal on(String node, Resource resource) {
        return byNode.getOrDefault(node, Map.of()).getOrDefault(resource, BigDecimal.ZERO);
    }
}
