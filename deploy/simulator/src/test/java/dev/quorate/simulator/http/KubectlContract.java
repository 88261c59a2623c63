package dev.quorate.simulator.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do every day with the real kubectl, on any cluster: each test works in a namespace of its own. */
abstract class KubectlContract {

    private static final String TIMEOUT = "--timeout=120s";

    @TempDir
    Path folder;

    Kubectl kubectl;

    /** Where kubectl finds the cluster. */
    abstract Path kubeconfig(Path folder) throws IOException;

    @BeforeEach
    void makeNamespace() throws Exception {
        String namespace = "kubectl-" + UUID.randomUUID().toString().substring(0, 8);
        kubectl = Kubectl.in(folder, kubeconfig(folder), namespace);
        assertEquals("namespace/" + namespace + " created\n", kubectl.succeeds("create", "namespace", namespace));
    }

    @AfterEach
    void deleteNamespace() throws Exception {
        if (kubectl != null) {
            kubectl.run("delete", "namespace", kubectl.namespace(), "--wait=false");
        }
    }

    @Test
    void createMakesObjectsOfTheKindsItKnows() throws Exception {
        assertEquals(
                "configmap/settings created\n",
                kubectl.succeeds("create", "configmap", "settings", "--from-literal=a=b"));
        assertEquals(
                "secret/login created\n",
                kubectl.succeeds("create", "secret", "generic", "login", "--from-literal=user=me"));
        assertEquals("serviceaccount/robot created\n", kubectl.succeeds("create", "serviceaccount", "robot"));
        assertEquals(
                "service/web created\n", kubectl.succeeds("create", "service", "clusterip", "web", "--tcp=80:8080"));
        assertEquals(
                "deployment.apps/front created\n",
                kubectl.succeeds("create", "deployment", "front", "--image=busybox:1.36", "--replicas=0"));
        assertEquals(
                "poddisruptionbudget.policy/web created\n",
                kubectl.succeeds("create", "pdb", "web", "--selector=app=web", "--min-available=50%"));

        assertEquals("b", kubectl.succeeds("get", "configmap", "settings", "-o", "jsonpath={.data.a}"));
        assertEquals("bWU=", kubectl.succeeds("get", "secret", "login", "-o", "jsonpath={.data.user}"));
        assertEquals(
                "8080 80",
                kubectl.succeeds("get", "service", "web", "-o", "jsonpath={.spec.ports[0]['targetPort','port']}"));
        assertEquals(
                "0 front busybox:1.36",
                kubectl.succeeds(
                        "get",
                        "deployment",
                        "front",
                        "-o",
                        "jsonpath={.spec.replicas} {.metadata.labels.app} {.spec.template.spec.containers[0].image}"));
        assertEquals("50%", kubectl.succeeds("get", "pdb", "web", "-o", "jsonpath={.spec.minAvailable}"));
        assertEquals(
                "error: failed to create configmap: configmaps \"settings\" already exists\n",
                kubectl.fails("create", "configmap", "settings"));
    }

    @Test
    void getPrintsTablesAndWhateverIsAskedFor() throws Exception {
        kubectl.succeeds("create", "-f", kubectl.file(Manifests.CONFIG_MAP + "  b: z\n"));
        apply(2);
        ready(2);

        assertRows(kubectl.succeeds("get", "configmap", "settings"), "NAME DATA AGE", "settings 2 ");
        assertRows(kubectl.succeeds("get", "sts"), "NAME READY AGE", "web 2/2 ");
        assertRows(kubectl.succeeds("get", "sts", "-o", "wide"), "NAME READY AGE CONTAINERS IMAGES", "web 2/2 ");
        assertRows(
                kubectl.succeeds("get", "pods"),
                "NAME READY STATUS RESTARTS AGE",
                "web-0 1/1 Running 0 ",
                "web-1 1/1 Running 0 ");
        assertTrue(kubectl.succeeds("get", "sts", "web", "-o", "yaml").contains("podManagementPolicy: OrderedReady"));
        assertTrue(kubectl.succeeds("get", "sts", "web", "-o", "json").contains("\"readyReplicas\": 2"));
        assertEquals("pod/web-0\npod/web-1\n", kubectl.succeeds("get", "pods", "-o", "name"));
        assertEquals(
                "POD     APP\nweb-1   web\n",
                kubectl.succeeds(
                        "get",
                        "pods",
                        "--field-selector=metadata.name=web-1",
                        "-o",
                        "custom-columns=POD:.metadata.name,APP:.metadata.labels.app"));
        assertEquals(
                "web-0 web-1",
                kubectl.succeeds("get", "pods", "-l", "app in (web)", "-o", "jsonpath={.items[*].metadata.name}"));
        assertEquals(
                "Error from server (NotFound): statefulsets.apps \"none\" not found\n",
                kubectl.fails("get", "sts", "none"));
        assertTrue(kubectl.succeeds("get", "events").contains("Create Pod web-0 in StatefulSet web successful"));
    }

