package dev.quorate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * Bounds for the size of a component, which follows requests inside them.
 *
 * @param metrics what the size follows, in the words of autoscaling/v2; an empty tree where the file has none
 * @param behavior how fast requests may change, likewise
 */
public record Autoscale(int minReplicas, int maxReplicas, JsonNode metrics, JsonNode behavior, ScaleIn scaleIn) {

    /**
     * When members may leave because fewer are asked for; what is not written is the engine's to say.
     *
     * @param window so long fewer must have been asked for, and nothing may have changed, before one leaves
     */
    public record ScaleIn(Optional<Mode> mode, Optional<Duration> window, Optional<Schedule> schedule) {}

    /** Who lets members leave. */
    public enum Mode {
        AUTO("Auto"),
        /** A person, by a commit. */
        MANUAL("Manual"),
        /** Nobody. */
        DISABLED("Disabled");

        private final String title;

        Mode(String title) {
            this.title = title;
        }

        static Mode of(String title) {
            for (Mode mode : values()) {
                if (mode.title.equals(title)) {
                    return mode;
                }
            }
            throw new IllegalArgumentException("no mode " + title);
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /** Whether somebody is to compute requests. */
    public boolean hasMetrics() {
        return !metrics.isEmpty();
    }
}
