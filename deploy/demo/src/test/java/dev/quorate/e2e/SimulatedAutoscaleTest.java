package dev.quorate.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.simulator.Simulator;
import dev.quorate.simulator.load.Curve;
import dev.quorate.simulator.load.Load;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class SimulatedAutoscaleTest extends ObserversContract {

    private static final String CPU = """
              metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]
              behavior: {scaleDown: {stabilizationWindowSeconds: 1}}
            resources: {requests: {cpu: 100m}}""";

    private static final String QUEUE =
            "  metrics: [{type: External, external: {metric: {name: queue}, target: {type: AverageValue, averageValue: 10}}}]";

    private Optional<Place.Simulated> simulated = Optional.empty();

    @Override
    Place place(Path folder) throws IOException {
        Place.Simulated place = Place.Simulated.start(folder);
        simulated = Optional.of(place);
        return place;
    }

    @Test
    void theCountFollowsTheLoad() {
        load("followed", 0.1);
        AppLife app = bounded("followed", 2, 4, "{mode: Auto, window: 1s}", CPU);
        load("followed", 0.14);
        app.await("three are there", () -> app.has(3));
        load("followed", 1);
        app.await("four are there", () -> app.has(4));
        app.awaitSaid("maxReplicas has been too narrow for");
        load("followed", 0.01);
        app.await("two are left", () -> app.has(2));
        app.awaitReady();
        assertEquals("kube-controller-manager", app.lastToAsk());
    }

    @Test
    void withoutMetricsTheCountStaysAndItIsSaidWhy() {
        AppLife app = bounded("blind", 2, 4, "{mode: Auto, window: 1s}", QUEUE);
        app.askAs("kubectl", 3);
        app.await("three are there", () -> app.has(3));
        app.awaitSaid("quorate-blind computes nothing (FailedGetExternalMetric)");
        assertTrue(app.has(3));
    }

    private void load(String app, double cores) {
        withCluster(simulator -> simulator
                .load()
                .onPods(world().namespace(), Map.of("quorate.dev/app", app), Load.CPU, Curve.steady(cores)));
    }

    private void withCluster(Consumer<Simulator> change) {
        Place.Simulated place = simulated.orElseThrow();
        place.cluster().locked(() -> {
            change.accept(place.cluster().simulator());
            return true;
        });
    }
}
