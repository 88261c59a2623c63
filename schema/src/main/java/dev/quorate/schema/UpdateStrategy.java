package dev.quorate.schema;

import java.util.OptionalInt;

/** How the user wants updates to happen; a policy for the planner, never copied into the StatefulSet. */
public record UpdateStrategy(Type type, OptionalInt partition) {
    public static final UpdateStrategy DEFAULT = new UpdateStrategy(Type.ROLLING_UPDATE, OptionalInt.empty());

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
