package dev.quorate.loop;

import dev.quorate.plan.Guard;
import dev.quorate.plan.Refusal;
import dev.quorate.schema.AppName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Apps that wait for each other in a circle, so that none of them could ever begin. Pure, and without recursion. */
final class DependencyCycles {
    private final Map<AppName, ? extends Collection<AppName>> dependsOn;

    private DependencyCycles(Map<AppName, ? extends Collection<AppName>> dependsOn) {
        this.dependsOn = dependsOn;
    }

    /** For each app in a circle, the refusal that names the whole circle. */
    static Map<AppName, Refusal> of(Map<AppName, ? extends Collection<AppName>> dependsOn) {
        DependencyCycles cycles = new DependencyCycles(dependsOn);
        Map<AppName, Refusal> refusals = new TreeMap<>();
        for (AppName app : cycles.neverBegins()) {
            if (!refusals.containsKey(app)) {
                cycles.through(app).ifPresent(circle -> {
                    Refusal refusal = refusal(circle);
                    circle.forEach(member -> refusals.putIfAbsent(member, refusal));
                });
            }
        }
        return refusals;
    }

    /** What is left when all that can begin have begun: circles, and what waits for one. */
    private Collection<AppName> neverBegins() {
        Map<AppName, Integer> open = new TreeMap<>();
        Map<AppName, List<AppName>> waiting = new HashMap<>();
        Deque<AppName> free = new ArrayDeque<>();
        dependsOn.forEach((app, needs) -> {
            List<AppName> known =
                    needs.stream().filter(dependsOn::containsKey).distinct().toList();
            known.forEach(other ->
                    waiting.computeIfAbsent(other, any -> new ArrayList<>()).add(app));
            open.put(app, known.size());
            if (known.isEmpty()) {
                free.add(app);
            }
        });
        while (!free.isEmpty()) {
            AppName begun = free.remove();
            open.remove(begun);
            for (AppName next : waiting.getOrDefault(begun, List.of())) {
                if (open.merge(next, -1, Integer::sum) == 0) {
                    free.add(next);
                }
            }
        }
        return open.keySet();
    }

    /** The shortest way from an app back to itself. */
    private Optional<List<AppName>> through(AppName app) {
        Map<AppName, AppName> cameFrom = new HashMap<>();
        Deque<AppName> next = new ArrayDeque<>(List.of(app));
        while (!next.isEmpty()) {
            AppName here = next.remove();
            for (AppName other : needs(here)) {
                if (other.equals(app)) {
                    return Optional.of(way(app, here, cameFrom));
                }
                if (cameFrom.putIfAbsent(other, here) == null) {
                    next.add(other);
                }
            }
        }
        return Optional.empty();
    }

    private static List<AppName> way(AppName from, AppName to, Map<AppName, AppName> cameFrom) {
        Deque<AppName> way = new ArrayDeque<>();
        for (AppName at = to; !at.equals(from); at = cameFrom.getOrDefault(at, from)) {
            way.addFirst(at);
        }
        way.addFirst(from);
        return List.copyOf(way);
    }

    private Collection<AppName> needs(AppName app) {
        return dependsOn.containsKey(app) ? dependsOn.get(app) : List.of();
    }

    private static Refusal refusal(List<AppName> cycle) {
        String circle = cycle.stream().map(AppName::toString).collect(Collectors.joining(" → "));
        return new Refusal(
                Guard.INVALID_SPEC,
                "These apps wait for each other in a circle, so none of them could begin: " + circle + " → "
                        + cycle.get(0) + ". Take one dependsOn away.",
                true);
    }
}
