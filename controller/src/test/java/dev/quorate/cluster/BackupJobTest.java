package dev.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quorate.engine.AddedObjects;
import dev.quorate.engine.Engine.Site;
import dev.quorate.engine.etcd.EtcdEngine;
import dev.quorate.schema.ReadResult;
import dev.quorate.schema.SpecReader;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What takes snapshots is made, changed and deleted as an API server lets it. */
class BackupJobTest {

    private static final Site SITE = new Site("lab", "apps");

    private final KubernetesCluster cluster = new KubernetesCluster(
            new SimulatedApi(),
            new ObjectCache(SITE, Set.of(Kind.CRON_JOB), changed -> {}),
            InstantSource.system(),
            Runnable::run);

    @Test
    void isAppliedAsItWasWanted() throws ClusterException {
        cluster.create(new Manifest(JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", "v1")
                .put("kind", "Namespace")
                .set("metadata", JsonNodeFactory.instance.objectNode().put("name", "lab"))));
        Manifest made = cronJob(7);
        cluster.create(made);
        cluster.apply(cronJob(14));
        Manifest live = cluster.read(made.ref()).orElseThrow();
        assertEquals("0 3 * * *", live.at("/spec/schedule").asText());
        assertEquals("Etc/UTC", live.at("/spec/timeZone").asText());
        JsonNode container = live.at("/spec/jobTemplate/spec/template/spec/containers/0");
        assertTrue(container.path("args").toString().contains("\"--keep=14\""), container::toString);
        assertFalse(container.path("args").toString().contains("\"--keep=7\""), container::toString);
        assertEquals("keys", container.at("/env/0/valueFrom/secretKeyRef/name").asText());
        cluster.delete(live.ref(), live.uid(), live.resourceVersion());
        assertTrue(cluster.read(made.ref()).isEmpty());
    }

    @Test
    void itsPodsAreNoneOfTheAppsOwn() {
        Manifest job = cronJob(7);
        JsonNode pod = job.at("/spec/jobTemplate/spec/template");
        assertFalse(pod.at("/metadata").toString().contains("quorate.dev/"), pod::toString);
        assertFalse(pod.at("/spec/automountServiceAccountToken").asBoolean(true));
        for (int ordinal = 0; ordinal < 3; ordinal++) {
            String endpoint = "--endpoint=http://locks-" + ordinal + ".locks-headless.lab.svc:2379";
            assertTrue(pod.at("/spec/containers/0/args").toString().contains(endpoint), pod::toString);
        }
    }

    private static Manifest cronJob(int keep) {
        String yaml = """
                apiVersion: quorate.dev/v1alpha1
                kind: StatefulApp
                metadata: {name: locks, namespace: lab}
                spec:
                  engine: etcd
                  replicas: 3
                  storage: {size: 1Gi}
                  backup:
                    schedule: "0 3 * * *"
                    keep: %d
                    destination: {s3: {endpoint: "https://s3.example.com", bucket: backups}}
                    secretRef: {name: keys}
                    image: quorate:1
                """.formatted(keep);
        ReadResult read = SpecReader.standard().read("app.yaml", yaml.getBytes(StandardCharsets.UTF_8));
        StatefulApp spec = ((ReadResult.Apps) read).apps().get(0);
        return AddedObjects.beside(new EtcdEngine(), spec, SITE).objects().stream()
                .filter(object -> object.kind() == Kind.CRON_JOB)
                .findFirst()
                .orElseThrow();
    }
}