    @Test
    void getWatchPrintsEachChangeAsARow() throws Exception {
        kubectl.succeeds("apply", "-f", kubectl.file(Manifests.CONFIG_MAP));
        try (Kubectl.Running watch = kubectl.running(
                "get", "configmap", "settings", "-w", "-o", "custom-columns=B:.data.b", "--no-headers")) {
            assertEquals("<none>", watch.line());
            merge("configmap", "settings", "{\"data\":{\"b\":\"2\"}}");
            assertEquals("2", watch.line());
            merge("configmap", "settings", "{\"data\":{\"b\":\"3\"}}");
            assertEquals("3", watch.line());
        }
        try (Kubectl.Running table = kubectl.running("get", "configmap", "settings", "-w")) {
            assertRows(table.line(), "NAME DATA AGE");
            assertRows(table.line(), "settings 2 ");
            merge("configmap", "settings", "{\"data\":{\"c\":\"4\"}}");
            assertRows(table.line(), "settings 3 ");
        }
    }

    @Test
    void applyTellsWhatItDidAndDiffWhatItWould() throws Exception {
        String three = kubectl.file(Manifests.STATEFUL_SET.formatted(0));
        String five = kubectl.file(Manifests.STATEFUL_SET.formatted(1));
        assertEquals("statefulset.apps/web created\n", kubectl.succeeds("apply", "-f", three));
        assertEquals("statefulset.apps/web unchanged\n", kubectl.succeeds("apply", "-f", three));
        assertEquals("", kubectl.succeeds("diff", "-f", three));

        Kubectl.Outcome diff = kubectl.run("diff", "-f", five);

        assertEquals(1, diff.code(), diff.output());
        assertTrue(diff.output().contains("\n-  replicas: 0\n+  replicas: 1\n"), diff.output());
        assertEquals(
                "statefulset.apps/web configured (server dry run)\n",
                kubectl.succeeds("apply", "--dry-run=server", "-f", five));
        assertEquals("0", kubectl.succeeds("get", "sts", "web", "-o", "jsonpath={.spec.replicas}"));
        assertEquals("statefulset.apps/web configured\n", kubectl.succeeds("apply", "-f", five));
        assertEquals("1", kubectl.succeeds("get", "sts", "web", "-o", "jsonpath={.spec.replicas}"));
    }

    @Test
    void serverSideApplyOwnsItsFieldsAndReportsConflicts() throws Exception {
        String file = kubectl.file(Manifests.STATEFUL_SET.formatted(0));
        assertEquals(
                "statefulset.apps/web serverside-applied\n", kubectl.succeeds("apply", "--server-side", "-f", file));
        assertEquals("statefulset.apps/web scaled\n", kubectl.succeeds("scale", "sts/web", "--replicas=1"));

        String refused = kubectl.fails("apply", "--server-side", "-f", file);

        assertTrue(
                refused.startsWith(
                        "error: Apply failed with 1 conflict: conflict with \"kubectl\" with subresource \"scale\""
                                + " using apps/v1: .spec.replicas\n"),
                refused);
        kubectl.succeeds("apply", "--server-side", "--force-conflicts", "-f", file);
        assertEquals("0", kubectl.succeeds("get", "sts", "web", "-o", "jsonpath={.spec.replicas}"));
    }

