package dev.quorate.state;

/**
 * How far the StatefulSet controller may go by itself with a new pod template: never, or from an ordinal on. At rest the
 * partition is at or above the number of replicas, so that a new template restarts nothing until the planner lets it.
 */
public record RollLimit(boolean onDelete, int partition) {

    /** No pod is replaced, and each that is made anew, for whatever reason, gets the newest template. */
    public static final RollLimit ON_DELETE = new RollLimit(true, 0);

    public static RollLimit from(int partition) {
        return new RollLimit(false, partition);
    }

    /** Whether a pod of this ordinal that is made now gets the newest template. */
    public boolean newest(int ordinal) {
        return onDelete || ordinal >= partition;
    }

    /** Whether some pod may be replaced under this limit that the other one keeps. */
    public boolean loosens(RollLimit other) {
        return !onDelete && (other.onDelete() || partition < other.partition());
    }

    @Override
    public String toString() {
        return onDelete ? "OnDelete" : "partition " + partition;
    }
}
