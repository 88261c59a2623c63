package dev.quorate.report;

import dev.quorate.plan.Decision.Held;
import dev.quorate.plan.ScalingVerdict;
import dev.quorate.schema.Condition;
import dev.quorate.schema.Condition.Status;
import dev.quorate.schema.StatusReport;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sizes that follow requests, as a report has them. */
final class Scalings {

    private Scalings() {}

    static List<StatusReport.Scaling> of(Facts facts) {
        return verdicts(facts).stream().map(Scalings::scaling).toList();
    }

    /** Empty for an app that nobody scales. */
    static Optional<Condition> condition(Facts facts) {
        List<ScalingVerdict> verdicts = verdicts(facts);
        List<Held> troubles = Stream.concat(
                        facts.observed().scalers().stream().map(ScalingVerdict::of),
                        verdicts.stream().flatMap(verdict -> verdict.troubles().stream()))
                .toList();
        if (!troubles.isEmpty()) {
            return Optional.of(condition(facts, Status.FALSE, troubles));
        }
        List<Held> words = verdicts.stream().map(ScalingVerdict::held).toList();
        return words.isEmpty() ? Optional.empty() : Optional.of(condition(facts, Status.TRUE, words));
    }

    private static Condition condition(Facts facts, Status status, List<Held> words) {
        String message = words.stream().map(Held::sentence).distinct().collect(Collectors.joining("; "));
        return Conditions.since(
                facts.before(), Condition.AUTOSCALING, status, words.get(0).reason(), message, facts.now());
    }

    private static List<ScalingVerdict> verdicts(Facts facts) {
        return ScalingVerdict.of(facts.goal(), facts.observed(), facts.decision(), facts.now());
    }

    private static StatusReport.Scaling scaling(ScalingVerdict verdict) {
        return new StatusReport.Scaling(
                verdict.set(),
                verdict.minReplicas(),
                verdict.maxReplicas(),
                verdict.request(),
                verdict.accepted(),
                verdict.live(),
                verdict.held().reason(),
                verdict.held().sentence(),
                verdict.since(),
                verdict.pressure().map(wish -> new StatusReport.Pressure(wish.bound(), wish.since())));
    }
}
