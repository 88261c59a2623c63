package dev.quorate.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.quorate.plan.Decision;
import dev.quorate.plan.Drifts;
import dev.quorate.plan.Step;
import dev.quorate.schema.AppName;
import dev.quorate.schema.Drift;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FightsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final AppName WEB = new AppName("shop", "web");
    private static final AppName API = new AppName("shop", "api");

    private final Fights fights = new Fights();

    private static Step scale(AppName app) {
        return new Step.Scale("statefulset", app.name(), "uid", "1", 1, 2, "start one");
    }

    private static List<Drift> drift(AppName app) {
        return List.of(new Drift(
                "StatefulSet " + app,
                List.of(Drifts.REPLICAS_FIELD),
                "replicas 1 instead of 2",
                Optional.of("autoscaler"),
                Optional.empty()));
    }

    private Decision judged(AppName app, Instant now) {
        return fights.judge(app, new Decision.Do(scale(app)), drift(app), now);
    }

    private void answered(AppName app, Instant now) {
        fights.answered(app, scale(app), drift(app), now);
    }

    @Test
    void afterThreeAnswersTheNextWaitsAMinute() {
        for (int answer = 0; answer < 3; answer++) {
            assertInstanceOf(Decision.Do.class, judged(WEB, NOW));
            answered(WEB, NOW);
        }
        assertInstanceOf(Decision.Refuse.class, judged(WEB, NOW.plusSeconds(59)));
        assertInstanceOf(Decision.Do.class, judged(WEB, NOW.plusSeconds(60)));
    }

    /** Apps are looked at side by side: one look began before another that ended first. */
    @Test
    void aLookAtAnotherAppThatBeganEarlierForgetsNothing() {
        for (int answer = 0; answer < 3; answer++) {
            answered(WEB, NOW);
        }
        answered(API, NOW.minusSeconds(2));
        assertInstanceOf(Decision.Refuse.class, judged(WEB, NOW));
    }

    @Test
    void whoLeavesUsAloneForLongIsForgotten() {
        for (int answer = 0; answer < 3; answer++) {
            answered(WEB, NOW);
        }
        Instant later = NOW.plus(Duration.ofMinutes(12));
        answered(WEB, later);
        assertInstanceOf(Decision.Do.class, judged(WEB, later));
    }

    @Test
    void aClockThatIsSetBackMakesNoPauseLonger() {
        for (int answer = 0; answer < 3; answer++) {
            answered(WEB, NOW);
        }
        assertEquals(new Decision.Do(scale(WEB)), judged(WEB, NOW.minus(Duration.ofHours(1))));
    }
}
