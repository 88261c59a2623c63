package dev.quorate.simulator.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quorate.simulator.RealCluster;
import dev.quorate.simulator.Simulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do every day with the real kubectl. */
@Tag("real-kubectl")
class KubectlTest {

    private static final String STATEFUL_SET = """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata:
              name: web
            spec:
              serviceName: web
              replicas: %d
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers:
                  - name: nginx
                    image: nginx:1.27
                    ports: [{containerPort: 80, name: http}]
            """;

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

    private static final String CONFIG_MAP = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data:
              a: x
            """;

    /** The first that takes its schemas from /openapi/v3; the simulator has no other place for them. */
    private static final int OLDEST_MINOR = 27;

    private static final Pattern MINOR = Pattern.compile("\"minor\": \"(\\d+)");

    @TempDir
    Path directory;

    private final TestCluster cluster = new TestCluster();

    @BeforeEach
    void kubectlMustBeThere() throws IOException, InterruptedException {
        boolean installed = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
        assumeTrue(installed, "kubectl is not installed");
        cluster.face.writeKubeconfig(directory.resolve("kubeconfig"));
        Matcher minor = MINOR.matcher(kubectl("version", "--client", "-o", "json"));
        assertTrue(minor.find(), "kubectl tells no version");
        assumeTrue(
                Integer.parseInt(minor.group(1)) >= OLDEST_MINOR,
                "kubectl 1." + minor.group(1) + " is too old: take 1." + OLDEST_MINOR + " or newer");
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void createAppliesAndGetsPrintTheUsualColumns() throws Exception {
        kubectl("create", "-f", file(CONFIG_MAP + "  b: z\n"));
        kubectl("apply", "-f", file(STATEFUL_SET.formatted(3)));

        assertColumns(kubectl("get", "configmap", "settings"), "NAME DATA AGE", "settings 2 ");
        assertColumns(kubectl("get", "sts"), "NAME READY AGE", "web 0/3 ");
        assertColumns(kubectl("get", "sts", "-o", "wide"), "NAME READY AGE CONTAINERS IMAGES", "web 0/3 ");
        assertTrue(kubectl("get", "sts", "web", "-o", "yaml").contains("podManagementPolicy: OrderedReady"));
        assertTrue(kubectl("describe", "sts", "web").contains("nginx:1.27"));
        assertTrue(kubectl("api-resources").contains("poddisruptionbudgets"));
    }

    @Test
    void applyTwiceChangesWhatChangedAndTellsWhenNothingDid() throws Exception {
        assertTrue(kubectl("apply", "-f", file(STATEFUL_SET.formatted(3))).contains("created"));
        assertTrue(kubectl("apply", "-f", file(STATEFUL_SET.formatted(3))).contains("unchanged"));
        assertTrue(kubectl("apply", "-f", file(STATEFUL_SET.formatted(5))).contains("configured"));
        assertEquals("5", kubectl("get", "sts", "web", "-o", "jsonpath={.spec.replicas}"));
    }

    @Test
    void serverSideApplyOwnsItsFieldsAndReportsConflicts() throws Exception {
        String file = file(STATEFUL_SET.formatted(3));
        assertTrue(kubectl("apply", "--server-side", "-f", file).contains("serverside-applied"));
        kubectl("scale", "sts/web", "--replicas=4");

        Outcome refused = run("apply", "--server-side", "-f", file);

        assertTrue(refused.code() != 0 && refused.output().contains("conflict with \"kubectl\""), refused.output());
        kubectl("apply", "--server-side", "--force-conflicts", "-f", file);
        assertEquals("3", kubectl("get", "sts", "web", "-o", "jsonpath={.spec.replicas}"));
    }

    @Test
    void scalePatchLabelAndDeleteWork() throws Exception {
        kubectl("apply", "-f", file(STATEFUL_SET.formatted(3)));
        kubectl("scale", "sts/web", "--replicas=5");
        assertEquals("5", kubectl("get", "sts", "web", "-o", "jsonpath={.spec.replicas}"));

        kubectl(
                "patch",
                "sts",
                "web",
                "-p",
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":"
                        + "[{\"name\":\"nginx\",\"image\":\"nginx:1.28\"}]}}}}");
        assertEquals(
                "nginx:1.28", kubectl("get", "sts", "web", "-o", "jsonpath={.spec.template.spec.containers[0].image}"));
        kubectl("label", "sts", "web", "tier=front");
        assertTrue(kubectl("get", "sts", "-l", "tier in (front)").contains("web"));

        kubectl("delete", "sts", "web");
        assertTrue(run("get", "sts", "web").output().contains("NotFound"));
    }

    @Test
    void rolloutsOfADeploymentAreWatchedListedAndUndone() throws Exception {
        try (RealCluster whole = Simulator.real()) {
            whole.http().writeKubeconfig(directory.resolve("kubeconfig"));
            kubectl("apply", "-f", file(DEPLOYMENT));
            rolledOut();
            kubectl("set", "image", "deploy/front", "nginx=nginx:1.28");
            rolledOut();
            String history = kubectl("rollout", "history", "deploy/front");
            assertColumns(history, "deployment.apps/front", "REVISION CHANGE-CAUSE", "1 ", "2 ");

            kubectl("rollout", "undo", "deploy/front");
            rolledOut();

            String image = "jsonpath={.spec.template.spec.containers[0].image}";
            assertEquals("nginx:1.27", kubectl("get", "deploy", "front", "-o", image));
            assertColumns(kubectl("get", "deploy"), "NAME READY UP-TO-DATE AVAILABLE AGE", "front 2/2 2 2 ");
            kubectl("scale", "deploy/front", "--replicas=1");
            kubectl("wait", "deploy/front", "--for=jsonpath={.status.replicas}=1", "--timeout=20s");
            kubectl("delete", "deploy", "front", "--cascade=foreground");
            assertTrue(kubectl("get", "rs").contains("No resources found"));
        }
    }

    private void rolledOut() throws Exception {
        String said = kubectl("rollout", "status", "deploy/front", "--timeout=20s");
        assertTrue(said.contains("successfully rolled out"), said);
    }

    @Test
    void anUnknownFieldIsRefusedByName() throws Exception {
        Outcome refused = run("apply", "-f", file(STATEFUL_SET.formatted(3).replace("serviceName", "serviceNam")));

        assertTrue(refused.output().contains("unknown field \"spec.serviceNam\""), refused.output());
    }

    @Test
    void getWatchPrintsEachChangeAsARow() throws Exception {
        kubectl("apply", "-f", file(CONFIG_MAP));
        Process watching = start("get", "configmap", "-w");
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(watching.getInputStream(), StandardCharsets.UTF_8))) {
            assertColumns(lines.readLine(), "NAME DATA AGE");
            assertColumns(lines.readLine(), "settings 1 ");
            kubectl("patch", "configmap", "settings", "--type=merge", "-p", "{\"data\":{\"b\":\"2\"}}");
            assertColumns(lines.readLine(), "settings 2 ");
        } finally {
            watching.destroy();
            assertTrue(watching.waitFor(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void waitSeesAConditionAndACustomResourceIsServed() throws Exception {
        kubectl("apply", "-f", file("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: apps.demo.example}
                spec:
                  group: demo.example
                  scope: Namespaced
                  names: {plural: apps, kind: App, shortNames: [ap]}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    subresources: {status: {}}
                    additionalPrinterColumns:
                    - {name: Size, type: integer, jsonPath: .spec.size}
                    schema:
                      openAPIV3Schema:
                        type: object
                        properties:
                          spec:
                            type: object
                            properties: {size: {type: integer, minimum: 1, default: 3}}
                          status: {type: object, x-kubernetes-preserve-unknown-fields: true}
                """));
        kubectl("wait", "--for=condition=Established", "crd/apps.demo.example", "--timeout=10s");
        kubectl("apply", "-f", file("apiVersion: demo.example/v1\nkind: App\nmetadata: {name: one}\nspec: {}\n"));

        assertColumns(kubectl("get", "ap"), "NAME SIZE", "one 3");
        Outcome refused = run("patch", "app", "one", "--type=merge", "-p", "{\"spec\":{\"size\":0}}");
        assertTrue(refused.output().contains("should be greater than or equal to 1"), refused.output());
    }

    private record Outcome(int code, String output) {}

    private static void assertColumns(String text, String... starts) {
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < starts.length; i++) {
            String line = lines[i].replaceAll(" +", " ");
            assertTrue(line.startsWith(starts[i]), "'" + line + "' does not start with '" + starts[i] + "'");
        }
    }

    private String file(String yaml) throws IOException {
        Path file = Files.createTempFile(directory, "object", ".yaml");
        return Files.writeString(file, yaml).toString();
    }

    private String kubectl(String... arguments) throws IOException, InterruptedException {
        Outcome outcome = run(arguments);
        assertEquals(0, outcome.code(), outcome.output());
        return outcome.output();
    }

    private Outcome run(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("kubectl", "--cache-dir=" + directory.resolve("cache")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("KUBECONFIG", directory.resolve("kubeconfig").toString());
        builder.environment().put("HOME", directory.toString());
        return builder.start();
    }
}
