package dev.quorate.simulator.api.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Who is behind a Service: the first three, and how many more. */
final class EndpointCells {

    private static final int SHOWN = 3;

    private EndpointCells() {}

    static JsonNode all(ObjectNode endpoints, Instant now) {
        List<String> all = new ArrayList<>();
        endpoints.path("subsets").forEach(subset -> all.addAll(ready(subset)));
        if (endpoints.path("subsets").isEmpty()) {
            return Cells.text(Cells.NONE);
        }
        String first = String.join(",", all.subList(0, Math.min(SHOWN, all.size())));
        return Cells.text(all.size() > SHOWN ? first + " + " + (all.size() - SHOWN) + " more..." : first);
    }

    private static List<String> ready(JsonNode subset) {
        List<String> ready = new ArrayList<>();
        JsonNode ports = subset.path("ports");
        if (ports.isEmpty()) {
            subset.path("addresses")
                    .forEach(address -> ready.add(address.path("ip").asText()));
        }
        ports.forEach(port -> subset.path("addresses")
                .forEach(address -> ready.add(
                        address.path("ip").asText() + ":" + port.path("port").asText())));
        return ready;
    }
}
