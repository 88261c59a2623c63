package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Metadata;
import java.time.Duration;
import java.util.Optional;

/** A Deployment as its controller reads it. */
record Deployment(ObjectNode tree) {

    static final String REVISION = "deployment.kubernetes.io/revision";

    private static final int NO_DEADLINE = Integer.MAX_VALUE;

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
        return new Key(Kinds.DEPLOYMENT, namespace(), name());
    }

    boolean terminating() {
        return Metadata.terminating(tree);
    }

    JsonNode spec() {
        return tree.path("spec");
    }

    JsonNode status() {
        return tree.path("status");
    }

    JsonNode template() {
        return spec().path("template");
    }

    JsonNode annotations() {
        return tree.path("metadata").path("annotations");
    }

    long generation() {
        return tree.path("metadata").path("generation").asLong();
    }

    Selector selector() {
        return Selector.of(spec().path("selector"));
    }

    int replicas() {
        return spec().path("replicas").asInt(1);
    }

    boolean paused() {
        return spec().path("paused").asBoolean();
    }

    boolean recreates() {
        return spec().path("strategy").path("type").asText().equals("Recreate");
    }

    int revisionHistoryLimit() {
        return spec().path("revisionHistoryLimit").asInt(10);
    }

    /** How long a rollout may take without progress; absent for as long as it likes. */
    Optional<Duration> progressDeadline() {
        int seconds = spec().path("progressDeadlineSeconds").asInt(NO_DEADLINE);
        return seconds == NO_DEADLINE ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }

    /** How many pods there may be beyond the wanted count while it rolls. */
    int maxSurge() {
        return recreates() ? 0 : IntOrPercent.roundedUp(rolling("maxSurge"), replicas());
    }

    /** One of surge and unavailability has to allow a step; where both round to none it is this one. */
    int maxUnavailable() {
        if (recreates() || replicas() == 0) {
            return 0;
        }
        int allowed = IntOrPercent.roundedDown(rolling("maxUnavailable"), replicas());
        return Math.min(replicas(), allowed == 0 && maxSurge() == 0 ? 1 : allowed);
    }

    private JsonNode rolling(String bound) {
        return spec().path("strategy").path("rollingUpdate").path(bound);
    }

    ObjectNode ownerReference() {
        return Owners.reference("apps/v1", "Deployment", tree);
    }
}
