package dev.quorate.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Sizes that follow requests inside the bounds of Git. */
abstract class AutoscaleContract extends Changes {

    /** @param scaleIn as it stands in the file */
    final AppLife bounded(String name, int min, int max, String scaleIn, String... more) {
        AppLife app = world().app(name);
        app.commit(
                "Add " + name,
                "engine: statefulset\nstatefulset: {image: \"nginx:1.27\"}\nautoscale:\n  minReplicas: " + min
                        + "\n  maxReplicas: " + max + "\n  scaleIn: " + scaleIn + "\n"
                        + String.join("\n", more) + "\n");
        app.awaitReady();
        return app;
    }

    @Test
    void aRequestIsTakenInsideTheBounds() {
        AppLife app = bounded("asked", 2, 4, "{mode: Auto, window: 1s}");
        assertEquals(2, app.pods().size());
        List<String> first = app.uids();

        app.askAs("kubectl", 9);
        app.await("there are as many as may be", () -> app.has(4));
        app.awaitSaid("AtMaximum");
        app.awaitSaid("2 to 4 allowed, 9 asked for, 4 accepted, 4 there");
        assertEquals(9, app.target().at("/spec/replicas").asInt());

        app.askAs("kubectl", 1);
        app.await("there are as few as may be", () -> app.has(2));
        app.awaitSaid("2 to 4 allowed, 1 asked for, 2 accepted, 2 there");
        assertEquals(first, app.uids());
    }

    @Test
    void newBoundsInGitWinAtOnce() {
        AppLife app = bounded("bounds", 1, 3, "{mode: Disabled}");
        app.askAs("kubectl", 3);
        app.await("three are there", () -> app.has(3));
        app.awaitReady();

        app.edit("Two at most", "maxReplicas: 3", "maxReplicas: 2");
        app.await("two are left", () -> app.has(2));
        app.awaitReady();
        assertEquals(3, app.target().at("/spec/replicas").asInt());

        app.edit("Two at least", "minReplicas: 1", "minReplicas: 2");
        app.askAs("kubectl", 1);
        app.awaitReady();
        assertTrue(app.has(2));
    }

    @Test
    void inModeManualItShowsTheChangeToCommit() {
        AppLife app = bounded("manual", 1, 3, "{mode: Manual, window: 1s}");
        app.askAs("kubectl", 3);
        app.await("three are there", () -> app.has(3));

        app.askAs("kubectl", 2);
        app.awaitSaid("commit maxReplicas: 3 → 2 under autoscale in manual.yaml");
        assertTrue(app.has(3));

        app.edit("Two are enough", "maxReplicas: 3", "maxReplicas: 2");
        app.await("two are left", () -> app.has(2));
        app.awaitReady();
    }

    @Test
    void anAcceptedCountOutlivesTheBounds() {
        AppLife app = bounded("kept", 1, 3, "{mode: Auto, window: 1s}", "replicas: 1");
        app.askAs("kubectl", 3);
        app.await("three are there", () -> app.has(3));

        app.commit("No autoscaling any more", spec(1, "nginx:1.27"));
        app.await("the target is gone", () -> app.target().isMissingNode());
        app.awaitReady();
        assertTrue(app.has(3), app::status);

        app.commit("Two", spec(2, "nginx:1.27"));
        app.awaitReady();
        assertTrue(app.has(2), app::status);
    }

    @Test
    void anAutoscalerOnTheSetItselfIsNamedAndAnswered() {
        AppLife app = bounded("foreign", 2, 4, "{mode: Auto}");
        List<String> pods = app.uids();
        app.autoscaleSet(1, 4);
        app.awaitSaid("HorizontalPodAutoscaler foreign scales the StatefulSet itself");

        app.scaleAs("kube-controller-manager", 1);
        app.awaitSaid("replicas 1 instead of 2, by kube-controller-manager");
        app.await("its scale-in is put back", () -> app.has(2));
        assertEquals(pods.get(0), app.uids().get(0));

        app.deleteForeignAutoscaler();
        app.await("it is named no more", () -> !app.status().contains("scales the StatefulSet itself"));
        app.awaitReady();
    }
}