    @Test
    void rolloutShowsUndoesAndRestarts() throws Exception {
        apply(2);
        ready(2);
        kubectl.succeeds("set", "image", "sts/web", "main=busybox:1.37");
        assertTrue(kubectl.succeeds("rollout", "status", "sts/web", TIMEOUT)
                .endsWith("partitioned roll out complete: 2 new pods have been updated...\n"));
        assertEquals(
                "statefulset.apps/web \nREVISION  CHANGE-CAUSE\n1         <none>\n2         <none>\n\n",
                kubectl.succeeds("rollout", "history", "sts/web"));
        assertTrue(kubectl.succeeds("rollout", "history", "sts/web", "--revision=1")
                .contains("busybox:1.36"));

        assertEquals("statefulset.apps/web rolled back\n", kubectl.succeeds("rollout", "undo", "sts/web"));
        kubectl.succeeds("rollout", "status", "sts/web", TIMEOUT);
        assertEquals(
                "busybox:1.36 busybox:1.36",
                kubectl.succeeds("get", "pods", "-o", "jsonpath={.items[*].spec.containers[0].image}"));

        String before = kubectl.succeeds("get", "pod", "web-0", "-o", "jsonpath={.metadata.uid}");
        assertEquals("statefulset.apps/web restarted\n", kubectl.succeeds("rollout", "restart", "sts/web"));
        kubectl.succeeds("rollout", "status", "sts/web", TIMEOUT);
        assertTrue(!before.equals(kubectl.succeeds("get", "pod", "web-0", "-o", "jsonpath={.metadata.uid}")));
    }

    @Test
    void scaleMindsTheNumberItExpects() throws Exception {
        apply(1);
        assertEquals(
                "error: Expected replicas to be 5, was 1\n",
                kubectl.fails("scale", "sts/web", "--current-replicas=5", "--replicas=2"));
        assertEquals(
                "statefulset.apps/web scaled\n",
                kubectl.succeeds("scale", "sts/web", "--current-replicas=1", "--replicas=2"));
        assertEquals(
                "statefulset.apps/web condition met\n",
                kubectl.succeeds("wait", "--for=jsonpath={.status.readyReplicas}=2", "sts/web", TIMEOUT));
    }

    @Test
    void autoscalersAreMadeAndShowWhatTheyDid() throws Exception {
        apply(1);
        assertEquals(
                "horizontalpodautoscaler.autoscaling/web autoscaled\n",
                kubectl.succeeds("autoscale", "sts/web", "--min=2", "--max=4", "--cpu-percent=50"));
        assertRows(
                kubectl.succeeds("get", "hpa"),
                "NAME REFERENCE TARGETS MINPODS MAXPODS REPLICAS AGE",
                "web StatefulSet/web cpu: <unknown>/50% 2 4 ");
        kubectl.succeeds("wait", "--for=jsonpath={.spec.replicas}=2", "sts/web", TIMEOUT);
        kubectl.succeeds("wait", "--for=jsonpath={.status.desiredReplicas}=2", "hpa/web", TIMEOUT);
        String described = kubectl.succeeds("describe", "hpa", "web").replaceAll(" +", " ");
        assertTrue(
                described.contains("resource cpu on pods (as a percentage of request): <unknown> / 50%\n"), described);
        assertTrue(
                described.contains("New size: 2; reason: Current number of replicas below Spec.MinReplicas"),
                described);
        assertEquals("4", kubectl.succeeds("get", "hpa.v1.autoscaling", "web", "-o", "jsonpath={.spec.maxReplicas}"));
        assertEquals("horizontalpodautoscaler.autoscaling \"web\" deleted\n", kubectl.succeeds("delete", "hpa", "web"));
    }

