package dev.quorate.plan;

import dev.quorate.state.DesiredComponent;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.ObservedSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Waiting ends being progress when a pod takes longer than its spec allows: then a person is told, with the pod's own reason. */
final class Deadline {

    private Deadline() {}

    static Decision judge(Situation situation, Decision decision) {
        if (decision instanceof Decision.Wait) {
            return late(situation).<Decision>map(Decision.Refuse::new).orElse(decision);
        }
        if (decision instanceof Decision.Refuse refuse
                && refuse.refusals().stream().noneMatch(Refusal::needsPerson)) {
            List<Refusal> refusals = new ArrayList<>(refuse.refusals());
            late(situation).ifPresent(refusals::add);
            return new Decision.Refuse(refusals);
        }
        return decision;
    }

    private static Optional<Refusal> late(Situation situation) {
        for (DesiredComponent component : situation.goal().desired().components()) {
            ObservedSet set =
                    situation.observed().set(Situation.onlySet(component).name());
            Duration deadline = situation.policy(component).progressDeadline();
            List<ObservedPod> late = set.pods().stream()
                    .filter(pod -> pod.ordinal() < set.replicas() && !pod.ready() && !pod.terminating())
                    .filter(pod -> pod.since().plus(deadline).isBefore(situation.now()))
                    .toList();
            if (!late.isEmpty()) {
                return Optional.of(refusal(late, deadline));
            }
        }
        return Optional.empty();
    }

    private static Refusal refusal(List<ObservedPod> late, Duration deadline) {
        String pods = late.stream()
                .map(pod ->
                        pod.name() + " has not been Ready for more than " + deadline.toSeconds() + " s: " + why(pod))
                .collect(Collectors.joining("; "));
        return Refusal.forPerson(
                Guard.PROGRESS_DEADLINE,
                pods + ". What waits for " + (late.size() == 1 ? "it" : "them")
                        + " goes on when a commit, or a person, has mended the cause.");
    }

    /** The reasons of the kubelet and the scheduler, as people say them. */
    static String why(ObservedPod pod) {
        String trouble = pod.trouble().orElse("");
        String words = switch (trouble) {
            case "" -> pod.running() ? "it runs, and its readiness probe fails" : "its containers have not started";
            case "ImagePullBackOff", "ErrImagePull", "InvalidImageName", "ErrImageNeverPull" ->
                "its image cannot be pulled";
            case "OOMKilled" -> "it was killed for using more memory than its limit";
            case "Unschedulable" -> "no node has room for it or may take it";
            case "CrashLoopBackOff" -> "its container ends again and again";
            case "CreateContainerConfigError", "CreateContainerError", "RunContainerError" ->
                "its container cannot be made";
            default -> "it cannot start";
        };
        return trouble.isEmpty() ? words : words + " (" + trouble + ")";
    }
}
