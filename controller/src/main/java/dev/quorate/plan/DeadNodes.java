package dev.quorate.plan;

import dev.quorate.schema.Lifecycle.Acknowledgement;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.ObservedSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pods that stop for ever, since their node cannot say that they have ended. Two processes on one identity could cost data,
 * so such a pod is deleted by force only when the node is gone, is out of service by a person's word, or a person says so of
 * this very pod. No time that passes proves anything.
 */
record DeadNodes(Situation situation) {

    /** A pod that surely ended is let go, whatever else is under way: nothing runs there any more. */
    Optional<Decision> free() {
        return stopping()
                .flatMap(pod -> why(pod).map(why -> free(pod, why)).stream())
                .findFirst();
    }

    /** Where nothing else is to do, a person is asked for each pod that nobody can vouch for. */
    Decision judge(Decision decision) {
        List<Refusal> unproved =
                stopping().filter(pod -> why(pod).isEmpty()).map(this::refusal).toList();
        if (unproved.isEmpty() || decision instanceof Decision.Do || decision instanceof Decision.Settled) {
            return decision;
        }
        List<Refusal> refusals = new ArrayList<>();
        if (decision instanceof Decision.Refuse refuse) {
            refusals.addAll(refuse.refusals());
        }
        refusals.addAll(unproved);
        return new Decision.Refuse(refusals);
    }

    private Stream<ObservedPod> stopping() {
        return situation.observed().sets().values().stream()
                .sorted(Comparator.comparing(ObservedSet::name))
                .flatMap(set -> set.pods().stream())
                .filter(ObservedPod::terminating)
                .filter(pod -> situation.observed().nodeTrouble(pod).isPresent());
    }

    private Optional<String> why(ObservedPod pod) {
        String node = "its node " + pod.node().orElse("");
        return switch (situation.observed().nodeTrouble(pod).orElseThrow()) {
            case GONE -> Optional.of(node + " is gone");
            case OUT_OF_SERVICE -> Optional.of(node + " is out of service");
            case UNREACHABLE ->
                question(pod)
                        .answer(situation)
                        .map((Acknowledgement answer) -> node + " is off, " + Question.allowed(answer));
        };
    }

    private static Question question(ObservedPod pod) {
        return new Question(Guard.NODE_UNREACHABLE, pod.name(), pod.uid());
    }

    private static Decision free(ObservedPod pod, String why) {
        String set = pod.name().substring(0, pod.name().lastIndexOf('-'));
        return new Decision.Do(new Step.ForceDelete(
                set, pod.ordinal(), pod.uid(), pod.resourceVersion(), "delete " + pod.name() + " by force: " + why));
    }

    private Refusal refusal(ObservedPod pod) {
        String node = pod.node().orElse("");
        return Refusal.forPerson(
                Guard.NODE_UNREACHABLE,
                pod.name() + " stops on node " + node
                        + ", which does not answer, so it may run on there, and none may run"
                        + " beside it. Bring the node back; or, when it is off for good, delete Node " + node
                        + " or taint it node.kubernetes.io/out-of-service; or write into the spec: "
                        + question(pod).line());
    }
}