    @Test
    void deleteTakesPodsAlongOrLeavesThem() throws Exception {
        apply(1);
        ready(1);
        kubectl.succeeds("delete", "sts", "web", "--cascade=orphan");
        assertEquals("pod/web-0\n", kubectl.succeeds("get", "pods", "-o", "name"));
        assertEquals("", kubectl.succeeds("get", "pod", "web-0", "-o", "jsonpath={.metadata.ownerReferences}"));

        apply(1);
        ready(1);
        kubectl.succeeds("delete", "sts", "web", "--cascade=foreground", TIMEOUT);
        assertEquals("No resources found in " + kubectl.namespace() + " namespace.\n", kubectl.succeeds("get", "pods"));

        apply(1);
        ready(1);
        kubectl.succeeds("delete", "sts", "web", "--cascade=background");
        kubectl.succeeds("wait", "--for=delete", "pod/web-0", TIMEOUT);
        assertTrue(kubectl.fails("get", "sts", "web").contains("NotFound"));
    }

    @Test
    void waitSeesConditionsAndTellsWhenTheyDoNotCome() throws Exception {
        apply(1);
        kubectl.succeeds("wait", "--for=create", "pod/web-0", TIMEOUT);
        assertEquals(
                "pod/web-0 condition met\n", kubectl.succeeds("wait", "--for=condition=Ready", "pod/web-0", TIMEOUT));
        assertEquals(
                "error: timed out waiting for the condition on pods/web-0\n",
                kubectl.fails("wait", "--for=condition=Never", "pod/web-0", "--timeout=1s"));
    }

    @Test
    void execRunsCommandsAndTellsHowTheyEnd() throws Exception {
        apply(1);
        ready(1);
        assertEquals("hello\n", kubectl.succeeds("exec", "web-0", "--", "echo", "hello"));
        assertEquals("web-0\n", kubectl.succeeds("exec", "web-0", "-c", "main", "--", "hostname"));
        assertEquals(
                "sent\n",
                kubectl.run(Map.of(), "sent\n", "exec", "-i", "web-0", "--", "cat")
                        .output());
        Kubectl.Outcome failed = kubectl.run("exec", "web-0", "--", "false");
        assertEquals(1, failed.code());
        assertEquals("command terminated with exit code 1\n", failed.output());
        assertTrue(
                kubectl.fails("exec", "web-0", "--", "nosuchcommand").contains("executable file not found in $PATH"));
        assertEquals(
                "Error from server (BadRequest): container nope is not valid for pod web-0\n",
                kubectl.fails("exec", "web-0", "-c", "nope", "--", "true"));
        assertTrue(kubectl.fails("exec", "nope", "--", "true").contains("pods \"nope\" not found"));
    }

    @Test
    void labelsAnnotationsPatchesAndEditsChangeObjects() throws Exception {
        apply(0);
        assertEquals("statefulset.apps/web labeled\n", kubectl.succeeds("label", "sts", "web", "tier=front"));
        assertTrue(kubectl.fails("label", "sts", "web", "tier=back").contains("already has a value (front)"));
        assertEquals("statefulset.apps/web annotated\n", kubectl.succeeds("annotate", "sts", "web", "note=x"));
        assertEquals("statefulset.apps/web unlabeled\n", kubectl.succeeds("label", "sts", "web", "tier-"));
        assertEquals(
                "statefulset.apps/web patched\n",
                kubectl.succeeds(
                        "patch",
                        "sts",
                        "web",
                        "-p",
                        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"main\",\"image\":\"busybox:2\"}]}}}}"));
        assertEquals(
                "statefulset.apps/web patched (no change)\n",
                merge("sts", "web", "{\"metadata\":{\"annotations\":{\"note\":\"x\"}}}"));
        kubectl.succeeds(
                "patch",
                "sts",
                "web",
                "--type=json",
                "-p",
                "[{\"op\":\"add\",\"path\":\"/spec/minReadySeconds\",\"value\":7}]");
        assertEquals(
                "statefulset.apps/web edited\n",
                kubectl.run(Map.of("KUBE_EDITOR", "sed -i s/busybox:2/busybox:3/"), "", "edit", "sts", "web")
                        .output());
        assertEquals(
                "busybox:3 7 x",
                kubectl.succeeds(
                        "get",
                        "sts",
                        "web",
                        "-o",
                        "jsonpath={.spec.template.spec.containers[0].image} {.spec.minReadySeconds}"
                                + " {.metadata.annotations.note}"));
    }

