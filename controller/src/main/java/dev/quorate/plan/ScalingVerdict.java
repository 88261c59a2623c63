package dev.quorate.plan;

import dev.quorate.state.Accepted.Direction;
import dev.quorate.state.Accepted.Wish;
import dev.quorate.state.ObservedState;
import dev.quorate.state.OtherScaler;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What becomes of the requests for one component, for people.
 *
 * @param set its StatefulSet
 * @param request as it is written; absent where there is no target yet
 * @param live pods that are there and do not stop
 * @param held why what is accepted is not what is asked for, or that it is
 * @param since when that began
 * @param troubles what a person should mend, whether or not a request waits for it
 * @param pressure since when the wish lies outside of the bounds
 */
public record ScalingVerdict(
        String set,
        int minReplicas,
        int maxReplicas,
        OptionalInt request,
        int accepted,
        int live,
        Decision.Held held,
        Instant since,
        List<Decision.Held> troubles,
        Optional<Pressure> pressure) {

    public ScalingVerdict {
        troubles = List.copyOf(troubles);
    }

    public static final String FOREIGN = "ForeignAutoscaler";
    public static final String METRICS_MISSING = "MetricsMissing";
    public static final String AUTOSCALER_IDLE = "AutoscalerIdle";
    public static final String FAILING = "ThreeFailures";
    public static final String UNSCHEDULABLE = "Unschedulable";
    public static final String AT_MAXIMUM = "AtMaximum";
    public static final String SCALE_IN_MANUAL = "ScaleInManual";
    public static final String VERTICAL = "VerticalPodAutoscaler";

    /** @param bound the field of Git that stands against it */
    public record Pressure(String bound, Instant since) {}

    /** What is said of somebody else who scales, whether or not Git wants any scaling. */
    public static Decision.Held of(OtherScaler other) {
        return new Decision.Held(other.vertical() ? VERTICAL : FOREIGN, ScalingHolds.words(other));
    }

    /** One for each component whose size follows requests. */
    public static List<ScalingVerdict> of(Goal goal, ObservedState observed, Decision decision, Instant now) {
        return goal.removing()
                ? List.of()
                : Scaled.all(new Situation(goal, observed, now))
                        .map(scaled -> of(scaled, decision))
                        .toList();
    }

    private static ScalingVerdict of(Scaled scaled, Decision decision) {
        Decision.Held held = held(scaled, decision);
        return new ScalingVerdict(
                scaled.set().name(),
                scaled.bounds().minReplicas(),
                scaled.bounds().maxReplicas(),
                scaled.request(),
                scaled.accepted(),
                (int) scaled.set().pods().stream()
                        .filter(pod -> !pod.terminating())
                        .count(),
                held,
                since(scaled, held.reason()),
                troubles(scaled),
                pressure(scaled));
    }

    /** The target keeps since when its reason holds. */
    private static Instant since(Scaled scaled, String reason) {
        return scaled.target()
                .map(live -> live.at("/status"))
                .filter(status -> status.path("reason").asText().equals(reason))
                .map(status -> status.path("since").asText())
                .filter(since -> !since.isEmpty())
                .map(Instant::parse)
                .orElse(scaled.situation().now());
    }

    private static List<Decision.Held> troubles(Scaled scaled) {
        return Stream.of(
                        homeless(scaled),
                        Blindness.of(scaled),
                        new ScalingHolds(scaled).failing(),
                        scaled.floor().trouble(scaled))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Pressure> pressure(Scaled scaled) {
        return scaled.remembered().flatMap(size -> size.wish()).flatMap(ScalingVerdict::pressure);
    }

    private static Optional<Pressure> pressure(Wish wish) {
        if (wish.direction() == Direction.ABOVE_MAXIMUM) {
            return Optional.of(new Pressure("maxReplicas", wish.since()));
        }
        return wish.direction() == Direction.BELOW_MINIMUM
                ? Optional.of(new Pressure("minReplicas", wish.since()))
                : Optional.empty();
    }

    private static Decision.Held held(Scaled scaled, Decision decision) {
        if (scaled.situation().goal().app().lifecycle().stopped()) {
            return new Decision.Held("Stopped", "the app is stopped, and comes back with so many");
        }
        if (!(decision instanceof Decision.Settled)) {
            return busy(scaled, decision);
        }
        if (scaled.wanted() == scaled.accepted()) {
            return same(scaled);
        }
        return new ScalingHolds(scaled)
                .first()
                .map(hold -> new Decision.Held(hold.reason(), asked(scaled) + "; " + hold.sentence()))
                .orElseGet(() -> new Decision.Held("Accepting", asked(scaled)));
    }

    private static Decision.Held busy(Scaled scaled, Decision decision) {
        Optional<Decision.Held> homeless = homeless(scaled);
        if (homeless.isPresent()) {
            return homeless.get();
        }
        if (decision instanceof Decision.Refuse refuse) {
            String guard = refuse.refusals().get(0).guard().title();
            return new Decision.Held(
                    guard, asked(scaled) + "; nothing is accepted while the app stands still: " + guard);
        }
        return scaled.wanted() == scaled.accepted()
                ? same(scaled)
                : new Decision.Held("Busy", asked(scaled) + "; what is under way comes first");
    }

    private static Optional<Decision.Held> homeless(Scaled scaled) {
        return scaled.set().pods().stream()
                .filter(pod -> pod.trouble().equals(Optional.of(UNSCHEDULABLE)))
                .findFirst()
                .map(pod -> new Decision.Held(
                        UNSCHEDULABLE, pod.name() + " finds no node that has room for it, so no more are started"));
    }

    private static String asked(Scaled scaled) {
        return scaled.request().orElse(scaled.accepted()) + " are asked for, and " + scaled.accepted() + " accepted";
    }

    /** Nothing else could be accepted: why that is another number than the request, if it is. */
    private static Decision.Held same(Scaled scaled) {
        if (scaled.keptByFloor()) {
            Decision.Held hold = scaled.floor().hold(scaled);
            return new Decision.Held(hold.reason(), asked(scaled) + "; " + hold.sentence());
        }
        int request = scaled.request().orElse(scaled.accepted());
        Optional<Direction> beyond = scaled.direction();
        if (beyond.equals(Optional.of(Direction.ABOVE_MAXIMUM))) {
            return new Decision.Held(AT_MAXIMUM, "more are asked for, and maxReplicas is " + scaled.accepted());
        }
        if (beyond.equals(Optional.of(Direction.BELOW_MINIMUM))) {
            return new Decision.Held("AtMinimum", "fewer are asked for, and minReplicas is " + scaled.accepted());
        }
        return request == scaled.accepted()
                ? new Decision.Held("AsRequested", "as asked for")
                : new Decision.Held(
                        "LegalSize",
                        asked(scaled) + ", the next size that is allowed: "
                                + scaled.sizes().why());
    }
}
