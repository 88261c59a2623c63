package dev.quorate.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The work that one commit caused in one app, from its first step to its end. Written once, when it has ended.
 *
 * @param id as in the file name, see {@link Layout#rolloutId}
 * @param from what was, in a few words such as {@code 3 members, version 3.5.16}; empty for a new app
 * @param to what was asked for, in the same words
 * @param drift what others had changed, and the steps put right
 */
public record RolloutRecord(
        String id,
        AppName app,
        String cluster,
        Source source,
        String from,
        String to,
        Instant startedAt,
        Instant endedAt,
        Outcome outcome,
        List<Drift> drift,
        List<Step> steps,
        List<Refusal> refusals) {
    public static final String KIND = "RolloutRecord";

    public RolloutRecord {
        drift = List.copyOf(drift);
        steps = List.copyOf(steps);
        refusals = List.copyOf(refusals);
    }

    /** How a rollout or a step ended. */
    public enum Outcome {
        @JsonProperty("Succeeded")
        SUCCEEDED,
        @JsonProperty("Failed")
        FAILED,
        @JsonProperty("Superseded")
        SUPERSEDED,
        @JsonProperty("Refused")
        REFUSED,
        @JsonProperty("Cancelled")
        CANCELLED
    }

    /**
     * One step that was taken.
     *
     * @param endedAt absent when it was still running at the end of the rollout
     */
    public record Step(
            String text, Instant startedAt, Optional<Instant> endedAt, Outcome outcome, Optional<String> message) {}
}
