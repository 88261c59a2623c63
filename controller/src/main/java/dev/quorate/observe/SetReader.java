package dev.quorate.observe;

import dev.quorate.state.Labels;
import dev.quorate.state.LiveSet;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObservedClaim;
import dev.quorate.state.ObservedObject;
import dev.quorate.state.ObservedObject.Ownership;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.ObservedSet;
import dev.quorate.state.RollLimit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** StatefulSets with their pods and claims, told apart by name; whose they are is told by the frozen labels alone. */
final class SetReader {

    private final Labels whose;

    /** @param whose any component's labels of the app */
    SetReader(Labels whose) {
        this.whose = whose;
    }

    ObservedObject object(Manifest live) {
        boolean ours = Labels.of(live).filter(whose::sameApp).isPresent();
        return new ObservedObject(live, ours ? Ownership.OURS : Ownership.NOT_OURS);
    }

    /** @param names of all sets that are wanted or may have been: a claim outlives its set */
    Map<String, ObservedSet> sets(
            Collection<String> names, List<Manifest> statefulSets, List<Manifest> pods, List<Manifest> claims) {
        Map<String, Manifest> live = new HashMap<>();
        statefulSets.forEach(set -> live.put(set.name(), set));
        Map<String, ObservedSet> sets = new LinkedHashMap<>();
        for (String name : names) {
            Optional<LiveSet> liveSet = Optional.ofNullable(live.get(name)).map(this::live);
            sets.put(name, new ObservedSet(name, liveSet, pods(name, names, pods), claims(name, names, claims)));
        }
        return sets;
    }

    LiveSet live(Manifest set) {
        return new LiveSet(
                object(set),
                set.at("/spec/replicas").asInt(1),
                limit(set),
                set.at("/metadata/generation").asLong(0),
                set.at("/status/observedGeneration").asLong(0),
                set.at("/status/readyReplicas").asInt(0),
                set.at("/status/currentRevision").asText(),
                set.at("/status/updateRevision").asText());
    }

    private static RollLimit limit(Manifest set) {
        return set.at("/spec/updateStrategy/type").asText().equals("OnDelete")
                ? RollLimit.ON_DELETE
                : RollLimit.from(
                        set.at("/spec/updateStrategy/rollingUpdate/partition").asInt(0));
    }

    private static List<ObservedPod> pods(String set, Collection<String> names, List<Manifest> pods) {
        List<ObservedPod> found = new ArrayList<>();
        for (Manifest pod : pods) {
            OrdinalName.pod(pod.name(), names)
                    .filter(name -> name.set().equals(set))
                    .ifPresent(name -> found.add(PodReader.read(pod, name.ordinal())));
        }
        found.sort(Comparator.comparingInt(ObservedPod::ordinal));
        return found;
    }

    private List<ObservedClaim> claims(String set, Collection<String> names, List<Manifest> claims) {
        List<ObservedClaim> found = new ArrayList<>();
        for (Manifest claim : claims) {
            OrdinalName.claim(claim.name(), names)
                    .filter(name -> name.set().equals(set))
                    .ifPresent(name -> found.add(claim(claim, name)));
        }
        found.sort(Comparator.comparingInt(ObservedClaim::ordinal).thenComparing(ObservedClaim::template));
        return found;
    }

    private ObservedClaim claim(Manifest claim, OrdinalName name) {
        String volume = claim.at("/spec/volumeName").asText();
        return new ObservedClaim(
                object(claim),
                name.template(),
                name.ordinal(),
                volume.isEmpty() ? Optional.empty() : Optional.of(volume),
                claim.at("/status/phase").asText().equals("Bound"),
                ClaimReader.space(claim));
    }
}
