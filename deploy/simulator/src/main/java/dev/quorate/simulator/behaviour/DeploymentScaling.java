package dev.quorate.simulator.behaviour;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How large each set of a Deployment is to be after its count was changed. In the midst of a rollout each keeps its share. */
record DeploymentScaling(Deployment deployment, Optional<ReplicaSet> newest, List<ReplicaSet> old) {

    /** The sets to look at, each with its size. */
    Map<ReplicaSet, Integer> sizes() {
        List<ReplicaSet> active = Stream.concat(old.stream(), newest.stream())
                .filter(set -> set.replicas() > 0)
                .sorted(ReplicaSet.BY_AGE)
                .toList();
        if (active.size() <= 1) {
            return only(active);
        }
        if (saturated()) {
            Map<ReplicaSet, Integer> sizes = new LinkedHashMap<>();
            active.stream().filter(set -> newest.filter(set::equals).isEmpty()).forEach(set -> sizes.put(set, 0));
            return sizes;
        }
        return deployment.recreates() ? Map.of() : shared(active);
    }

    /** One set is active, or none: then the newest there is. */
    private Map<ReplicaSet, Integer> only(List<ReplicaSet> active) {
        return active.stream()
                .findFirst()
                .or(() -> newest)
                .or(() -> old.stream().max(ReplicaSet.BY_AGE))
                .map(set -> Map.of(set, deployment.replicas()))
                .orElse(Map.of());
    }

    private boolean saturated() {
        return newest.filter(set -> set.replicas() == deployment.replicas()
                        && set.annotation(DeploymentRevisions.DESIRED).equals(Integer.toString(deployment.replicas()))
                        && set.counted("availableReplicas") == deployment.replicas())
                .isPresent();
    }

    private Map<ReplicaSet, Integer> shared(List<ReplicaSet> active) {
        int allowed = deployment.replicas() > 0 ? deployment.replicas() + deployment.maxSurge() : 0;
        int toAdd = allowed - ReplicaSet.wanted(active);
        Comparator<ReplicaSet> largest = Comparator.comparing(ReplicaSet::replicas, Comparator.reverseOrder());
        List<ReplicaSet> order = active.stream()
                .sorted(largest.thenComparing(toAdd > 0 ? ReplicaSet.BY_AGE.reversed() : ReplicaSet.BY_AGE))
                .toList();
        Map<ReplicaSet, Integer> sizes = new LinkedHashMap<>();
        int added = 0;
        for (ReplicaSet set : order) {
            int left = toAdd - added;
            int share = toAdd > 0 ? Math.min(share(set), left) : Math.max(share(set), left);
            sizes.put(set, set.replicas() + (toAdd == 0 ? 0 : share));
            added += toAdd == 0 ? 0 : share;
        }
        int leftover = toAdd - added;
        sizes.computeIfPresent(order.get(0), (set, size) -> Math.max(0, size + leftover));
        return sizes;
    }

    /** By how much a set changes when it keeps its part of the whole. */
    private int share(ReplicaSet set) {
        if (deployment.replicas() == 0) {
            return -set.replicas();
        }
        String annotated = set.annotation(DeploymentRevisions.MOST);
        int before = annotated.isEmpty()
                ? deployment.status().path("replicas").asInt(deployment.replicas())
                : Integer.parseInt(annotated);
        int most = deployment.replicas() + deployment.maxSurge();
        return (int) Math.round((double) set.replicas() * most / before) - set.replicas();
    }
}
