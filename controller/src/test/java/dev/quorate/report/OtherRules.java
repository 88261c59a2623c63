package dev.quorate.report;

import dev.quorate.state.LiveSet;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.ObservedSet;
import java.util.function.Predicate;

/**
 * How widespread tools judge a StatefulSet, by the rules that their documentation and code give (Argo CD 3.6, kstatus as Flux
 * 2.9 has it). They read the counters of its status, which are counted here from its pods as the StatefulSet controller does.
 * Rules about sets without a partition are left out: the API server gives each that is not OnDelete one.
 */
record OtherRules(ObservedSet set) {

    String argo() {
        if (set.live().isEmpty()) {
            return "Missing";
        }
        LiveSet live = set.live().get();
        if (live.observedGeneration() == 0 || !live.settledGeneration()) {
            return "Progressing (rule 1)";
        }
        if (ready() < live.replicas()) {
            return "Progressing (rule 2)";
        }
        if (live.limit().onDelete()) {
            return "Healthy (rule 4)";
        }
        return (updated(live) < live.replicas() - live.limit().partition() ? "Progressing" : "Healthy") + " (rule 3)";
    }

    String kstatus() {
        if (set.live().isEmpty()) {
            return "NotFound";
        }
        LiveSet live = set.live().get();
        if (live.generation() != live.observedGeneration()) {
            return "InProgress (rule 0)";
        }
        if (live.limit().onDelete()) {
            return "Current (rule 1)";
        }
        if (set.pods().size() != live.replicas() || ready() < live.replicas()) {
            return "InProgress (rule 2)";
        }
        return (updated(live) < live.replicas() - live.limit().partition() ? "InProgress" : "Current") + " (rule 3)";
    }

    /** A pod that is being deleted counts as ready until it fails its probe, and as updated no more. */
    private long ready() {
        return set.pods().stream().filter(ObservedPod::ready).count();
    }

    private long updated(LiveSet live) {
        return set.pods().stream()
                .filter(Predicate.not(ObservedPod::terminating))
                .filter(pod -> pod.revision().equals(live.updateRevision()))
                .count();
    }
}
