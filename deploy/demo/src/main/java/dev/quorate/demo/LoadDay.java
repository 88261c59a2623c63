package dev.quorate.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.cli.ExitCode;
import dev.quorate.demo.Scene.Edit;
import dev.quorate.demo.Scene.Expectation;
import dev.quorate.simulator.load.Curve;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A day of load on the pages of the shop: the bounds are in Git, and the count between them follows. */
final class LoadDay extends Story {
    private static final String WEB = "apps/web/app.yaml";
    private static final String APP = "web";

    private static final String AUTOSCALE = """
            autoscale:
                minReplicas: 2
                maxReplicas: 4
                metrics:
                  - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}}
                scaleIn: {mode: Auto, window: 2s}""";

    /** Each pod asks for 50m of CPU, and is to use 60 percent of that; these are cores for all of them. */
    private static final double WORK_OF_ONE = 0.03;

    private static final double QUIET = 0.085;
    private static final double RUSH = 0.175;
    private static final double NIGHT = 0.02;

    private Curve curve = Curve.steady(QUIET);

    LoadDay(DemoWorld world, Narrator narrator) {
        super(world, narrator);
    }

    @Override
    String title() {
        return "A day of load";
    }

    @Override
    void scenes() throws InterruptedException {
        load(QUIET);
        stage().play(morning());
        stage().play(bounds());
        load(RUSH);
        stage().watch(
                        "The rush begins",
                        this::look,
                        pods(4),
                        new Expectation(
                                "it says since when more is wished than maxReplicas allows",
                                () -> pressed("maxReplicas")));
        stage().play(raise());
        load(NIGHT);
        stage().watch("The night", this::look, pods(2), volumes());
        stage().play(lower());
    }

    /** Goes to the new load within two seconds. */
    private void load(double cores) {
        Instant now = world().cluster().now();
        curve = Curve.through(
                now,
                List.of(new Curve.Point(Duration.ZERO, curve.at(now)), new Curve.Point(Duration.ofSeconds(2), cores)));
        world().cluster().load(APP, curve);
    }

    private Scene morning() {
        return new Scene(
                "The shop's apps come up",
                List.of(),
                "Add the lock service and the pages of the shop",
                Optional.empty(),
                ExitCode.FINDINGS,
                List.of(new Expectation("three pods of nginx are ready", () -> facts().ready(APP) == 3)));
    }

    private Scene bounds() {
        return new Scene(
                "Bounds instead of a number",
                List.of(new Edit(WEB, "replicas: 3", AUTOSCALE)),
                "Let the pages follow their load",
                Optional.of(APP),
                ExitCode.FINDINGS,
                List.of(new Expectation(
                        "it keeps three pods, as the load asks", () -> accepted() == 3 && facts().pods(APP) == 3)));
    }

    private Scene raise() {
        return new Scene(
                "One more may come",
                List.of(new Edit(WEB, "maxReplicas: 4", "maxReplicas: 6")),
                "Let the pages have up to six pods",
                Optional.of(APP),
                ExitCode.FINDINGS,
                List.of(pods(6), new Expectation("nothing presses any more", () -> !pressed("maxReplicas"))));
    }

    private Scene lower() {
        return new Scene(
                "More than the load asks for",
                List.of(new Edit(WEB, "minReplicas: 2", "minReplicas: 3")),
                "Keep three pods of the pages at night",
                Optional.of(APP),
                ExitCode.FINDINGS,
                List.of(
                        pods(3),
                        new Expectation("the repository says that 3 of 3 are ready", () -> facts().reported(APP, 3))));
    }

    private Expectation pods(int count) {
        return new Expectation(
                count + " pods, all ready",
                () -> facts().pods(APP) == count && facts().ready(APP) == count && accepted() == count);
    }

    private Expectation volumes() {
        return new Expectation(
                "the volumes of those that left are still there",
                () -> world().cluster().claims(APP) == 6);
    }

    private int accepted() {
        return target().at("/status/accepted").asInt();
    }

    private boolean pressed(String bound) {
        return target().at("/status/pressure/bound").asText().equals(bound);
    }

    private JsonNode target() {
        return world().cluster().scaleTarget(APP);
    }

    private String look() {
        JsonNode target = target();
        return String.format(
                Locale.ROOT,
                "load of %.0f pods, asked for %d, accepted %d, there are %d: %s",
                curve.at(world().cluster().now()) / WORK_OF_ONE,
                target.at("/spec/replicas").asInt(),
                accepted(),
                facts().pods(APP),
                target.at("/status/reason").asText());
    }
}
