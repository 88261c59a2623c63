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
    void brokersComeWithTheLoadAndGoByACommitAlone() {
        RabbitMq engine = new RabbitMq();
        AppLife app = world().app("orders");
        load("orders", 0.02);
        app.commit("Add", engine.spec(3, "autoscale:\n  minReplicas: 3\n  maxReplicas: 5", CPU));
        app.awaitReady();
        engine.write(app, "parcels", "one");
        load("orders", 0.2);
        app.await("five are there", () -> app.has(5));
        app.awaitReady();
        assertEquals("kube-controller-manager", app.lastToAsk());
        assertEquals(5, engine.replicas(app, "parcels"));

        load("orders", 0.01);
        app.awaitSaid("commit maxReplicas: 5 → 3 under autoscale in orders.yaml");
        engine.declare(app, 0, "prices", Map.of("x-queue-type", "quorum", "x-quorum-initial-group-size", 5));
        app.awaitSaid("queue prices in / is meant to have 5 copies, and minReplicas is 3");
        app.edit("Three are enough", "maxReplicas: 5", "maxReplicas: 3");
        app.awaitSaid("Write minReplicas: 5 and maxReplicas: 5 or more under autoscale in orders.yaml");
        assertTrue(app.has(5));

        engine.delete(app, "prices");
        app.await("three are left", () -> app.has(3));
        app.awaitReady();
        app.awaitRecorded("remove orders-4 from the cluster");
        assertEquals(3, engine.replicas(app, "parcels"));
        assertEquals("one", engine.read(app, "parcels"));
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
