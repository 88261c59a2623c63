package dev.quorate.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.schema.AppName;
import dev.quorate.state.Labels;
import dev.quorate.state.LiveSet;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObservedClaim;
import dev.quorate.state.ObservedObject.Ownership;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.ObservedSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SetReaderTest {

    private static final Labels OURS = new Labels("repo", "east", new AppName("tr-09", "web"), "");

    private final SetReader reader = new SetReader(OURS);

    @Test
    void readsWhatAGuardedPatchTests() {
        LiveSet set = reader.live(Recorded.object("statefulset"));
        assertEquals(3, set.replicas());
        assertEquals(0, set.limit().partition());
        assertEquals(3, set.readyReplicas());
        assertEquals("web-64cbb98d4c", set.currentRevision());
        assertEquals("web-64cbb98d4c", set.updateRevision());
        assertTrue(set.settledGeneration());
    }

    @Test
    void aSetWithoutReplicasHasOneSinceThatIsTheDefault() {
        Manifest bare = Recorded.object("statefulset").with(tree -> ((ObjectNode) tree.get("spec")).remove("replicas"));
        assertEquals(1, reader.live(bare).replicas());
    }

    @Test
    void anObjectIsOursByAllOfItsLabelsOrNotAtAll() {
        Manifest bare = Recorded.object("statefulset");
        Manifest ours = labelled(bare, OURS);
        Manifest otherRepository = labelled(bare, new Labels("other", "east", OURS.app(), ""));
        assertEquals(Ownership.NOT_OURS, reader.object(bare).ownership());
        assertEquals(Ownership.OURS, reader.object(ours).ownership());
        assertEquals(Ownership.NOT_OURS, reader.object(otherRepository).ownership());
    }

    @Test
    void claimsAreSeenWithoutTheirSetInTheOrderOfOrdinals() {
        Manifest claim = Recorded.object("claim-bound");
        List<Manifest> claims = List.of(named(claim, "data-web-10"), named(claim, "data-web-2"));
        ObservedSet set =
                reader.sets(Set.of("web"), List.of(), List.of(), claims).getOrDefault("web", ObservedSet.absent("web"));
        assertEquals(Optional.empty(), set.live());
        assertEquals(
                List.of(2, 10),
                set.claims().stream().map(ObservedClaim::ordinal).toList());
        assertTrue(set.claims().get(0).bound());
        assertTrue(set.claims().get(0).volumeName().orElse("").startsWith("pvc-"));
        assertEquals("data", set.claims().get(0).template());
    }

    @Test
    void aPendingClaimHasNoVolume() {
        ObservedClaim claim = reader.sets(
                        Set.of("web"), List.of(), List.of(), List.of(Recorded.object("claim-pending")))
                .getOrDefault("web", ObservedSet.absent("web"))
                .claims()
                .get(0);
        assertEquals(Optional.empty(), claim.volumeName());
        assertEquals(false, claim.bound());
    }

    @Test
    void aSetWhoseNameEndsAnothersKeepsToItsOwn() {
        Manifest claim = Recorded.object("claim-bound");
        Manifest pod = Recorded.object("pod-ready");
        Map<String, ObservedSet> sets = reader.sets(
                List.of("web", "big-web"),
                List.of(),
                List.of(named(pod, "web-0"), named(pod, "big-web-0"), named(pod, "web-x"), named(pod, "web-01")),
                List.of(named(claim, "data-big-web-0"), named(claim, "data-web-1")));
        assertEquals(List.of("web-0"), podNames(sets, "web"));
        assertEquals(List.of("big-web-0"), podNames(sets, "big-web"));
        assertEquals(List.of("data-web-1"), claimNames(sets, "web"));
        assertEquals(List.of("data-big-web-0"), claimNames(sets, "big-web"));
    }

    private static List<String> podNames(Map<String, ObservedSet> sets, String set) {
        return sets.getOrDefault(set, ObservedSet.absent(set)).pods().stream()
                .map(ObservedPod::name)
                .toList();
    }

    private static List<String> claimNames(Map<String, ObservedSet> sets, String set) {
        return sets.getOrDefault(set, ObservedSet.absent(set)).claims().stream()
                .map(ObservedClaim::name)
                .toList();
    }

    private static Manifest named(Manifest object, String name) {
        return object.with(tree -> ((ObjectNode) tree.get("metadata")).put("name", name));
    }

    private static Manifest labelled(Manifest object, Labels labels) {
        return object.with(tree -> ((ObjectNode) tree.get("metadata")).set("labels", labels.tree()));
    }
}
