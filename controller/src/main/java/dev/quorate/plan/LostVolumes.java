package dev.quorate.plan;

import dev.quorate.schema.Lifecycle.Acknowledgement;
import dev.quorate.state.DesiredComponent;
import dev.quorate.state.ObservedClaim;
import dev.quorate.state.ObservedObject;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.ObservedSet;
import dev.quorate.state.OperationRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pods that cannot start since their volume does not come back. Where it is lost, as Kubernetes says, only the claim is left of
 * it; a person's word for this very claim lets it be made anew, and a member on it is replaced then like any other whose
 * volume is blank. Where no node can reach it, it exists, and no volume that exists is given up here: a person is told how.
 */
record LostVolumes(Situation situation, DesiredComponent component) {

    private static final String UNSCHEDULABLE = "Unschedulable";

    /** What a person has allowed and the quorum guard does not forbid; nothing that needs the pod goes on before. */
    static Optional<Decision> mend(Situation situation) {
        return each(situation)
                .flatMap(volumes -> volumes.lost().flatMap(claim -> volumes.mend(claim).stream()))
                .filter(Decision.Do.class::isInstance)
                .findFirst();
    }

    /** Where nothing else is to do, a person is asked, or told why the answer does not help yet. */
    static Decision judge(Situation situation, Decision decision) {
        if (decision instanceof Decision.Do || decision instanceof Decision.Settled) {
            return decision;
        }
        List<Refusal> own = each(situation)
                .flatMap(volumes -> volumes.lost().flatMap(volumes::refusals))
                .toList();
        if (own.isEmpty()) {
            return decision;
        }
        Stream<Refusal> others =
                decision instanceof Decision.Refuse refuse ? refuse.refusals().stream() : Stream.empty();
        return new Decision.Refuse(
                Stream.concat(others, own.stream()).distinct().toList());
    }

    private Stream<Refusal> refusals(ObservedClaim claim) {
        if (!gone(claim) || question(claim).answer(situation).isEmpty()) {
            return Stream.of(refusal(claim));
        }
        return mend(claim).stream()
                .filter(Decision.Refuse.class::isInstance)
                .flatMap(no -> ((Decision.Refuse) no).refusals().stream());
    }

    private static Stream<LostVolumes> each(Situation situation) {
        return situation.goal().desired().components().stream().map(component -> new LostVolumes(situation, component));
    }

    private ObservedSet set() {
        return situation.observed().set(Situation.onlySet(component).name());
    }

    private Stream<ObservedClaim> lost() {
        return set().claims().stream()
                .filter(claim -> claim.ordinal() < set().replicas())
                .filter(claim -> gone(claim) || stranded(claim))
                .filter(claim -> set().pod(claim.ordinal())
                        .filter(pod -> !pod.ready() && !pod.terminating())
                        .isPresent());
    }

    private static boolean gone(ObservedClaim claim) {
        return claim.object().live().at("/status/phase").asText().equals("Lost");
    }

    /** Other members have the data too; of a pod that knows no other, nothing else does. */
    private boolean stranded(ObservedClaim claim) {
        Duration deadline = situation.policy(component).progressDeadline();
        return claim.bound()
                && situation.traits(component).hasMembers()
                && set().pod(claim.ordinal())
                        .filter(pod -> pod.trouble().equals(Optional.of(UNSCHEDULABLE)))
                        .filter(pod -> pod.since().plus(deadline).isBefore(situation.now()))
                        .isPresent();
    }

    private Optional<Decision> mend(ObservedClaim claim) {
        Optional<Acknowledgement> answer = question(claim).answer(situation);
        if (answer.isEmpty()
                || !gone(claim)
                || claim.object().ownership() != ObservedObject.Ownership.OURS
                || notNow(claim)) {
            return Optional.empty();
        }
        return Optional.of(guard(claim)
                .<Decision>map(Decision.Refuse::new)
                .orElseGet(() -> new Decision.Do(makeAnew(claim, answer.get()))));
    }

    /**
     * Founders are not made blank while they found, and a set that is made anew needs its pods. Any other operation may be
     * waiting for this very pod.
     */
    private boolean notNow(ObservedClaim claim) {
        return situation
                .memory()
                .operation()
                .filter(operation -> operation.ordinal() != claim.ordinal()
                        && (operation.type() == OperationRecord.Type.BOOTSTRAP
                                || operation.phase() == OperationRecord.Phase.TAKING))
                .isPresent();
    }

    private Optional<Refusal> guard(ObservedClaim claim) {
        return situation.traits(component).hasMembers()
                ? new Guards(new MemberSet(situation, component)).replace(claim.ordinal())
                : Optional.empty();
    }

    /** A claim that is being deleted goes when no pod names it any more. */
    private Step makeAnew(ObservedClaim claim, Acknowledgement answer) {
        ObservedPod pod = set().pod(claim.ordinal()).orElseThrow();
        if (claim.object().live().terminating()) {
            return new Step.DeletePod(
                    component.name(),
                    set().name(),
                    pod.ordinal(),
                    pod.uid(),
                    pod.resourceVersion(),
                    "start " + pod.name() + " anew, on a new volume");
        }
        return new Step.Delete(
                claim.object().live().ref(),
                claim.object().live().uid(),
                claim.object().live().resourceVersion(),
                "give up the volume of " + pod.name() + ", " + Question.allowed(answer) + ": delete "
                        + claim.object().live().ref());
    }

    private static Question question(ObservedClaim claim) {
        return new Question(
                Guard.VOLUME_LOST, claim.name(), claim.object().live().uid());
    }

    private Refusal refusal(ObservedClaim claim) {
        String pod = Situation.onlySet(component).podName(claim.ordinal());
        String then = situation.traits(component).hasMembers()
                ? ", and a new member gets its data from the others."
                : ", and " + pod + " starts without data.";
        return Refusal.forPerson(
                Guard.VOLUME_LOST,
                gone(claim)
                        ? pod + " cannot start: the volume of " + claim.name()
                                + " is lost, as Kubernetes says. Bring back"
                                + " the PersistentVolume that it names; or, when that is not possible, write into the spec: "
                                + question(claim).line() + "; then the claim is deleted" + then
                        : "No node can take " + pod + ". When its volume, of " + claim.name()
                                + ", is on a node that does not come back, delete that claim by hand: Quorate gives up no"
                                + " volume that exists. The claim is made anew then" + then);
    }
}
