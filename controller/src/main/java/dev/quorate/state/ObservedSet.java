package dev.quorate.state;

import java.util.List;
import java.util.Optional;

/** A StatefulSet with its pods and claims, each in the order of ordinals; the claims can outlive the set. */
public record ObservedSet(String name, Optional<LiveSet> live, List<ObservedPod> pods, List<ObservedClaim> claims) {

    public ObservedSet {
        pods = List.copyOf(pods);
        claims = List.copyOf(claims);
    }

    public static ObservedSet absent(String name) {
        return new ObservedSet(name, Optional.empty(), List.of(), List.of());
    }

    public Optional<ObservedPod> pod(int ordinal) {
        return pods.stream().filter(pod -> pod.ordinal() == ordinal).findFirst();
    }

    public int replicas() {
        return live.map(LiveSet::replicas).orElse(0);
    }

    public int readyPods() {
        return (int) pods.stream().filter(ObservedPod::ready).count();
    }
}
