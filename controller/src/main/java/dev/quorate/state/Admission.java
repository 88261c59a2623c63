package dev.quorate.state;

import java.util.List;

/**
 * One ordinal that may start as a member. The start ConfigMap is these, rendered by the engine; a pod without one waits.
 *
 * @param incarnation a new one for each time the ordinal joins: data of another incarnation is moved aside, never used
 * @param peers the pods that are members once it has joined, itself among them, by name; frozen when it was admitted
 */
public record Admission(
        String component, String set, int ordinal, String incarnation, State state, List<String> peers) {

    public enum State {
        /** May found the cluster together with its peers: only while a bootstrap runs. */
        NEW,
        /** May join the cluster that exists, with a blank volume. */
        EXISTING,
        /** Has been a member: a blank volume now means lost data, and it must not start. */
        STARTED
    }

    public Admission {
        peers = List.copyOf(peers);
    }

    public String pod() {
        return set + "-" + ordinal;
    }

    public boolean is(String otherSet, int otherOrdinal) {
        return set.equals(otherSet) && ordinal == otherOrdinal;
    }

    public Admission started() {
        return new Admission(component, set, ordinal, incarnation, State.STARTED, peers);
    }
}
