package dev.quorate.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.simulator.api.schema.Schema;
import dev.quorate.simulator.store.Kind;
import java.util.List;
import java.util.Optional;

/**
 * A kind as it is served.
 *
 * @param custom the version entry of the CRD that defines it
 */
record Resource(
        Kind kind, Schema schema, List<String> categories, Optional<Scaling> scaling, Optional<JsonNode> custom) {

    /** Where the scale subresource finds its numbers, as paths without the leading dot. */
    record Scaling(List<String> specReplicas, List<String> statusReplicas, Optional<List<String>> selector) {}

    String listKind() {
        return kind.kind() + "List";
    }

    /** Whether it is a question: it can be asked with POST, and nothing of it is kept. */
    boolean isReview() {
        return Reviews.ALL.contains(kind);
    }

    /** Whether it is a measurement: it can be read, and nothing of it is kept. */
    boolean isMeasured() {
        return kind.group().equals("metrics.k8s.io");
    }

    boolean isCustom() {
        return custom.isPresent();
    }
}
