package dev.quorate.simulator.autoscale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Metadata;
import java.util.List;

/** A HorizontalPodAutoscaler of autoscaling/v2 as it is stored, with its defaults. */
public record Autoscaler(ObjectNode tree) {

    public String namespace() {
        return Metadata.namespace(tree);
    }

    public JsonNode target() {
        return spec().path("scaleTargetRef");
    }

    public ObjectNode status() {
        return tree.path("status") instanceof ObjectNode status ? status : tree.objectNode();
    }

    private JsonNode spec() {
        return tree.path("spec");
    }

    int min() {
        return spec().path("minReplicas").asInt(1);
    }

    int max() {
        return spec().path("maxReplicas").asInt();
    }

    List<JsonNode> metrics() {
        return spec().path("metrics").valueStream().toList();
    }

    /** Whether it says how fast it goes; the rules of those that do not are older ones. */
    boolean behaves() {
        return spec().path("behavior").isObject();
    }

    Rules scaleUp() {
        return Rules.of(spec().path("behavior").path("scaleUp"), Tolerance.USUAL);
    }

    Rules scaleDown() {
        return Rules.of(spec().path("behavior").path("scaleDown"), Tolerance.USUAL);
    }

    Tolerance tolerance() {
        return new Tolerance(scaleDown().tolerance(), scaleUp().tolerance());
    }
}
