package dev.quorate.loop;

import dev.quorate.schema.AppName;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How long to leave each app alone after its failures in a row: the first pause, doubled with each, up to the longest. */
final class BackOff {

    private static final int MOST_DOUBLINGS = 20;

    private final LoopSettings.Retry retry;
    private final Map<AppName, Integer> failures = new ConcurrentHashMap<>();

    BackOff(LoopSettings.Retry retry) {
        this.retry = retry;
    }

    Duration failed(AppName app) {
        int before = failures.merge(app, 1, Integer::sum) - 1;
        Duration pause = retry.first().multipliedBy(1L << Math.min(before, MOST_DOUBLINGS));
        return pause.compareTo(retry.longest()) < 0 ? pause : retry.longest();
    }

    void forget(AppName app) {
        failures.remove(app);
    }
}
