package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Metadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A pod as the controllers judge it. */
record Pod(ObjectNode tree) {

    static final String REVISION_LABEL = "controller-revision-hash";

    String name() {
        return Metadata.name(tree);
    }

    String namespace() {
        return Metadata.namespace(tree);
    }

    String uid() {
        return Metadata.uid(tree);
    }

    Key key() {
        return new Key(Kinds.POD, namespace(), name());
    }

    String path() {
        return namespace() + "/" + name();
    }

    JsonNode labels() {
        return tree.path("metadata").path("labels");
    }

    JsonNode spec() {
        return tree.path("spec");
    }

    JsonNode status() {
        return tree.path("status");
    }

    String phase() {
        return status().path("phase").asText();
    }

    String revision() {
        return labels().path(REVISION_LABEL).asText();
    }

    Optional<String> node() {
        return Optional.of(spec().path("nodeName").asText()).filter(name -> !name.isEmpty());
    }

    Optional<String> address() {
        return Optional.of(status().path("podIP").asText()).filter(address -> !address.isEmpty());
    }

    Optional<String> controllerUid() {
        for (JsonNode owner : tree.path("metadata").path("ownerReferences")) {
            if (owner.path("controller").asBoolean()) {
                return Optional.of(owner.path("uid").asText());
            }
        }
        return Optional.empty();
    }

    boolean created() {
        return !phase().isEmpty();
    }

    boolean pending() {
        return phase().equals("Pending");
    }

    boolean running() {
        return phase().equals("Running");
    }

    boolean ended() {
        return phase().equals("Succeeded") || phase().equals("Failed");
    }

    boolean terminating() {
        return Metadata.terminating(tree);
    }

    JsonNode condition(String type) {
        for (JsonNode condition : status().path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        return MissingNode.getInstance();
    }

    /** The status with the condition that says who ends this pod and why. */
    ObjectNode disrupted(String reason, String message, String now) {
        ObjectNode status = status().deepCopy();
        ArrayNode conditions = status.putArray("conditions");
        status().path("conditions")
                .valueStream()
                .filter(each -> !each.path("type").asText().equals("DisruptionTarget"))
                .forEach(conditions::add);
        conditions
                .addObject()
                .put("type", "DisruptionTarget")
                .put("status", "True")
                .putNull("lastProbeTime")
                .put("lastTransitionTime", now)
                .put("reason", reason)
                .put("message", message);
        return status;
    }

    boolean ready() {
        return condition("Ready").path("status").asText().equals("True");
    }

    boolean runningAndReady() {
        return running() && ready();
    }

    /** How long it still has to stay ready to count as available; empty when it is not ready, zero when it is available. */
    Optional<Duration> untilAvailable(long minReadySeconds, Instant now) {
        if (!runningAndReady()) {
            return Optional.empty();
        }
        if (minReadySeconds == 0) {
            return Optional.of(Duration.ZERO);
        }
        Instant since =
                Instant.parse(condition("Ready").path("lastTransitionTime").asText());
        Duration left = Duration.between(now, since.plusSeconds(minReadySeconds));
        return Optional.of(left.isNegative() ? Duration.ZERO : left);
    }

    boolean available(long minReadySeconds, Instant now) {
        return untilAvailable(minReadySeconds, now).filter(Duration::isZero).isPresent();
    }
}
