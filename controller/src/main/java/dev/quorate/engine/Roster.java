package dev.quorate.engine;

import dev.quorate.schema.AppName;
import java.util.List;
import java.util.Optional;

/** The pods of a component that could be members, in the order of their ordinals. */
public record Roster(AppName app, String component, List<Pod> pods) {

    public Roster {
        pods = List.copyOf(pods);
    }

    /**
     * @param set the StatefulSet, whose headless Service gives the pod its lasting name
     * @param running only a running pod can be reached; the others are named since they may be members
     */
    public record Pod(String name, String set, int ordinal, boolean running, Optional<String> ip) {}

    public Optional<Pod> pod(String name) {
        return pods.stream().filter(pod -> pod.name().equals(name)).findFirst();
    }

    /** A pod that leaves may live on for a moment with a view of its own. */
    public Roster without(String pod) {
        return new Roster(
                app,
                component,
                pods.stream().filter(other -> !other.name().equals(pod)).toList());
    }
}
