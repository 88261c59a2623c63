package dev.quorate.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/** One kstatus condition of an app. */
public record Condition(String type, Status status, String reason, String message, Instant lastTransitionTime) {
    public static final String READY = "Ready";
    public static final String RECONCILING = "Reconciling";
    /** Nothing will go on until a person acts. */
    public static final String STALLED = "Stalled";
    /** The reason of an app that is Ready since it was to be stopped, and is. */
    public static final String STOPPED = "Stopped";

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
