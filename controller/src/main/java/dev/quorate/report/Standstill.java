package dev.quorate.report;

import dev.quorate.plan.Decision;
import dev.quorate.plan.Guard;
import dev.quorate.plan.Refusal;
import dev.quorate.schema.Condition;
import dev.quorate.schema.Condition.Status;
import dev.quorate.state.ObservedPod;
import java.time.Duration;
import java.time.Instant;

/**
 * What the deadline of a pod cannot tell: a pod that is never made or never ends, a member that never gets well, a container
 * that is Ready for a moment again and again. Nothing of ours runs, the app is not Ready for longer than its spec allows, and
 * no pod is new enough to be hoped for. Then waiting is no progress, and a person is told.
 */
final class Standstill {

    private Standstill() {}

    static boolean lasts(Facts facts) {
        return waits(facts) && facts.log().running().isEmpty() && notReadyForLong(facts) && !hopeful(facts);
    }

    static String sentence(Facts facts, String waiting) {
        String end = waiting.endsWith(".") ? " " : ". ";
        return waiting + end + "The app has not been Ready for more than "
                + deadline(facts).toSeconds()
                + " s, and nothing moves: it goes on when a commit, or a person, has mended the cause.";
    }

    /** Another app that is not Ready is mended there. */
    private static boolean waits(Facts facts) {
        if (facts.decision() instanceof Decision.Refuse refuse) {
            return refuse.refusals().stream().noneMatch(Standstill::accountedFor)
                    && facts.file().isEmpty();
        }
        return facts.decision() instanceof Decision.Wait && facts.file().isEmpty();
    }

    private static boolean accountedFor(Refusal refusal) {
        return refusal.needsPerson() || refusal.guard() == Guard.DEPENDENCY_NOT_READY;
    }

    private static boolean notReadyForLong(Facts facts) {
        return facts.before().stream()
                .filter(condition -> condition.type().equals(Condition.READY) && condition.status() == Status.FALSE)
                .anyMatch(condition -> overdue(facts, condition.lastTransitionTime()));
    }

    private static boolean hopeful(Facts facts) {
        return facts.observed().sets().values().stream()
                .flatMap(set -> set.pods().stream())
                .filter(pod -> !pod.ready())
                .map(ObservedPod::createdAt)
                .anyMatch(made -> !overdue(facts, made));
    }

    private static boolean overdue(Facts facts, Instant since) {
        return since.plus(deadline(facts)).isBefore(facts.now());
    }

    private static Duration deadline(Facts facts) {
        return facts.goal().app().components().values().stream()
                .map(component -> component.updateStrategy().progressDeadline())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
