package dev.quorate.simulator.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a kubelet does for a pod, seen from inside of real processes. */
@Tag("real-pods")
@Timeout(180)
final class ProcessPodsTest {

    /** Sleeps until it is asked to end. */
    private static final String IDLE = "trap 'exit 0' TERM; while :; do sleep 0.1; done";

    @TempDir
    private Path base;

    private ProcessCluster cluster;

    @BeforeAll
    static void processesAreThere() {
        Required.processes();
    }

    @BeforeEach
    void open() throws IOException {
        cluster = new ProcessCluster(base);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void aPodHasANameAnAddressItsVariablesAndItsFiles() throws InterruptedException {
        cluster.create("secrets", """
                metadata: {name: login}
                data: {password: c2VzYW1l}
                """);
        cluster.create("configmaps", """
                metadata: {name: settings}
                data: {colour: green, shape: round}
                """);
        cluster.create("pods", """
                metadata: {name: one, labels: {team: blue}}
                spec:
                  securityContext: {runAsUser: 4711, runAsGroup: 4712, fsGroup: 4713}
                  initContainers:
                  - name: prepare
                    image: shell
                    command: [sh, -c, "echo prepared by $NAME > /prepared/note"]
                    env: [{name: NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]
                    volumeMounts: [{name: work, mountPath: /prepared}]
                  containers:
                  - name: main
                    image: shell
                    command: [sh, -c]
                    args: ["%s"]
                    workingDir: /prepared
                    securityContext: {readOnlyRootFilesystem: true}
                    env:
                    - {name: PASSWORD, valueFrom: {secretKeyRef: {name: login, key: password}}}
                    - {name: TEAM, valueFrom: {fieldRef: {fieldPath: "metadata.labels['team']"}}}
                    - {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                    - {name: ALL, value: "$(TEAM) $(PASSWORD) $$(TEAM)"}
                    volumeMounts:
                    - {name: work, mountPath: /prepared}
                    - {name: settings, mountPath: /settings, readOnly: true}
                    - {name: settings, mountPath: /one/file, subPath: colour}
                  volumes:
                  - {name: work, emptyDir: {}}
                  - {name: settings, configMap: {name: settings}}
                """.formatted(IDLE));
        cluster.await("it is ready", () -> cluster.ready("one"));
        String address = cluster.pod("one").at("/status/podIP").asText();
        assertEquals("prepared by one\n", cluster.execute("one", "cat", "note"));
        assertEquals("blue sesame $(TEAM)\n", cluster.execute("one", "sh", "-c", "echo $ALL"));
        assertEquals(address + "\n", cluster.execute("one", "sh", "-c", "echo $IP"));
        assertEquals("one\n", cluster.execute("one", "hostname"));
        assertEquals("4711 4712\n", cluster.execute("one", "sh", "-c", "echo $(id -u) $(id -g)"));
        assertEquals("4713\n", cluster.execute("one", "stat", "-c", "%g", "/prepared"));
        assertEquals("greenround", cluster.execute("one", "cat", "/settings/colour", "/settings/shape"));
        assertEquals("green", cluster.execute("one", "cat", "/one/file"));
        assertEquals("exit code 2", cluster.execute("one", "sh", "-c", "echo x > /anywhere"));
        assertEquals("exit code 7", cluster.execute("one", "sh", "-c", "exit 7"));
    }

    @Test
    void aChangedConfigMapReachesTheRunningPod() throws InterruptedException {
        cluster.create("configmaps", "{metadata: {name: settings}, data: {colour: green}}");
        cluster.create("pods", """
                metadata: {name: one}
                spec:
                  containers:
                  - name: main
                    image: shell
                    command: [sh, -c, "%s"]
                    volumeMounts: [{name: settings, mountPath: /settings}]
                  volumes: [{name: settings, configMap: {name: settings}}]
                """.formatted(IDLE));
        cluster.await("it is ready", () -> cluster.ready("one"));
        cluster.merge("configmaps/settings", "{\"data\": {\"colour\": null, \"shape\": \"round\"}}");
        cluster.await(
                "it sees the change",
                () -> cluster.execute("one", "ls", "/settings").equals("shape\n"));
        assertEquals("round", cluster.execute("one", "cat", "/settings/shape"));
    }

    @Test
    void podsFindEachOtherByNameUntilOneIsCutOff() throws InterruptedException {
        cluster.create("services", """
                metadata: {name: all}
                spec: {clusterIP: None, selector: {app: it}, ports: [{port: 80}]}
                """);
        for (String name : List.of("one", "two")) {
            cluster.create("pods", """
                    metadata: {name: %s, labels: {app: it}}
                    spec:
                      hostname: %s
                      subdomain: all
                      containers: [{name: main, image: shell, command: [sh, -c, "%s"]}]
                    """.formatted(name, name, IDLE));
        }
        cluster.await("both are ready", () -> cluster.ready("one") && cluster.ready("two"));
        String address = cluster.pod("two").at("/status/podIP").asText();
        assertNotEquals(cluster.pod("one").at("/status/podIP").asText(), address);
        assertEquals(
                address, cluster.execute("one", "getent", "hosts", "two.all").replaceAll("(?s) .*", ""));
        assertEquals(
                2,
                cluster.execute("one", "getent", "ahostsv4", "all.default.svc")
                        .lines()
                        .map(line -> line.replaceAll("(?s) .*", ""))
                        .distinct()
                        .count());
        assertEquals("exit code 2", cluster.execute("one", "getent", "hosts", "three.all"));
        cluster.real().locked(() -> {
            cluster.real().simulator().faults().cutFromNetwork("default", "two");
            return true;
        });
        cluster.await("its link is down", () -> !reaches(address));
        cluster.real().locked(() -> {
            cluster.real().simulator().faults().reconnect("default", "two");
            return true;
        });
        cluster.await("its link is up", () -> reaches(address));
    }

    /** Whether this machine finds somebody at that address of the pods' network. */
    private static boolean reaches(String address) {
        try {
            return java.net.InetAddress.getByName(address).isReachable(200);
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void readinessAndLivenessFollowTheirProbes() throws InterruptedException {
        cluster.create("pods", """
                metadata: {name: one}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - name: main
                    image: shell
                    command: [sh, -c, "%s"]
                    startupProbe: {exec: {command: [test, -e, /tmp/started]}, periodSeconds: 1, failureThreshold: 60}
                    readinessProbe: {exec: {command: [test, -e, /tmp/ready]}, periodSeconds: 1, failureThreshold: 1}
                    livenessProbe: {exec: {command: [test, '!', -e, /tmp/stuck]}, periodSeconds: 1, failureThreshold: 2}
                """.formatted(IDLE));
        cluster.await(
                "it runs", () -> cluster.container("one").at("/state/running").isObject());
        cluster.execute("one", "touch", "/tmp/ready");
        assertFalse(cluster.ready("one"));
        cluster.execute("one", "touch", "/tmp/started");
        cluster.await("it is ready", () -> cluster.ready("one"));
        cluster.execute("one", "rm", "/tmp/ready");
        cluster.await("it is not ready", () -> !cluster.ready("one"));
        cluster.execute("one", "touch", "/tmp/stuck");
        cluster.await(
                "it is started anew",
                () -> cluster.container("one").path("restartCount").asInt() == 1);
        assertEquals(
                0, cluster.container("one").at("/lastState/terminated/exitCode").asInt());
        assertTrue(cluster.events("one").contains("Killing: Container main failed liveness probe, will be restarted"));
    }

    @Test
    void whatEndsIsStartedAgainLaterAndLaterAndKeepsItsLog() throws InterruptedException {
        cluster.create("pods", """
                metadata: {name: one}
                spec:
                  containers:
                  - name: main
                    image: shell
                    command: [sh, -c, "echo first; echo last words; exit 3"]
                    terminationMessagePolicy: FallbackToLogsOnError
                """);
        cluster.await(
                "it backs off",
                () -> cluster.container("one")
                        .at("/state/waiting/reason")
                        .asText()
                        .equals("CrashLoopBackOff"));
        assertEquals(
                3, cluster.container("one").at("/lastState/terminated/exitCode").asInt());
        assertEquals(
                "Error",
                cluster.container("one").at("/lastState/terminated/reason").asText());
        assertEquals(
                "first\nlast words\n",
                cluster.container("one").at("/lastState/terminated/message").asText());
        assertEquals(List.of("first", "last words"), cluster.log("one", "main", true));
        cluster.await(
                "it is started a third time",
                () -> cluster.container("one").path("restartCount").asInt() >= 2);
    }

    @Test
    void anEndingPodRunsItsHookAndIsKilledWhenItsTimeIsOver() throws InterruptedException {
        claim();
        withVolume("trap '' TERM; echo started >> /data/life; while :; do sleep 0.1; done", "{name: one}");
        cluster.await("it is ready", () -> cluster.ready("one"));
        String first = cluster.pod("one").at("/metadata/uid").asText();
        long start = System.nanoTime();
        cluster.delete("pods/one");
        cluster.await(
                "it is gone", () -> cluster.pod("one").path("kind").asText().equals("Status"));
        assertTrue(System.nanoTime() - start > 1_900_000_000L, "it had two seconds");
        withVolume(IDLE, "{name: one}");
        cluster.await("its successor is ready", () -> cluster.ready("one"));
        assertNotEquals(first, cluster.pod("one").at("/metadata/uid").asText());
        assertEquals("started\nhook\n", cluster.execute("one", "cat", "/data/life"));
    }

    @Test
    void aVolumeThatIsLostIsBlankAndItsPodDiesOfIt() throws InterruptedException {
        claim();
        withVolume("ls /data; touch /data/file; " + IDLE, "{name: one}");
        cluster.await("it is ready", () -> cluster.ready("one"));
        cluster.real().locked(() -> cluster.real().simulator().faults().loseVolume("default", "data"));
        cluster.await(
                "it is started anew",
                () -> cluster.container("one").path("restartCount").asInt() == 1);
        assertEquals(
                137,
                cluster.container("one").at("/lastState/terminated/exitCode").asInt());
        cluster.await("it has run", () -> cluster.execute("one", "ls", "/data").equals("file\n"));
        assertEquals(List.of(), cluster.log("one", "main", false));
    }

    private void claim() {
        cluster.create("persistentvolumeclaims", """
                metadata: {name: data}
                spec:
                  accessModes: [ReadWriteOnce]
                  storageClassName: standard
                  resources: {requests: {storage: 1Gi}}
                """);
    }

    private void withVolume(String script, String metadata) {
        cluster.create("pods", """
                metadata: %s
                spec:
                  terminationGracePeriodSeconds: 2
                  containers:
                  - name: main
                    image: shell
                    command: [sh, -c, "%s"]
                    lifecycle: {preStop: {exec: {command: [sh, -c, "echo hook >> /data/life"]}}}
                    volumeMounts: [{name: data, mountPath: /data}]
                  volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
                """.formatted(metadata, script));
    }

    @Test
    void whatIsNotThereYetIsWaitedFor() throws InterruptedException {
        cluster.create("pods", """
                metadata: {name: one}
                spec:
                  containers:
                  - name: main
                    image: shell
                    command: [sh, -c, "%s"]
                    env: [{name: COLOUR, valueFrom: {configMapKeyRef: {name: later, key: colour}}}]
                  - {name: other, image: nobody/has:it, command: [anything]}
                """.formatted(IDLE));
        cluster.await("it has no configuration", () -> waiting(0).equals("CreateContainerConfigError"));
        cluster.await("it has no image", () -> waiting(1).equals("ImagePullBackOff"));
        cluster.create("configmaps", "{metadata: {name: later}, data: {colour: green}}");
        cluster.await("it is ready", () -> cluster.ready("one"));
        assertEquals("green\n", cluster.execute("one", "sh", "-c", "echo $COLOUR"));
        assertFalse(
                cluster.pod("one").at("/status/conditions/2/status").asText().equals("True"));
    }

    private String waiting(int container) {
        return cluster.pod("one")
                .at("/status/containerStatuses/" + container + "/state/waiting/reason")
                .asText();
    }

    @Test
    void aPodThatIsNotToBeRestartedEnds() throws InterruptedException {
        cluster.create("pods", """
                metadata: {name: one}
                spec:
                  restartPolicy: Never
                  containers: [{name: main, image: shell, command: [sh, -c, "echo done"]}]
                """);
        cluster.await(
                "it has ended",
                () -> cluster.pod("one").at("/status/phase").asText().equals("Succeeded"));
        assertEquals(List.of("done"), cluster.log("one", "main", false));
    }

    @Test
    void anImageHasCommandsOfItsOwnAndVariablesThatAPodMayChange() throws InterruptedException {
        cluster.create("pods", """
                metadata: {name: one}
                spec:
                  containers:
                  - {name: main, image: tool, command: [sh, -c, "tool; sleep 1000000"], env: [{name: COLOUR, value: green}]}
                """);
        cluster.await("it is ready", () -> cluster.ready("one"));
        assertEquals("'hello' from /opt/tool/bin/tool, green\n", cluster.execute("one", "tool"));
    }
}
