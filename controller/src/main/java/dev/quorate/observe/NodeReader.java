package dev.quorate.observe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.state.Manifest;
import dev.quorate.state.NodeTrouble;
import java.util.Optional;

/** Whether a node can be asked about its pods. */
final class NodeReader {

    private static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";

    private NodeReader() {}

    /** A node that is Ready ends its pods itself, whatever it is tainted with. */
    static Optional<NodeTrouble> trouble(Optional<Manifest> node) {
        if (node.isEmpty()) {
            return Optional.of(NodeTrouble.GONE);
        }
        if (ready(node.get())) {
            return Optional.empty();
        }
        return Optional.of(tainted(node.get()) ? NodeTrouble.OUT_OF_SERVICE : NodeTrouble.UNREACHABLE);
    }

    private static boolean ready(Manifest node) {
        for (JsonNode condition : node.at("/status/conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    private static boolean tainted(Manifest node) {
        for (JsonNode taint : node.at("/spec/taints")) {
            if (taint.path("key").asText().equals(OUT_OF_SERVICE)) {
                return true;
            }
        }
        return false;
    }
}
