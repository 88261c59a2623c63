package dev.quorate.report;

import dev.quorate.plan.Decision;
import dev.quorate.plan.Refusal;
import dev.quorate.schema.Condition;
import dev.quorate.schema.Condition.Status;
import dev.quorate.state.ObservedPod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * kstatus conditions: Ready is true when live is as Git says and every pod is ready; Stalled when only a person can go on;
 * Reconciling when it goes on by itself.
 */
public final class Conditions {

    private Conditions() {}

    static List<Condition> of(Facts facts) {
        List<Refusal> refusals = refusals(facts);
        Optional<Refusal> stalled =
                refusals.stream().filter(Refusal::needsPerson).findFirst();
        if (stalled.isPresent()) {
            String reason = stalled.get().guard().title();
            return conditions(facts, Status.FALSE, Status.FALSE, Status.TRUE, reason, Sentences.of(refusals));
        }
        if (!refusals.isEmpty()) {
            String reason = refusals.get(0).guard().title();
            return conditions(facts, Status.FALSE, Status.TRUE, Status.FALSE, reason, Sentences.of(refusals));
        }
        if (facts.decision() instanceof Decision.Settled) {
            return settled(facts);
        }
        return conditions(facts, Status.FALSE, Status.TRUE, Status.FALSE, "Progressing", progress(facts.decision()));
    }

    static List<Condition> released(List<Condition> before, Instant now) {
        String message = "No file mentions this app any more; its objects are left as they are.";
        return List.of(
                since(before, Condition.READY, Status.UNKNOWN, "Released", message, now),
                since(before, Condition.RECONCILING, Status.FALSE, "NotReconciling", "", now),
                since(before, Condition.STALLED, Status.FALSE, "NotStalled", "", now));
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

    private static List<Condition> settled(Facts facts) {
        int wanted = Sizes.wantedPods(facts.goal());
        int ready = Sizes.readyPods(facts.goal(), facts.observed());
        String count = ready + " of " + wanted + " ready";
        if (ready >= wanted) {
            return conditions(facts, Status.TRUE, Status.FALSE, Status.FALSE, "AsGitSays", count);
        }
        return conditions(facts, Status.FALSE, Status.TRUE, Status.FALSE, "PodsNotReady", count + troubles(facts));
    }

    private static String troubles(Facts facts) {
        String troubles = facts.observed().sets().values().stream()
                .flatMap(set -> set.pods().stream())
                .filter(pod -> pod.trouble().isPresent())
                .map(Conditions::trouble)
                .sorted()
                .collect(Collectors.joining(", "));
        return troubles.isEmpty() ? "" : ": " + troubles;
    }

    private static String trouble(ObservedPod pod) {
        return pod.name() + " " + pod.trouble().orElse("");
    }

    private static String progress(Decision decision) {
        if (decision instanceof Decision.Do next) {
            return next.step().text();
        }
        return decision instanceof Decision.Wait wait ? wait.what() : "";
    }

    private static List<Condition> conditions(
            Facts facts, Status ready, Status reconciling, Status stalled, String reason, String message) {
        return List.of(
                since(facts.before(), Condition.READY, ready, reason, message, facts.now()),
                since(
                        facts.before(),
                        Condition.RECONCILING,
                        reconciling,
                        reconciling == Status.TRUE ? reason : "NotReconciling",
                        reconciling == Status.TRUE ? message : "",
                        facts.now()),
                since(
                        facts.before(),
                        Condition.STALLED,
                        stalled,
                        stalled == Status.TRUE ? reason : "NotStalled",
                        stalled == Status.TRUE ? message : "",
                        facts.now()));
    }
}
