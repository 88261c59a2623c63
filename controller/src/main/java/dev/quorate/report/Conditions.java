package dev.quorate.report;

import dev.quorate.plan.Decision;
import dev.quorate.plan.Guard;
import dev.quorate.plan.Refusal;
import dev.quorate.schema.Condition;
import dev.quorate.schema.Condition.Status;
import dev.quorate.schema.Lifecycle;
import dev.quorate.state.ObservedClaim;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * kstatus conditions, and whether requests for another size are followed. Ready is true when live is as Git says and every pod is ready; Stalled when only a person can go on;
 * Reconciling when it goes on by itself.
 */
public final class Conditions {

    private Conditions() {}

    static List<Condition> of(Facts facts) {
        List<Condition> conditions = new ArrayList<>(state(facts));
        Scalings.condition(facts).ifPresent(conditions::add);
        Backups.condition(facts).ifPresent(conditions::add);
        return conditions;
    }

    private static List<Condition> state(Facts facts) {
        List<Refusal> refusals = refusals(facts);
        if (!refusals.isEmpty()) {
            return Standstill.lasts(facts) ? standing(facts, refusals) : refused(refusals, facts.before(), facts.now());
        }
        if (facts.decision() instanceof Decision.Settled settled) {
            return facts.goal().removing() ? deleted(facts) : settled(facts, settled.held());
        }
        String waiting = progress(facts.decision());
        if (Standstill.lasts(facts)) {
            String reason = Guard.PROGRESS_DEADLINE.title();
            return conditions(facts, State.STALLED, reason, Standstill.sentence(facts, waiting));
        }
        String reason = facts.goal().removing() ? "Deleting" : "Progressing";
        return conditions(facts, State.RECONCILING, reason, waiting);
    }

    /** Exactly one of the three holds. */
    private enum State {
        READY,
        RECONCILING,
        STALLED
    }

    static List<Condition> refused(List<Refusal> refusals, List<Condition> before, Instant now) {
        Optional<Refusal> forPerson =
                refusals.stream().filter(Refusal::needsPerson).findFirst();
        String reason = forPerson.orElse(refusals.get(0)).guard().title();
        boolean stalled = forPerson.isPresent();
        return conditions(before, now, stalled ? State.STALLED : State.RECONCILING, reason, Sentences.of(refusals));
    }

    /** Each of them could pass by itself, and they have not. */
    private static List<Condition> standing(Facts facts, List<Refusal> refusals) {
        String reason = refusals.get(0).guard().title();
        return conditions(facts, State.STALLED, reason, Standstill.sentence(facts, Sentences.of(refusals)));
    }

    static List<Condition> released(List<Condition> before, Instant now) {
        String message = "No file mentions this app any more; its objects are left as they are.";
        return nobodys(before, now, "Released", message);
    }

    private static List<Condition> deleted(Facts facts) {
        String kept = facts.observed().sets().values().stream()
                .flatMap(set -> set.claims().stream())
                .map(ObservedClaim::name)
                .sorted()
                .collect(Collectors.joining(", "));
        String volumes = kept.isEmpty() ? "no volume is left." : "these volumes are kept: " + kept + ".";
        String message = "The file of this app is gone and asked for its deletion; " + volumes;
        return nobodys(facts.before(), facts.now(), "Deleted", message);
    }

    /** Neither ready nor on the way to it: nobody asks for anything any more. */
    private static List<Condition> nobodys(List<Condition> before, Instant now, String reason, String message) {
        return List.of(
                since(before, Condition.READY, Status.UNKNOWN, reason, message, now),
                holdsOrNot(before, now, Condition.RECONCILING, false, "", ""),
                holdsOrNot(before, now, Condition.STALLED, false, "", ""));
    }

    /** The condition, with the time of the one before where it says the same. */
    public static Condition since(
            List<Condition> before, String type, Status status, String reason, String message, Instant now) {
        Instant since = before.stream()
                .filter(condition -> condition.type().equals(type) && condition.status() == status)
                .map(Condition::lastTransitionTime)
                .findFirst()
                .orElse(now);
        return new Condition(type, status, reason, message, since);
    }

    static List<Refusal> refusals(Facts facts) {
        List<Refusal> refusals = new ArrayList<>(facts.file());
        if (facts.decision() instanceof Decision.Refuse refuse) {
            refusals.addAll(refuse.refusals());
        }
        return refusals;
    }

    private static List<Condition> settled(Facts facts, Optional<Decision.Held> held) {
        String count =
                Sizes.readyPods(facts.goal(), facts.observed()) + " of " + Sizes.wantedPods(facts.goal()) + " ready";
        Lifecycle lifecycle = facts.goal().app().lifecycle();
        if (lifecycle.stopped()) {
            return conditions(facts, State.READY, Condition.STOPPED, "stopped as Git says; the volumes are kept");
        }
        if (lifecycle.suspend()) {
            return conditions(facts, State.READY, Condition.SUSPENDED, count + "; suspended, so nothing is touched");
        }
        return conditions(
                facts,
                State.READY,
                held.map(Decision.Held::reason).orElse("AsGitSays"),
                count + held.map(rest -> "; " + rest.sentence()).orElse(""));
    }

    private static String progress(Decision decision) {
        if (decision instanceof Decision.Do next) {
            return next.step().text();
        }
        return decision instanceof Decision.Wait wait ? wait.what() : "";
    }

    private static List<Condition> conditions(Facts facts, State state, String reason, String message) {
        return conditions(facts.before(), facts.now(), state, reason, message);
    }

    private static List<Condition> conditions(
            List<Condition> before, Instant now, State state, String reason, String message) {
        Status ready = state == State.READY ? Status.TRUE : Status.FALSE;
        return List.of(
                since(before, Condition.READY, ready, reason, message, now),
                holdsOrNot(before, now, Condition.RECONCILING, state == State.RECONCILING, reason, message),
                holdsOrNot(before, now, Condition.STALLED, state == State.STALLED, reason, message));
    }

    private static Condition holdsOrNot(
            List<Condition> before, Instant now, String type, boolean holds, String reason, String message) {
        return holds
                ? since(before, type, Status.TRUE, reason, message, now)
                : since(before, type, Status.FALSE, "Not" + type, "", now);
    }
}
