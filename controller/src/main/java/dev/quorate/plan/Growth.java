package dev.quorate.plan;

import dev.quorate.schema.Condition;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.DesiredSet;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObservedClaim;
import dev.quorate.state.ObservedObject.Ownership;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.ObservedSet;
import dev.quorate.state.Space;
import dev.quorate.state.Space.Expansion;
import dev.quorate.state.Space.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Gives the volumes of a component the room that Git asks for, one claim at a time, while their pods run. Only when all have
 * it is the StatefulSet made anew, so that a commit that is reverted because a driver fails finds the set as it was.
 */
final class Growth {

    /** So long a kubelet may take to grow the file system under a running pod before the pod is restarted for it. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Situation situation;
    private final DesiredSet wanted;
    private final ObservedSet set;

    Growth(Situation situation, DesiredComponent component) {
        this.situation = situation;
        this.wanted = Situation.onlySet(component);
        this.set = situation.observed().set(wanted.name());
    }

    /** Whether a claim asks for less than Git gives it; claims that no pod uses or will use are left as they are. */
    static boolean outgrown(Manifest statefulSet, DesiredSet wanted, ObservedSet set, ObservedClaim claim) {
        return claim.ordinal() < Math.max(wanted.replicas(), set.replicas())
                && claim.bound()
                && claim.object().ownership() == Ownership.OURS
                && !claim.object().live().terminating()
                && Quantity.less(claim.space().requested(), size(statefulSet, claim));
    }

    /** Nothing of a commit is done that asks for more than the classes of its volumes give. */
    Optional<Refusal> refusal() {
        return asked() ? fixed() : Optional.empty();
    }

    /** The set is not made anew yet. */
    private boolean asked() {
        return set.live()
                .filter(live -> !new VolumeChange(statefulSet(), live.object().live())
                        .words()
                        .isEmpty())
                .isPresent();
    }

    private Optional<Refusal> fixed() {
        return small().stream()
                .filter(claim -> claim.space().expansion() == Expansion.FORBIDDEN)
                .findFirst()
                .map(this::fixed);
    }

    private Refusal fixed(ObservedClaim claim) {
        String had = claim.space().requested();
        String why = claim.space()
                .storageClass()
                .map(name -> "StorageClass " + name + " does not let volumes grow. Write size: " + had
                        + " again; set allowVolumeExpansion in the class, if its driver can do it;")
                .orElse("no StorageClass made its volume, so nobody can let it grow. Write size: " + had + " again;");
        return Refusal.forPerson(
                Guard.STORAGE_CANNOT_GROW,
                "Git asks for " + size(claim) + " for " + claim.name() + ", which has " + had + ", and " + why
                        + " or make another app with larger volumes, move the data there by the engine's own means, and"
                        + " then remove this one.");
    }

    Optional<Decision> grow() {
        if (set.live().isEmpty()
                || refusal().isPresent()
                || failed().isPresent()
                || growing().isPresent()) {
            return Optional.empty();
        }
        return small().stream()
                .filter(claim -> claim.space().expansion() != Expansion.FORBIDDEN)
                .findFirst()
                .map(this::step);
    }

    private Decision step(ObservedClaim claim) {
        Manifest live = claim.object().live();
        String from = claim.space().requested();
        return new Decision.Do(new Step.Grow(
                live.ref(),
                live.uid(),
                live.resourceVersion(),
                from,
                size(claim),
                "let " + live.ref() + " grow from " + from + " to " + size(claim)));
    }

    /** All that pods use ask for what Git gives them, and have it but for what only a start of their pod can do. */
    boolean done() {
        return small().isEmpty() && failed().isEmpty() && growing().isEmpty();
    }

    /** Why an app with nothing else to do is not yet as Git says. */
    Optional<Decision> unfinished() {
        return failed().<Decision>map(Decision.Refuse::new)
                .or(() -> fixed().map(Decision.Refuse::new))
                .or(() -> used(this::lacks).stream().findFirst().map(claim -> new Decision.Wait(progress(claim))));
    }

    private Optional<Refusal> failed() {
        return used(claim -> lacks(claim) && claim.space().in(Stage.FAILED)).stream()
                .findFirst()
                .map(this::failed);
    }

    private Refusal failed(ObservedClaim claim) {
        String why = claim.space().growth().map(Space.Growth::words).orElse("");
        return Refusal.forPerson(
                Guard.STORAGE_GROWTH_FAILED,
                claim.name() + " cannot grow from " + capacity(claim) + " to "
                        + claim.space().requested() + ": " + why
                        + " (in the words of its driver). It goes on when the cause is mended"
                        + (asked() ? "; until then the old size can be written into the file again." : "."));
    }

    /** Its volume becomes larger; a file system that waits for a kubelet keeps nothing else from growing. */
    private Optional<ObservedClaim> growing() {
        return used(claim -> lacks(claim) && !claim.space().in(Stage.FILE_SYSTEM)).stream()
                .filter(claim -> !small().contains(claim))
                .findFirst();
    }

    private String progress(ObservedClaim claim) {
        String what = claim.name() + " grows from " + capacity(claim) + " to "
                + claim.space().requested();
        return claim.space().in(Stage.FILE_SYSTEM)
                ? what + ": its volume has grown, and its file system follows"
                : what;
    }

    /** Whether a pod must start anew for the file system on one of its volumes to grow, as some drivers need it. */
    boolean needsStart(ObservedPod pod) {
        return used(claim -> claim.ordinal() == pod.ordinal() && lacks(claim)).stream()
                .map(ObservedClaim::space)
                .filter(space -> space.in(Stage.FILE_SYSTEM))
                .flatMap(space -> space.growth().stream())
                .map(Space.Growth::since)
                .anyMatch(since -> since.plus(PATIENCE).isBefore(situation.now())
                        && pod.createdAt().isBefore(since));
    }

    /** Nothing shrinks, so what has more room than Git asks for is told and left as it is. */
    Optional<Decision.Held> larger() {
        List<String> larger = set.claims().stream()
                .filter(claim -> claim.ordinal() < set.replicas())
                .filter(claim -> Quantity.less(size(claim), claim.space().requested()))
                .map(claim -> claim.name() + " " + claim.space().requested())
                .toList();
        return larger.isEmpty()
                ? Optional.empty()
                : Optional.of(new Decision.Held(
                        Condition.VOLUMES_LARGER,
                        "larger than Git asks for, and left so: "
                                + larger.stream().collect(Collectors.joining(", ")) + "."));
    }

    private List<ObservedClaim> used(Predicate<ObservedClaim> as) {
        return set.claims().stream()
                .filter(claim -> claim.ordinal() < set.replicas() && claim.bound() && as.test(claim))
                .toList();
    }

    private List<ObservedClaim> small() {
        return set.claims().stream()
                .filter(claim -> outgrown(statefulSet(), wanted, set, claim))
                .toList();
    }

    private boolean lacks(ObservedClaim claim) {
        return Quantity.less(capacity(claim), size(claim));
    }

    private static String capacity(ObservedClaim claim) {
        return claim.space().capacity().orElse("");
    }

    private String size(ObservedClaim claim) {
        return size(statefulSet(), claim);
    }

    private static String size(Manifest statefulSet, ObservedClaim claim) {
        return VolumeChange.size(statefulSet, claim.template()).orElse("");
    }

    private Manifest statefulSet() {
        return Objects.requireNonNull(situation.goal().sets().get(wanted.name()));
    }
}
