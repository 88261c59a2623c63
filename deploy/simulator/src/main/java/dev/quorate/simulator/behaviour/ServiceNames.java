package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Kinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the cluster's DNS knows: a Service by its name, and the pods of a headless one by theirs. A Service with an address of its
 * own resolves to its pods here, since nothing passes connections on to them.
 */
record ServiceNames(Cluster cluster) {

    private static final Pattern NAME = Pattern.compile("(?:([^.]+)\\.)?([^.]+)\\.([^.]+)\\.svc\\.cluster\\.local");

    Optional<List<String>> resolve(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Optional<String> host = Optional.ofNullable(parts.group(1));
        Optional<ObjectNode> service = cluster.get(Kinds.SERVICE, parts.group(3), parts.group(2));
        List<String> addresses =
                service.map(found -> addresses(found, parts.group(3), host)).orElse(List.of());
        boolean known = service.isPresent() && (host.isEmpty() || !addresses.isEmpty());
        return known ? Optional.of(addresses) : Optional.empty();
    }

    private List<String> addresses(ObjectNode service, String namespace, Optional<String> host) {
        List<String> addresses = new ArrayList<>();
        for (ObjectNode slice : cluster.store().list(Kinds.ENDPOINT_SLICE, Optional.of(namespace))) {
            String of = slice.path("metadata")
                    .path("labels")
                    .path("kubernetes.io/service-name")
                    .asText();
            if (of.equals(service.path("metadata").path("name").asText())) {
                slice.path("endpoints").forEach(endpoint -> collect(endpoint, host, addresses));
            }
        }
        return addresses;
    }

    private static void collect(JsonNode endpoint, Optional<String> host, List<String> addresses) {
        boolean meant = host.isEmpty() || endpoint.path("hostname").asText().equals(host.get());
        if (meant && endpoint.path("conditions").path("ready").asBoolean()) {
            endpoint.path("addresses").forEach(address -> addresses.add(address.asText()));
        }
    }
}
