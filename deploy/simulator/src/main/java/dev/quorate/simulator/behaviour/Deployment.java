package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Key;
import dev.quorate.simulator.store.Kinds;
import java.time.Duration;
import java.util.Optional;

/** A Deployment as its controller reads it. */
record Deployment(ObjectNode tree) implements PodSet {

    static final String REVISION = "deployment.kubernetes.io/revision";

    private static final int NO_DEADLINE = Integer.MAX_VALUE;

    Key key() {
        return new Key(Kinds.DEPLOYMENT, namespace(), name());
    }

    JsonNode annotations() {
        return metadata().path("annotations");
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
