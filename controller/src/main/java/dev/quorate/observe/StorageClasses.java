package dev.quorate.observe;

import dev.quorate.cluster.Cluster;
import dev.quorate.cluster.ClusterException;
import dev.quorate.plan.Goal;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import dev.quorate.state.ObservedClaim;
import dev.quorate.state.ObservedSet;
import dev.quorate.state.Space.Expansion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether volumes may grow, asked of their classes at the API server and only while more is wanted than they ask for. */
final class StorageClasses {

    private static final String NONE = "";

    private final Cluster cluster;
    private final Map<String, Expansion> known = new HashMap<>(Map.of(NONE, Expansion.FORBIDDEN));

    StorageClasses(Cluster cluster) {
        this.cluster = cluster;
    }

    Map<String, ObservedSet> asked(Goal goal, Map<String, ObservedSet> sets) throws ClusterException {
        Map<String, ObservedSet> asked = new LinkedHashMap<>();
        for (ObservedSet set : sets.values()) {
            List<ObservedClaim> claims = new ArrayList<>();
            for (ObservedClaim claim : set.claims()) {
                claims.add(goal.outgrows(set, claim) ? asked(claim) : claim);
            }
            asked.put(set.name(), new ObservedSet(set.name(), set.live(), set.pods(), claims));
        }
        return asked;
    }

    private ObservedClaim asked(ObservedClaim claim) throws ClusterException {
        String name = claim.space().storageClass().orElse(NONE);
        Expansion expansion = known.containsKey(name) ? known.getOrDefault(name, Expansion.UNKNOWN) : read(name);
        known.put(name, expansion);
        return claim.withSpace(claim.space().with(expansion));
    }

    /** A class that is gone lets nothing grow; one that we may not read is left to the API server to judge. */
    private Expansion read(String name) throws ClusterException {
        try {
            Optional<Manifest> found = cluster.read(new ObjectRef(Kind.STORAGE_CLASS, "", name));
            return found.filter(live -> live.at("/allowVolumeExpansion").asBoolean())
                            .isPresent()
                    ? Expansion.ALLOWED
                    : Expansion.FORBIDDEN;
        } catch (ClusterException no) {
            if (no.reason() == ClusterException.Reason.FORBIDDEN) {
                return Expansion.UNKNOWN;
            }
            throw no;
        }
    }
}
