package dev.quorate.execute;

import dev.quorate.cluster.ClusterException;
import dev.quorate.plan.Guard;
import dev.quorate.plan.Refusal;
import dev.quorate.plan.Step;
import java.time.Duration;
import java.util.List;

/** What an API server's no means for the step that it was said to. */
final class ClusterOutcomes {

    private static final Duration AT_ONCE = Duration.ofMillis(200);
    private static final Duration LATER = Duration.ofSeconds(2);

    private ClusterOutcomes() {}

    static Outcome of(Step step, ClusterException e) {
        return switch (e.reason()) {
            case FORBIDDEN, INVALID -> refused(step, e);
            case NOT_FOUND -> step instanceof Step.Create ? refused(step, e) : again(step, e);
            case CONFLICT, ALREADY_EXISTS -> again(step, e);
            case THROTTLED, UNAVAILABLE, NO_REPLY ->
                new Outcome.Retry(e.retryAfter().orElse(LATER), sentence(step, e));
        };
    }

    private static Outcome again(Step step, ClusterException e) {
        return new Outcome.Retry(AT_ONCE, sentence(step, e));
    }

    /** Rights, quota, admission and a missing namespace can be mended without a commit, so it is tried again, slowly. */
    private static Outcome refused(Step step, ClusterException e) {
        return new Outcome.Refused(List.of(new Refusal(Guard.CLUSTER_REFUSED, sentence(step, e), true)));
    }

    private static String sentence(Step step, ClusterException e) {
        return "Could not " + step.text() + ": " + e.getMessage() + ".";
    }
}
