package dev.quorate.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/**
 * Writes of the kinds that are measured later, by nobody who is measured. A real API server is a compiled program, the simulated
 * one compiles itself while it works; without this the first who writes would pay for all who come after.
 */
final class WarmUp {
    private static final String NAMESPACE = "quorate-bench-warm-up";
    private static final String MIRRORS = "/apis/quorate.dev/v1alpha1/namespaces/" + NAMESPACE + "/statefulapps";
    private static final String SETS = "/apis/apps/v1/namespaces/" + NAMESPACE + "/statefulsets";
    private static final String BUDGETS = "/apis/policy/v1/namespaces/" + NAMESPACE + "/poddisruptionbudgets";
    private static final String SERVICES = "/api/v1/namespaces/" + NAMESPACE + "/services";
    private static final int MOST_APPS = 300;
    private static final int STATUSES = 3;
    private static final int REPLICAS = 2;
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final BenchCluster cluster;
    private final Patience patience;

    WarmUp(BenchCluster cluster, Patience patience) {
        this.cluster = cluster;
        this.patience = patience;
    }

    /** What it made stays where it is, at rest: it belongs to no app that is measured. */
    void play(int apps) throws InterruptedException {
        cluster.ensureNamespace(NAMESPACE);
        int number = Math.min(apps, MOST_APPS);
        for (int i = 0; i < number; i++) {
            write(new BenchApp(i, 1).name());
        }
        patience.await(
                "the pods of the warm-up",
                LOOK,
                () -> cluster.list(SETS).stream()
                        .allMatch(set -> set.at("/status/readyReplicas").asInt() == REPLICAS));
    }

    private void write(String app) {
        JsonNode mirror = cluster.write("POST", MIRRORS, mirror(app));
        cluster.write("POST", SERVICES, service(app));
        cluster.write("POST", BUDGETS, budget(app));
        cluster.write("POST", SETS, set(app));
        for (int i = 0; i < STATUSES; i++) {
            ObjectNode next = mirror.deepCopy();
            next.putObject("status").putObject("fence").put("count", i + 1);
            mirror = cluster.write("PUT", MIRRORS + "/" + app + "/status", next);
        }
        ObjectNode patch = BenchCluster.object();
        patch.putObject("spec").put("replicas", REPLICAS);
        cluster.patch(SETS + "/" + app, BenchCluster.MERGE, patch);
    }

    private static ObjectNode named(String version, String kind, String app) {
        ObjectNode object = BenchCluster.object().put("apiVersion", version).put("kind", kind);
        object.putObject("metadata").put("name", app).put("namespace", NAMESPACE);
        return object;
    }

    private static ObjectNode mirror(String app) {
        ObjectNode mirror = named("quorate.dev/v1alpha1", "StatefulApp", app);
        mirror.putObject("spec").put("engine", "statefulset").put("replicas", REPLICAS);
        return mirror;
    }

    private static ObjectNode service(String app) {
        ObjectNode service = named("v1", "Service", app);
        ObjectNode spec = service.putObject("spec").put("clusterIP", "None");
        spec.putObject("selector").put("app", app);
        spec.putArray("ports").addObject().put("name", "web").put("port", 80);
        return service;
    }

    private static ObjectNode budget(String app) {
        ObjectNode budget = named("policy/v1", "PodDisruptionBudget", app);
        ObjectNode spec = budget.putObject("spec").put("maxUnavailable", 1);
        spec.putObject("selector").putObject("matchLabels").put("app", app);
        return budget;
    }

    private static ObjectNode set(String app) {
        ObjectNode set = named("apps/v1", "StatefulSet", app);
        ObjectNode spec = set.putObject("spec").put("replicas", 1).put("serviceName", app);
        spec.put("podManagementPolicy", "Parallel");
        spec.putObject("selector").putObject("matchLabels").put("app", app);
        ObjectNode template = spec.putObject("template");
        template.putObject("metadata").putObject("labels").put("app", app);
        ObjectNode container = template.putObject("spec").putArray("containers").addObject();
        container.put("name", "web").put("image", "nginx:1.27");
        return set;
    }
}
