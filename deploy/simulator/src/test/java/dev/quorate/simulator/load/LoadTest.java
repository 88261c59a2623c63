package dev.quorate.simulator.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LoadTest {

    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final Map<String, String> WEB = Map.of("app", "web");

    private final Load load = new Load();

    @Test
    void readyPodsShareItAndTheOthersIdle() {
        load.onPods("shop", WEB, Load.CPU, Curve.steady(3));
        Map<String, Double> shares = load.shares(
                "shop",
                Load.CPU,
                List.of(worker("a", true), worker("b", true), worker("c", false), worker("other", "db", true)),
                START);
        assertEquals(Map.of("a", 1.501, "b", 1.501, "c", 0.001, "other", 0.001), shares);
        assertEquals(Map.of(), load.shares("shop", "requests", List.of(worker("a", true)), START));
    }

    @Test
    void anApiIsThereFromItsFirstLoadUntilItIsWithdrawn() {
        assertFalse(load.serves(Load.Api.RESOURCE));
        load.onPods("shop", WEB, Load.CPU, Curve.steady(3)).onPods("shop", WEB, "requests", Curve.steady(1));
        load.fromOutside("shop", "queue", Curve.steady(1));
        for (Load.Api api : Load.Api.values()) {
            assertTrue(load.serves(api));
            assertFalse(load.withdraw(api).serves(api));
        }
    }

    @Test
    void aCurveGoesStraightFromPointToPoint() {
        Curve curve = Curve.through(START, List.of(at(10, 1), at(20, 3), at(20, 7), at(30, 7)));
        assertEquals(1, curve.at(START.minusSeconds(5)));
        assertEquals(1, curve.at(START.plusSeconds(10)));
        assertEquals(2, curve.at(START.plusSeconds(15)));
        assertEquals(7, curve.at(START.plusSeconds(20)));
        assertEquals(7, curve.at(START.plusSeconds(3600)));
    }

    @Test
    void anUnevenCurveStaysNearAndIsTheSameForTheSameSeed() {
        Curve uneven = Curve.steady(100).uneven(0.2, 7);
        boolean differs = false;
        for (int second = 0; second < 1000; second++) {
            double value = uneven.at(START.plusSeconds(second));
            assertTrue(value >= 80 && value <= 120, () -> "" + value);
            assertEquals(value, Curve.steady(100).uneven(0.2, 7).at(START.plusSeconds(second)));
            differs |= Math.abs(value - 100) > 10;
        }
        assertTrue(differs);
    }

    private static Curve.Point at(long seconds, double value) {
        return new Curve.Point(Duration.ofSeconds(seconds), value);
    }

    private static Load.Worker worker(String name, boolean ready) {
        return worker(name, "web", ready);
    }

    private static Load.Worker worker(String name, String app, boolean ready) {
        return new Load.Worker(name, Map.of("app", app), ready);
    }
}
