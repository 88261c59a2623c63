package dev.quorate.simulation;

import dev.quorate.simulator.api.ApiReply;
import dev.quorate.simulator.api.ApiRequest;
import java.time.Duration;

/** What somebody made by other means, before there was a file for it. */
final class Foreign {

    private static final String SERVICE = """
            {"metadata": {"name": "%s"}, "spec": {"clusterIP": "None", "selector": {"app": "%s"},
             "ports": [{"name": "http", "port": 80}]}}
            """;

    private static final String SET = """
            {"metadata": {"name": "%1$s"}, "spec": {"replicas": %2$d, "serviceName": "%3$s",
             "podManagementPolicy": "OrderedReady", "selector": {"matchLabels": {"app": "%1$s"}},
             "template": {"metadata": {"labels": {"app": "%1$s"}}, "spec": {"containers": [{
               "name": "nginx", "image": "nginx:1.27", "ports": [{"name": "http", "containerPort": 80}],
               "volumeMounts": [{"name": "data", "mountPath": "/data"}]}]}},
             "volumeClaimTemplates": [{"metadata": {"name": "data"}, "spec": {"accessModes": ["ReadWriteOnce"],
               "resources": {"requests": {"storage": "1Gi"}}}}]}}
            """;

    private final World world;

    Foreign(World world) {
        this.world = world;
    }

    /** Its pods run when this returns. */
    void make(App app) {
        String core = "/api/v1/namespaces/" + Workload.NAMESPACE;
        post(core + "/services", SERVICE.formatted(app.foreignService(), app.name()));
        post(
                core.replace("/api/v1", "/apis/apps/v1") + "/statefulsets",
                SET.formatted(app.name(), app.firstSize(), app.foreignService()));
        world.time().advance(Duration.ofSeconds(30));
    }

    private void post(String path, String body) {
        ApiReply reply = world.api().handle(ApiRequest.json("POST", path, body));
        if (reply.isError()) {
            throw new IllegalStateException(path + ": " + reply.body());
        }
    }
}
