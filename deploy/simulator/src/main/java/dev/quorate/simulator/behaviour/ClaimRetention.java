package dev.quorate.simulator.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Kinds;
import dev.quorate.simulator.store.Metadata;
import dev.quorate.simulator.store.Store;
import java.util.List;

/**
 * persistentVolumeClaimRetentionPolicy by ownership: a claim that is to die with the set is owned by the set, one that is to
 * die with a pod that a smaller count condemns is owned by that pod.
 */
final class ClaimRetention {

    private final Cluster cluster;
    private final StatefulPods pods;

    ClaimRetention(Cluster cluster, StatefulPods pods) {
        this.cluster = cluster;
        this.pods = pods;
    }

    boolean matches(StatefulSet set, Pod pod) {
        return pods.claims(set, pod).stream().allMatch(claim -> matches(set, pod, claim));
    }

    private static boolean matches(StatefulSet set, Pod pod, ObjectNode claim) {
        return Owners.has(claim, set.uid()) == ownedBySet(set, pod)
                && Owners.has(claim, pod.uid()) == ownedByPod(set, pod);
    }

    private static boolean ownedByPod(StatefulSet set, Pod pod) {
        return set.deletesClaimsWhenScaled() && condemned(set, pod);
    }

    private static boolean ownedBySet(StatefulSet set, Pod pod) {
        return set.deletesClaimsWhenDeleted() && !ownedByPod(set, pod);
    }

    private static boolean condemned(StatefulSet set, Pod pod) {
        return set.ordinal(pod.name()).filter(ordinal -> !set.contains(ordinal)).isPresent();
    }

    void apply(StatefulSet set, Pod pod) {
        for (ObjectNode claim : pods.claims(set, pod)) {
            if (!matches(set, pod, claim)) {
                cluster.edit(
                        Metadata.key(Kinds.CLAIM, claim),
                        Store.Writer.of(Cluster.CONTROLLER_MANAGER),
                        copy -> exchange(set, pod, copy));
            }
        }
    }

    private static void exchange(StatefulSet set, Pod pod, ObjectNode claim) {
        Owners.remove(claim, set.uid());
        Owners.remove(claim, pod.uid());
        if (ownedByPod(set, pod)) {
            Owners.add(claim, Owners.reference("v1", "Pod", pod.tree()));
        } else if (ownedBySet(set, pod)) {
            Owners.add(claim, set.ownerReference());
        }
    }

    /** A claim that still waits to die with an earlier pod of this name must be gone before the name is used again. */
    boolean stale(StatefulSet set, Pod pod) {
        List<ObjectNode> claims = pods.claims(set, pod);
        return claims.stream().anyMatch(claim -> Metadata.terminating(claim) || ownedByAnotherPod(pod, claim));
    }

    private static boolean ownedByAnotherPod(Pod pod, ObjectNode claim) {
        for (JsonNode owner : claim.path("metadata").path("ownerReferences")) {
            if (owner.path("kind").asText().equals("Pod")
                    && owner.path("name").asText().equals(pod.name())
                    && !owner.path("uid").asText().equals(pod.uid())) {
                return true;
            }
        }
        return false;
    }
}
