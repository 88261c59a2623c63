package dev.quorate.simulator.behaviour;

import java.util.Optional;

/** What became of a request to evict a pod. */
public sealed interface EvictionOutcome {

    /** The pod is deleted, or would be. */
    record Granted() implements EvictionOutcome {}

    /** Its disruption budget says no. */
    record Refused(String message, String cause, Optional<Integer> retryAfterSeconds) implements EvictionOutcome {}

    /** The request meant a pod of another uid. */
    record AnotherPod(String wanted, String found) implements EvictionOutcome {}

    /** More than one budget covers the pod. */
    record Unsupported(String message) implements EvictionOutcome {}
}
