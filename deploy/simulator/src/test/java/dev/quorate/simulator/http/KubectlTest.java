package dev.quorate.simulator.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.simulator.RealCluster;
import dev.quorate.simulator.Simulator;
import dev.quorate.simulator.behaviour.ContainerFault;
import dev.quorate.simulator.load.Curve;
import dev.quorate.simulator.load.Load;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The simulated cluster, with what its containers are known to write. */
@Tag("real-kubectl")
class KubectlTest extends KubectlContract {

    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: front}
            spec:
              replicas: 2
              selector: {matchLabels: {app: front}}
              template:
                metadata: {labels: {app: front}}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - {name: nginx, image: "nginx:1.27"}
            """;

    private final RealCluster cluster = Simulator.real();

    @Override
    Path kubeconfig(Path folder) throws IOException {
        Path file = folder.resolve("kubeconfig");
        cluster.http().writeKubeconfig(file);
        return file;
    }

    @BeforeEach
    void hurry() {
        cluster.locked(() ->
                cluster.simulator().delays().autoscaling(Duration.ofSeconds(1)).measuring(Duration.ofMillis(500)));
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void logsShowWhatTheContainerWrote() throws Exception {
        apply(1);
        ready(1);
        assertEquals("main started from busybox:1.36\nready\n", kubectl.succeeds("logs", "web-0"));
        assertEquals("ready\n", kubectl.succeeds("logs", "web-0", "--tail=1"));
        assertTrue(kubectl.succeeds("logs", "web-0", "--timestamps", "--tail=1")
                .matches("\\d{4}-\\d\\d-\\d\\dT\\S+Z ready\n"));
        assertEquals(
                "Error from server (BadRequest): previous terminated container \"main\" in pod \"web-0\" not found\n",
                kubectl.fails("logs", "web-0", "--previous"));

        cluster.locked(() -> {
            cluster.simulator().behaviours().exitContainer(kubectl.namespace(), "web-0", ContainerFault.exits(3));
            return true;
        });
        kubectl.succeeds("wait", "--for=jsonpath={.status.containerStatuses[0].restartCount}=1", "pod/web-0");
        assertEquals(
                "main started from busybox:1.36\nready\nexited with code 3\n",
                kubectl.succeeds("logs", "web-0", "--previous"));
    }

    @Test
    void topShowsWhatPodsUseWhileSomebodyMeasures() throws Exception {
        assertEquals("error: Metrics API not available\n", kubectl.fails("top", "pods"));
        apply(2);
        ready(2);
        cluster.locked(() -> cluster.simulator()
                .load()
                .onPods(kubectl.namespace(), Map.of("app", "web"), Load.CPU, Curve.steady(1)));
        cluster.locked(() -> cluster.simulator().delays().measuring(Duration.ofMillis(1)));
        assertRows(
                kubectl.succeeds("top", "pods"), "NAME CPU(cores) MEMORY(bytes)", "web-0 501m 16Mi", "web-1 501m 16Mi");
        assertRows(kubectl.succeeds("top", "nodes"), "NAME CPU(cores) CPU(%) MEMORY(bytes) MEMORY(%)", "node-");
    }

    @Test
    void aFollowedLogEndsWithItsContainer() throws Exception {
        apply(1);
        ready(1);
        try (Kubectl.Running log = kubectl.running("logs", "-f", "web-0")) {
            assertEquals("main started from busybox:1.36", log.line());
            assertEquals("ready", log.line());
            cluster.locked(() -> {
                cluster.simulator().faults().blockReadiness(kubectl.namespace(), "web-0");
                return true;
            });
            assertEquals("not ready", log.line());
            kubectl.succeeds("delete", "pod", "web-0", "--wait=false");
            assertEquals("exited with code 0", log.line());
            assertEquals(0, log.end());
        }
    }

    @Test
    void rolloutsOfADeploymentAreWatchedListedAndUndone() throws Exception {
        kubectl.succeeds("apply", "-f", kubectl.file(DEPLOYMENT));
        rolledOut();
        kubectl.succeeds("set", "image", "deploy/front", "nginx=nginx:1.28");
        rolledOut();
        assertRows(
                kubectl.succeeds("rollout", "history", "deploy/front"),
                "deployment.apps/front",
                "REVISION CHANGE-CAUSE",
                "1 ",
                "2 ");

        kubectl.succeeds("rollout", "undo", "deploy/front");
        rolledOut();

        assertEquals(
                "nginx:1.27",
                kubectl.succeeds("get", "deploy", "front", "-o", "jsonpath={.spec.template.spec.containers[0].image}"));
        assertRows(kubectl.succeeds("get", "deploy"), "NAME READY UP-TO-DATE AVAILABLE AGE", "front 2/2 2 2 ");
        kubectl.succeeds("scale", "deploy/front", "--replicas=1");
        kubectl.succeeds("wait", "deploy/front", "--for=jsonpath={.status.replicas}=1", "--timeout=20s");
        kubectl.succeeds("delete", "deploy", "front", "--cascade=foreground");
        assertTrue(kubectl.succeeds("get", "rs").contains("No resources found"));
    }

    private void rolledOut() throws Exception {
        String said = kubectl.succeeds("rollout", "status", "deploy/front", "--timeout=20s");
        assertTrue(said.contains("successfully rolled out"), said);
    }
}
