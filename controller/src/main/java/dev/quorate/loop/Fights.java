package dev.quorate.loop;

import dev.quorate.plan.Decision;
import dev.quorate.plan.Drifts;
import dev.quorate.plan.Guard;
import dev.quorate.plan.Refusal;
import dev.quorate.plan.Step;
import dev.quorate.schema.AppName;
import dev.quorate.schema.Drift;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Fights with another controller: the same manager changes the same fields each time that we put them right. A person who does
 * so by hand gives up or commits; a machine never does, and chasing it helps nobody. So it is named, and each further answer
 * waits twice as long as the one before.
 */
final class Fights {

    /** So many answers in a row are no accident. */
    private static final int MANY = 3;

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);
    /** Who leaves us alone for longer than this after an answer does not fight. */
    private static final Duration PEACE = Duration.ofMinutes(10);

    private record Key(AppName app, String object, List<String> fields, String manager) {}

    private record Fight(int answers, Instant last) {

        Instant next() {
            if (answers < MANY) {
                return last;
            }
            Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(answers - MANY, 10));
            return last.plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
        }

        boolean over(Instant now) {
            return now.isAfter(next().plus(PEACE));
        }

        /** A clock that was set back must not make a pause longer. */
        boolean rests(Instant now) {
            return !now.isBefore(last) && now.isBefore(next());
        }
    }

    private final Map<Key, Fight> fights = new ConcurrentHashMap<>();

    /** What is decided, unless it is an answer in a fight that rests for now. */
    Decision judge(AppName app, Decision decision, List<Drift> drift, Instant now) {
        if (!(decision instanceof Decision.Do next)) {
            return decision;
        }
        return drift.stream()
                .filter(found -> answers(next.step(), found))
                .filter(found -> rests(app, found, now))
                .findFirst()
                .<Decision>map(found -> new Decision.Refuse(refusal(found)))
                .orElse(decision);
    }

    /** A step was done. */
    void answered(AppName app, Step step, List<Drift> drift, Instant now) {
        // Of all apps, whose looks may be a little older or newer than this one.
        fights.values().removeIf(fight -> fight.over(now));
        drift.stream()
                .filter(found -> answers(step, found))
                .flatMap(found -> key(app, found).stream())
                .forEach(key ->
                        fights.merge(key, new Fight(1, now), (before, first) -> new Fight(before.answers() + 1, now)));
    }

    private boolean rests(AppName app, Drift drift, Instant now) {
        return key(app, drift)
                .flatMap(key -> Optional.ofNullable(fights.get(key)))
                .filter(fight -> fight.rests(now))
                .isPresent();
    }

    /** Somebody whom nobody knows cannot be told from somebody else. */
    private static Optional<Key> key(AppName app, Drift drift) {
        return drift.manager().map(manager -> new Key(app, drift.object(), drift.fields(), manager));
    }

    private static boolean answers(Step step, Drift drift) {
        if (step instanceof Step.Scale scale) {
            return drift.fields().contains(Drifts.REPLICAS_FIELD)
                    && drift.object().endsWith("/" + scale.set());
        }
        if (step instanceof Step.Limit limit) {
            return drift.fields().contains(Drifts.PARTITION_FIELD)
                    && drift.object().endsWith("/" + limit.set());
        }
        boolean scaled =
                drift.fields().contains(Drifts.REPLICAS_FIELD) || drift.fields().contains(Drifts.PARTITION_FIELD);
        return step instanceof Step.Apply apply
                && !scaled
                && drift.object().equals(apply.manifest().ref().toString());
    }

    /** Worded without counts and times: an unchanged fight is an unchanged report. */
    private static Refusal refusal(Drift drift) {
        String manager = drift.manager().orElse("somebody");
        boolean autoscaler =
                manager.equals("kube-controller-manager") && drift.fields().contains(Drifts.REPLICAS_FIELD);
        return new Refusal(
                Guard.CONTROLLER_FIGHT,
                manager + " changes " + String.join(", ", drift.fields()) + " of " + drift.object()
                        + " each time that Quorate puts it right"
                        + (autoscaler ? ", as a HorizontalPodAutoscaler does" : "")
                        + ". Only one of the two can decide: take the field out of the other's hands, or commit what it"
                        + " wants. Until then Quorate tries again less and less often, at last every "
                        + LONGEST_PAUSE.toMinutes() + " minutes.",
                true);
    }
}
