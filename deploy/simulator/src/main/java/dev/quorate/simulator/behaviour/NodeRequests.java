package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.simulator.api.rules.Quantity;
import dev.quorate.simulator.store.Change;
import dev.quorate.simulator.store.Kinds;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

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
        if (!change.key().kind().equals(Kinds.POD)) {
            return;
        }
        Optional<Pod> before = change.before().map(Pod::new).filter(NodeRequests::counts);
        Optional<Pod> after = Optional.of(new Pod(change.object()))
                .filter(pod -> change.type() != Change.Type.DELETED && counts(pod));
        if (before.isPresent() != after.isPresent()) {
            before.ifPresent(pod -> add(pod, BigDecimal.ONE.negate()));
            after.ifPresent(pod -> add(pod, BigDecimal.ONE));
        }
    }

    private static boolean counts(Pod pod) {
        return pod.node().isPresent() && !pod.ended();
    }

    private void add(Pod pod, BigDecimal sign) {
        Map<Resource, BigDecimal> node = byNode.computeIfAbsent(pod.node().orElseThrow(), any -> new HashMap<>());
        of(pod).forEach((resource, asked) -> node.merge(resource, asked.multiply(sign), BigDecimal::add));
    }

    /** What a pod asks for: the sum of its containers, or its largest init container where that is more. */
    static Map<Resource, BigDecimal> of(Pod pod) {
        Map<Resource, BigDecimal> asked = new EnumMap<>(Resource.class);
        for (Resource resource : Resource.values()) {
            BigDecimal sum = BigDecimal.ZERO;
            for (JsonNode container : pod.spec().path("containers")) {
                sum = sum.add(request(container, resource));
            }
            for (JsonNode container : pod.spec().path("initContainers")) {
                sum = sum.max(request(container, resource));
            }
            if (sum.signum() > 0) {
                asked.put(resource, sum);
            }
        }
        return asked;
    }

    private static BigDecimal request(JsonNode container, Resource resource) {
        JsonNode asked = container.path("resources").path("requests").path(resource.key());
        return asked.isMissingNode() ? BigDecimal.ZERO : Quantity.of(asked.asText());
    }

    BigDecimal on(String node, Resource resource) {
        return byNode.getOrDefault(node, Map.of()).getOrDefault(resource, BigDecimal.ZERO);
    }
}
