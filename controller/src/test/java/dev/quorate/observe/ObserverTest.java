package dev.quorate.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.cluster.ClusterException;
import dev.quorate.engine.Engine;
import dev.quorate.engine.Engine.Site;
import dev.quorate.engine.Reach;
import dev.quorate.engine.StartConfigs;
import dev.quorate.engine.etcd.EtcdEngine;
import dev.quorate.engine.statefulset.StatefulSetEngine;
import dev.quorate.execute.FakeCluster;
import dev.quorate.execute.FakeEngine;
import dev.quorate.observe.Observer.Consistency;
import dev.quorate.plan.Goal;
import dev.quorate.schema.AppName;
import dev.quorate.schema.ReadResult;
import dev.quorate.schema.SpecReader;
import dev.quorate.state.Admission;
import dev.quorate.state.AppMemory;
import dev.quorate.state.Kind;
import dev.quorate.state.Labels;
import dev.quorate.state.Manifest;
import dev.quorate.state.MembershipView;
import dev.quorate.state.ObjectRef;
import dev.quorate.state.ObservedObject.Ownership;
import dev.quorate.state.ObservedState;
import dev.quorate.state.Space.Expansion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ObserverTest {

    private static final AppName APP = new AppName("shop", "web");
    private static final Labels OURS = new Labels("repo", "east", APP, "main");

    private final FakeCluster cluster = new FakeCluster();
    private final FakeEngine engine = FakeEngine.withMembers();
    private final Observer observer = new Observer(
            cluster,
            (target, call) -> {
                throw new Reach.NoReply("nothing listens on " + target, false);
            },
            new Sightings(Duration.ofSeconds(10)),
            InstantSource.fixed(Instant.EPOCH));

    @Test
    void onlyWhoAsksForSnapshotsNeedsTheRightToSeeWhatTakesThem() throws ClusterException {
        cluster.close(Kind.CRON_JOB, "403: Forbidden");
        assertEquals(Map.of(), observer.observe(etcd(""), Consistency.CACHED).closed());
        String backup =
                "  backup: {schedule: '@daily', destination: {persistentVolumeClaim: {claimName: b}}, image: q}";
        assertEquals(
                Map.of(Kind.CRON_JOB, "403: Forbidden"),
                observer.observe(etcd(backup), Consistency.CACHED).closed());
    }

    private static Goal etcd(String more) {
        String yaml = """
                apiVersion: quorate.dev/v1alpha1
                kind: StatefulApp
                metadata: {name: web, namespace: shop}
                spec:
                  engine: etcd
                  replicas: 1
                  storage: {size: 1Gi}
                """ + more;
        ReadResult read = SpecReader.standard().read("app.yaml", yaml.getBytes(StandardCharsets.UTF_8));
        return Goal.of(
                new EtcdEngine(),
                ((ReadResult.Apps) read).apps().get(0),
                new Site("east", "repo"),
                "c1",
                OptionalInt.empty());
    }

    @Test
    void whatStandsUnderAWantedNameAndIsNotOursIsSeenOnAConsistentLook() throws ClusterException {
        cluster.put(object("v1", "Service", "web"));
        cluster.put(object("apps/v1", "StatefulSet", "web"));
        cluster.put(object("v1", "PersistentVolumeClaim", "data-web-1"));
        ObservedState cached = observer.observe(goal(), Consistency.CACHED);
        assertEquals(List.of(), cached.objects());
        ObservedState observed = observer.observe(goal(), Consistency.CONSISTENT);
        assertEquals(Ownership.NOT_OURS, observed.objects().get(0).ownership());
        assertEquals(
                Ownership.NOT_OURS,
                observed.set("web").live().orElseThrow().object().ownership());
        assertEquals(
                Ownership.NOT_OURS, observed.set("web").claims().get(0).object().ownership());
    }

    @Test
    void withoutAMirrorTheMemoryComesFromTheStartConfigMap() throws ClusterException {
        AppMemory memory =
                AppMemory.BLANK.admit(new Admission("main", "web", 0, "3", Admission.State.STARTED, List.of("web-0")));
        Manifest start = ours(object("v1", "ConfigMap", "web-start"));
        cluster.put(StartConfigs.annotate(start, "main", memory));
        ObservedState observed = observer.observe(goal(), Consistency.CACHED);
        assertEquals(memory.admissions(), observed.memory().admissions());
        assertEquals(3, observed.memory().operations());
        assertEquals("", observed.memory().version());
    }

    @Test
    void theMirrorsMemoryCountsBeforeAnyOther() throws ClusterException {
        Manifest mirror = cluster.put(
                MemoryFormat.write(ours(object("quorate.dev/v1alpha1", "StatefulApp", "web")), AppMemory.BLANK));
        AppMemory memory =
                AppMemory.BLANK.admit(new Admission("main", "web", 0, "3", Admission.State.STARTED, List.of("web-0")));
        cluster.put(StartConfigs.annotate(ours(object("v1", "ConfigMap", "web-start")), "main", memory));
        ObservedState observed = observer.observe(goal(), Consistency.CACHED);
        assertEquals(AppMemory.BLANK.at(mirror.resourceVersion()), observed.memory());
    }

    @Test
    void anObjectOfOursThatNobodyWantsAnyMoreIsSeenByItsLabels() throws ClusterException {
        cluster.put(ours(object("v1", "Service", "old")));
        ObservedState observed = observer.observe(goal(), Consistency.CACHED);
        assertTrue(observed.object(new ObjectRef(Kind.SERVICE, "shop", "old")).isPresent());
    }

    @Test
    void membersAreAskedThroughTheirEngine() throws ClusterException {
        engine.see(() -> MembershipView.silent("asked"));
        ObservedState observed = observer.observe(goal(), Consistency.CACHED);
        assertEquals(
                "asked",
                observed.membership().values().iterator().next().completeness().why());
    }

    @Test
    void aClassIsAskedOnlyByAClaimThatIsToGrow() throws ClusterException {
        cluster.put(claim("data-web-0", "standard"));
        cluster.put(claim("data-web-1", "slow"));
        cluster.put(claim("data-web-7", "standard"));
        cluster.put(allowing("standard", true));
        cluster.put(allowing("slow", false));
        Goal larger = goal(new StatefulSetEngine(), "volumeClaims: [{name: data, mountPath: /data, size: 1Gi}]");
        ObservedState observed = observer.observe(larger, Consistency.CACHED);
        assertEquals(
                List.of(Expansion.ALLOWED, Expansion.FORBIDDEN, Expansion.NOT_ASKED),
                observed.set("web").claims().stream()
                        .map(claim -> claim.space().expansion())
                        .toList());
    }

    private static Manifest claim(String name, String storageClass) {
        return ours(object("v1", "PersistentVolumeClaim", name)).with(tree -> {
            tree.withObject("/spec").put("storageClassName", storageClass);
            tree.withObject("/spec/resources/requests").put("storage", "512Mi");
            tree.withObject("/status").put("phase", "Bound");
        });
    }

    private static Manifest allowing(String name, boolean allows) {
        return object("storage.k8s.io/v1", "StorageClass", name).with(tree -> {
            tree.withObject("/metadata").remove("namespace");
            tree.put("allowVolumeExpansion", allows);
        });
    }

    private Goal goal() {
        return goal(engine, "containerName: app");
    }

    private static Goal goal(Engine engine, String more) {
        String file = """
                apiVersion: quorate.dev/v1alpha1
                kind: StatefulApp
                metadata: {name: web, namespace: shop}
                spec:
                  engine: statefulset
                  replicas: 2
                  statefulset:
                    image: nginx:1.27
                    %s
                """.formatted(more);
        ReadResult read = SpecReader.standard().read("web.yaml", file.getBytes(StandardCharsets.UTF_8));
        return Goal.of(
                engine, ((ReadResult.Apps) read).apps().get(0), new Site("east", "repo"), "c1", OptionalInt.empty());
    }

    private static Manifest object(String apiVersion, String kind, String name) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("apiVersion", apiVersion).put("kind", kind);
        tree.putObject("metadata").put("namespace", "shop").put("name", name);
        return new Manifest(tree);
    }

    private static Manifest ours(Manifest object) {
        return object.with(tree -> {
            ObjectNode labels = OURS.tree();
            labels.put(Labels.MANAGED_BY, Labels.MANAGER);
            ((ObjectNode) tree.get("metadata")).set("labels", labels);
        });
    }
}
