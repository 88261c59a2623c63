package dev.quorate.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Set;

/** One kstatus condition of an app. */
public record Condition(String type, Status status, String reason, String message, Instant lastTransitionTime) {
    public static final String READY = "Ready";
    public static final String RECONCILING = "Reconciling";
    /** Nothing will go on until a person acts. */
    public static final String STALLED = "Stalled";
    /** Whether requests for another size are followed; only where there is somebody who scales. */
    public static final String AUTOSCALING = "Autoscaling";
    /** Whether the newest snapshot is as old as it may be; only where there are to be snapshots. */
    public static final String BACKED_UP = "BackedUp";
    /** The reason of an app that is Ready since it was to be stopped, and is. */
    public static final String STOPPED = "Stopped";
    /** The reason of an app that is as Git says, and would not be touched if it were not. */
    public static final String SUSPENDED = "Suspended";
    /** Reasons of an app whose update is held back by its own spec. */
    public static final String PAUSED = "Paused";

    public static final String PARTITION_REACHED = "PartitionReached";
    public static final String ON_DELETE = "OnDelete";

    /** The reason of an app that is as Git says, but for volumes that somebody gave more room. */
    public static final String VOLUMES_LARGER = "VolumesLarger";

    private static final Set<String> HELD = Set.of(PAUSED, PARTITION_REACHED, ON_DELETE);
    private static final Set<String> ON_PURPOSE =
            Set.of(STOPPED, SUSPENDED, PAUSED, PARTITION_REACHED, ON_DELETE, VOLUMES_LARGER);

    /** Ready, and an update is held back. */
    public boolean holdsBack() {
        return type.equals(READY) && status == Status.TRUE && HELD.contains(reason);
    }

    /** Ready, in a way that people must be told of. */
    public boolean restsOnPurpose() {
        return type.equals(READY) && status == Status.TRUE && ON_PURPOSE.contains(reason);
    }

    /** Kubernetes' three truth values. */
    public enum Status {
        @JsonProperty("True")
        TRUE,
        @JsonProperty("False")
        FALSE,
        @JsonProperty("Unknown")
        UNKNOWN
    }
}
