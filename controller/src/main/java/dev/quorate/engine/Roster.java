package dev.quorate.engine;

import dev.quorate.schema.AppName;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The pods of a component that could be members, in the order of their ordinals.
 *
 * @param sets the StatefulSets of the component, also those without pods
 * @param others the pods of the app's other components, which may be members of the same cluster
 */
public record Roster(AppName app, String component, List<String> sets, List<Pod> pods, List<Pod> others) {

    public Roster {
        sets = List.copyOf(sets);
        pods = List.copyOf(pods);
        others = List.copyOf(others);
    }

    /** Of an app with no other component. */
    public Roster(AppName app, String component, List<Pod> pods) {
        this(app, component, pods.stream().map(Pod::set).distinct().toList(), pods, List.of());
    }

    /**
     * @param set the StatefulSet, whose headless Service gives the pod its lasting name
     * @param running only a running pod can be reached; the others are named since they may be members
     */
    public record Pod(String name, String set, int ordinal, boolean running, Optional<String> ip) {}

    public Optional<Pod> pod(String name) {
        return pods.stream().filter(pod -> pod.name().equals(name)).findFirst();
    }

    /** The pods of all components. */
    public List<Pod> all() {
        return Stream.concat(pods.stream(), others.stream()).toList();
    }

    /** A pod that leaves may live on for a moment with a view of its own. */
    public Roster without(String name) {
        Predicate<Pod> stays = pod -> !pod.name().equals(name);
        return new Roster(
                app,
                component,
                sets,
                pods.stream().filter(stays).toList(),
                others.stream().filter(stays).toList());
    }
}