    @Test
    void anUnknownFieldIsRefusedByName() throws Exception {
        String refused = kubectl.fails(
                "apply", "-f", kubectl.file(Manifests.STATEFUL_SET.formatted(1).replace("serviceName", "serviceNam")));

        assertTrue(refused.contains("strict decoding error: unknown field \"spec.serviceNam\""), refused);
    }

    @Test
    void describeShowsWhatBelongsTogether() throws Exception {
        apply(1);
        ready(1);
        String set = kubectl.succeeds("describe", "sts", "web");
        assertTrue(set.contains("1 desired | 1 total"), set);
        assertTrue(set.contains("1 Running / 0 Waiting / 0 Succeeded / 0 Failed"), set);
        String pod = kubectl.succeeds("describe", "pod", "web-0");
        assertTrue(pod.contains("Controlled By:  StatefulSet/web"), pod);
        assertTrue(pod.contains("Successfully assigned " + kubectl.namespace() + "/web-0 to"), pod);
    }

    @Test
    void discoveryAndRightsAreAnswered() throws Exception {
        String resources = kubectl.succeeds("api-resources");
        assertTrue(
                resources.replaceAll(" +", " ").contains("\nstatefulsets sts apps/v1 true StatefulSet\n"), resources);
        assertTrue(kubectl.succeeds("api-versions").contains("\npolicy/v1\n"));
        assertEquals("yes\n", kubectl.succeeds("auth", "can-i", "delete", "pods"));
        assertEquals("ok", kubectl.succeeds("get", "--raw", "/readyz"));
        assertTrue(kubectl.succeeds("explain", "sts.spec.replicas").contains("integer"));
    }

    @Test
    void customResourcesAreServedAndGoWithTheirNamespaceOrDefinition() throws Exception {
        String group = kubectl.namespace() + ".example.com";
        String object = "apiVersion: " + group + "/v1\nkind: App\nmetadata: {name: one}\nspec: {}\n";
        kubectl.succeeds("apply", "-f", kubectl.file(Manifests.DEFINITION.replace("GROUP", group)));
        try {
            kubectl.succeeds("wait", "--for=condition=Established", "crd/apps." + group, TIMEOUT);
            kubectl.succeeds("apply", "-f", kubectl.file(object));
            assertRows(kubectl.succeeds("get", "apps." + group), "NAME SIZE", "one 3");
            String refused =
                    kubectl.fails("patch", "apps." + group, "one", "--type=merge", "-p", "{\"spec\":{\"size\":0}}");
            assertTrue(refused.contains("should be greater than or equal to 1"), refused);

            assertEquals(
                    "app." + group + "/one scaled\n",
                    kubectl.succeeds("scale", "apps." + group + "/one", "--replicas=7"));
            assertRows(kubectl.succeeds("get", "apps." + group), "NAME SIZE", "one 7");

            kubectl.succeeds("delete", "namespace", kubectl.namespace(), TIMEOUT);
            assertEquals("No resources found\n", kubectl.succeeds("get", "apps." + group, "-A"));
        } finally {
            kubectl.succeeds("delete", "crd", "apps." + group, TIMEOUT);
        }
        assertTrue(kubectl.fails("get", "apps." + group).contains("the server doesn't have a resource type"));
    }

    void apply(int replicas) throws Exception {
        kubectl.succeeds("apply", "-f", kubectl.file(Manifests.STATEFUL_SET.formatted(replicas)));
    }

    void ready(int replicas) throws Exception {
        kubectl.succeeds("wait", "--for=jsonpath={.status.readyReplicas}=" + replicas, "sts/web", TIMEOUT);
    }

    private String merge(String kind, String name, String patch) throws Exception {
        return kubectl.succeeds("patch", kind, name, "--type=merge", "-p", patch);
    }

    /** Whether each line begins so, apart from the width of its columns. */
    static void assertRows(String text, String... starts) {
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < starts.length; i++) {
            String line = lines[i].replaceAll(" +", " ");
            assertTrue(line.startsWith(starts[i]), "'" + line + "' does not start with '" + starts[i] + "'");
        }
    }
}
