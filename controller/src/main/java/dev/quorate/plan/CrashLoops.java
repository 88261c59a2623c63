package dev.quorate.plan;

import dev.quorate.state.Admission;
import dev.quorate.state.Member;
import dev.quorate.state.ObservedPod;
import java.time.Duration;

/**
 * First aid for pods whose container ends again and again. It is restarted inside its pod, and what the pod read at its start
 * is not read again; a new pod reads its admission and its volume anew, and says so if they do not fit. Meant for members that
 * are no part of the quorum as it is.
 */
final class CrashLoops {

    static final String REASON = "CrashLoopBackOff";

    /** As long as the kubelet's longest back-off, so that pods are not made anew more often than containers. */
    private static final Duration LONG = Duration.ofMinutes(5);

    private CrashLoops() {}

    static boolean only(MemberSet members, ObservedPod pod) {
        boolean longEnough =
                pod.createdAt().plus(LONG).isBefore(members.situation().now());
        return pod.trouble().filter(REASON::equals).isPresent() && longEnough && !pod.terminating();
    }

    /** Its container ends again and again, and the cluster has given it up. */
    static boolean dead(MemberSet members, Admission admission) {
        return members.member(admission.ordinal())
                        .filter(member -> member.health() == Member.Health.DEAD)
                        .isPresent()
                && members.live()
                        .pod(admission.ordinal())
                        .flatMap(ObservedPod::trouble)
                        .filter(REASON::equals)
                        .isPresent();
    }

    static Decision startAnew(MemberSet members, ObservedPod pod) {
        return new Decision.Do(new Step.DeletePod(
                members.component().name(),
                members.wanted().name(),
                pod.ordinal(),
                pod.uid(),
                pod.resourceVersion(),
                "start " + pod.name() + " anew: its container ends again and again"));
    }
}
