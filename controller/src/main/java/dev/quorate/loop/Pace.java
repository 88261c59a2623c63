package dev.quorate.loop;

import dev.quorate.schema.AppName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds what a fault of ours, or a fight with somebody who undoes each step, may cost the API server: the same step of an app
 * is done so often in a minute; then the app is left alone until that minute is over, whatever events come.
 */
final class Pace {

    /** No rollout does the same thing to the same member half as often. */
    private static final int MOST = 20;

    private static final Duration TIME = Duration.ofMinutes(1);

    private record Steps(Instant since, Map<String, Integer> done, boolean tooMany) {}

    private final Map<AppName, Steps> steps = new ConcurrentHashMap<>();

    /** @return whether the step that was done is the one too many */
    boolean done(AppName app, String step, Instant now) {
        Steps after = Objects.requireNonNull(steps.compute(app, (name, before) -> {
            boolean fresh = before == null || over(before, now);
            Map<String, Integer> counts = new HashMap<>(fresh ? Map.of() : before.done());
            boolean tooMany = counts.merge(step, 1, Integer::sum) >= MOST;
            return new Steps(fresh ? now : before.since(), counts, tooMany);
        }));
        return after.tooMany();
    }

    /** How long the app is still to be left alone. */
    Optional<Duration> rest(AppName app, Instant now) {
        Steps last = steps.get(app);
        if (last == null) {
            return Optional.empty();
        }
        if (over(last, now)) {
            steps.remove(app, last);
            return Optional.empty();
        }
        return last.tooMany() ? Optional.of(Duration.between(now, last.since().plus(TIME))) : Optional.empty();
    }

    /** A clock that was set back begins anew too. */
    private static boolean over(Steps steps, Instant now) {
        return now.isBefore(steps.since()) || !now.isBefore(steps.since().plus(TIME));
    }
}
