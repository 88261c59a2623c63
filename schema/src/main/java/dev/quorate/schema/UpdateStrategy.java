package dev.quorate.schema;

import java.time.Duration;

/**
 * How the user wants updates to happen; a policy for the planner, never copied into the StatefulSet as it is.
 *
 * @param partition members below this ordinal are not updated
 * @param paused an update rests after its first member
 * @param progressDeadline so long a member may take to become ready
 */
public record UpdateStrategy(Type type, int partition, boolean paused, Duration progressDeadline) {
    public static final UpdateStrategy DEFAULT =
            new UpdateStrategy(Type.ROLLING_UPDATE, 0, false, Duration.ofMinutes(10));

    /** Kubernetes' names of the ways to update. */
    public enum Type {
        ROLLING_UPDATE("RollingUpdate"),
        ON_DELETE("OnDelete");

        private final String kubernetesName;

        Type(String kubernetesName) {
            this.kubernetesName = kubernetesName;
        }

        @Override
        public String toString() {
            return kubernetesName;
        }
    }
}
