package dev.quorate.plan;

import dev.quorate.schema.Autoscale.Mode;
import dev.quorate.state.Accepted;
import dev.quorate.state.Accepted.Direction;
import dev.quorate.state.Accepted.Wish;
import dev.quorate.state.OtherScaler;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Why another size is asked for and not accepted now, though nothing else is to be done; each with its name and its sentence. */
final class ScalingHolds {

    /** So often in a row a larger size may fail before nothing is tried any more under the same spec. */
    private static final int MOST_FAILURES = 3;

    private final Scaled scaled;
    private final Situation situation;
    private final boolean fewer;

    ScalingHolds(Scaled scaled) {
        this.scaled = scaled;
        this.situation = scaled.situation();
        this.fewer = scaled.wanted() < scaled.accepted();
    }

    Optional<Decision.Held> first() {
        return suspended()
                .or(this::otherScaler)
                .or(this::failing)
                .or(() -> fewer ? mode() : Optional.empty())
                .or(() -> fewer ? blind() : Optional.empty())
                .or(this::settling)
                .or(() -> fewer ? window() : Optional.empty())
                .or(() -> fewer ? schedule() : Optional.empty())
                .or(this::members);
    }

    private Optional<Decision.Held> suspended() {
        return hold(situation.goal().app().lifecycle().suspend(), Guard.SUSPENDED.title(), "the app is suspended");
    }

    private Optional<Decision.Held> otherScaler() {
        return situation.observed().scalers().stream()
                .filter(other -> !other.vertical())
                .findFirst()
                .map(ScalingVerdict::of);
    }

    static String words(OtherScaler other) {
        return other.vertical()
                ? other
                        + " changes what the pods request and evicts them for it. Set its updateMode to Off, and commit what"
                        + " it recommends"
                : other
                        + " scales the StatefulSet itself, where no member is asked to leave first. Delete it, or let it"
                        + " scale the ScaleTarget; what it takes away is put back";
    }

    Optional<Decision.Held> failing() {
        int failures = scaled.remembered()
                .map(size -> size.failures(situation.goal().commit()))
                .orElse(0);
        return hold(
                failures >= MOST_FAILURES,
                ScalingVerdict.FAILING,
                "a larger size has failed " + failures
                        + " times in a row; nothing is accepted until a commit changes the spec");
    }

    private Optional<Decision.Held> mode() {
        Mode mode =
                scaled.bounds().scaleIn().mode().orElse(scaled.care().scaleIn().mode());
        return switch (mode) {
            case AUTO -> Optional.empty();
            case DISABLED -> hold(true, "ScaleInDisabled", "scaleIn.mode is Disabled, so nobody leaves");
            case MANUAL -> hold(true, ScalingVerdict.SCALE_IN_MANUAL, manual());
        };
    }

    private String manual() {
        String path = situation.goal().app().source().path();
        return "scaleIn.mode is Manual, so a person decides: for " + leaving() + " to leave, commit maxReplicas: "
                + scaled.bounds().maxReplicas() + " → " + scaled.wanted() + " under " + scaled.field() + " in " + path
                + "; it can be raised again when they have left";
    }

    private String leaving() {
        String first = Situation.onlySet(scaled.component()).podName(scaled.accepted() - 1);
        String last = Situation.onlySet(scaled.component()).podName(scaled.wanted());
        return first.equals(last) ? first : first + " down to " + last;
    }

    /** A gap in the metrics must never be read as no load. */
    private Optional<Decision.Held> blind() {
        return Blindness.of(scaled);
    }

    private Optional<Decision.Held> settling() {
        return until(
                scaled.quietSince().plus(scaled.care().settle()),
                "Settling",
                "the last change has just ended, and load that it made says nothing");
    }

    private Optional<Decision.Held> window() {
        Duration window = scaled.bounds()
                .scaleIn()
                .window()
                .orElse(scaled.care().scaleIn().window());
        Instant wished = scaled.remembered()
                .flatMap(Accepted::wish)
                .filter(wish -> wish.direction() == Direction.FEWER)
                .map(Wish::since)
                .orElse(situation.now());
        Instant quiet = scaled.quietSince();
        return until(
                (wished.isAfter(quiet) ? wished : quiet).plus(window),
                "ScaleInWindow",
                "fewer must be asked for, and nothing change, for " + words(window) + " before one leaves");
    }

    private Optional<Decision.Held> schedule() {
        return scaled.bounds()
                .scaleIn()
                .schedule()
                .filter(schedule -> !schedule.open(situation.now()))
                .map(schedule -> new Decision.Held(
                        "OutsideSchedule", "scaleIn.schedule lets members leave only " + schedule.text() + " UTC"));
    }

    private Optional<Decision.Held> members() {
        if (!situation.traits(scaled.component()).hasMembers()) {
            return Optional.empty();
        }
        Guards guards = new Guards(new MemberSet(situation, scaled.component()));
        return (fewer ? guards.leave(scaled.accepted() - 1) : guards.join())
                .map(no -> new Decision.Held(no.guard().title(), no.sentence().replaceFirst("\\.$", "")));
    }

    private Optional<Decision.Held> until(Instant end, String reason, String why) {
        return hold(situation.now().isBefore(end), reason, why + ": not before " + end);
    }

    private static Optional<Decision.Held> hold(boolean holds, String reason, String sentence) {
        return holds ? Optional.of(new Decision.Held(reason, sentence)) : Optional.empty();
    }

    private static String words(Duration duration) {
        return duration.toSeconds() % 60 == 0 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }
}
