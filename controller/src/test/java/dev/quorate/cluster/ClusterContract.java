package dev.quorate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.cluster.Cluster.Notice;
import dev.quorate.cluster.ClusterException.Reason;
import dev.quorate.engine.Engine.Site;
import dev.quorate.schema.AppName;
import dev.quorate.state.Kind;
import dev.quorate.state.Labels;
import dev.quorate.state.Manifest;
import dev.quorate.state.ObjectRef;
import dev.quorate.state.RollLimit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Quorate relies on in any API server: the simulated one, in this process and over HTTP, and real ones. */
abstract class ClusterContract {

    private static final Set<Kind> KINDS =
            Set.of(Kind.STATEFUL_SET, Kind.POD, Kind.CONFIG_MAP, Kind.NODE, Kind.STATEFUL_APP);

    private String namespace = "";
    private AppName app = new AppName(namespace, "locks");
    private final Site site = new Site("lab", "apps");

    private ApiTransport transport = request -> {
        throw new ApiTransport.NoAnswer("not set up", false);
    };
    private ObjectCache cache = new ObjectCache(site, KINDS, changed -> {});
    private KubernetesCluster cluster = new KubernetesCluster(transport, cache, InstantSource.system(), Runnable::run);

    abstract ApiTransport transport() throws Exception;

    abstract WatchTransport watches() throws Exception;

    @BeforeEach
    void makeANamespace() throws Exception {
        namespace = "quorate-" + UUID.randomUUID().toString().substring(0, 13);
        app = new AppName(namespace, "locks");
        transport = transport();
        cache = new ObjectCache(site, KINDS, changed -> {});
        cluster = new KubernetesCluster(transport, cache, InstantSource.system(), Runnable::run);
        ObjectNode tree = Trees.bare(Kind.NAMESPACE, namespace, 0);
        cluster.create(withoutServerFields(tree));
        for (Manifest definition : Definition.all()) {
            new Definition(definition, transport, rest -> Thread.sleep(rest.toMillis()))
                    .install(Duration.ofSeconds(30));
        }
    }

    @AfterEach
    void removeTheNamespace() throws Exception {
        ObjectRef ref = new ObjectRef(Kind.NAMESPACE, "", namespace);
        Manifest live = cluster.read(ref).orElseThrow();
        cluster.delete(ref, live.uid(), live.resourceVersion());
    }

    @Test
    void createsAnObjectOnce() throws ClusterException {
        cluster.create(configMap("old"));

        ClusterException no = assertThrows(ClusterException.class, () -> cluster.create(configMap("new")));

        assertEquals(Reason.ALREADY_EXISTS, no.reason());
        assertEquals("old", read(Kind.CONFIG_MAP).at("/data/locks-0").asText());
    }

    @Test
    void whatGitDropsIsDroppedThoughItWasCreatedWithIt() throws ClusterException {
        cluster.create(statefulSet(3, "busybox:1.36", "dropped"));
        Manifest created = read(Kind.STATEFUL_SET);
        assertTrue(created.annotation("dropped").isPresent());

        apply(withoutSize(statefulSet(3, "busybox:1.37", "another")));

        Manifest applied = read(Kind.STATEFUL_SET);
        assertEquals(
                "busybox:1.37",
                applied.at("/spec/template/spec/containers/0/image").asText());
        assertEquals(Optional.empty(), applied.annotation("dropped"));
        assertTrue(applied.annotation("another").isPresent());
        assertEquals(created.uid(), applied.uid());
    }

    @Test
    void appliesNeverTouchReplicasOrPartition() throws ClusterException {
        cluster.create(statefulSet(3, "busybox:1.36", "a"));
        for (String image : new String[] {"busybox:1.37", "busybox:1.38"}) {
            apply(withoutSize(statefulSet(3, image, "b")));
            assertEquals(3, read(Kind.STATEFUL_SET).at("/spec/replicas").asInt());
            assertEquals(3, partition());
        }

        scale(3, 5);
        apply(withoutSize(statefulSet(3, "busybox:1.39", "c")));
        assertEquals(5, read(Kind.STATEFUL_SET).at("/spec/replicas").asInt());
        assertEquals(5, partition());
    }

    @Test
    void appliesNeverTouchARequest() throws ClusterException {
        Manifest target = ours(Kind.SCALE_TARGET);
        cluster.create(target.with(tree -> tree.putObject("spec").put("replicas", 3)));
        cluster.apply(target.with(tree -> tree.withObject("/metadata/labels").put("team", "one")));
        cluster.apply(target);
        assertEquals(3, read(Kind.SCALE_TARGET).at("/spec/replicas").asInt());
        assertEquals(Optional.empty(), read(Kind.SCALE_TARGET).label("team"));
    }

    @Test
    void aLimitIsAPatchOfItsOwnAndOutlivesAnApply() throws ClusterException {
        cluster.create(statefulSet(3, "busybox:1.36", "a"));
        limit(RollLimit.from(3), RollLimit.from(1));
        apply(withoutSize(statefulSet(3, "busybox:1.37", "b")));
        assertEquals(1, partition());

        limit(RollLimit.from(1), RollLimit.ON_DELETE);
        assertEquals(
                "OnDelete",
                read(Kind.STATEFUL_SET).at("/spec/updateStrategy/type").asText());
        limit(RollLimit.ON_DELETE, RollLimit.from(3));
        assertEquals(3, partition());

        Manifest live = read(Kind.STATEFUL_SET);
        Attempt.conflicts(() ->
                cluster.limit(live.ref(), live.uid(), live.resourceVersion(), RollLimit.from(2), RollLimit.from(1)));
        Attempt.conflicts(() ->
                cluster.limit(live.ref(), "another", live.resourceVersion(), RollLimit.from(3), RollLimit.from(1)));
    }

    private void limit(RollLimit from, RollLimit to) throws ClusterException {
        Attempt.again(() -> {
            Manifest live = read(Kind.STATEFUL_SET);
            cluster.limit(live.ref(), live.uid(), live.resourceVersion(), from, to);
        });
    }

    @Test
    void aScaleFromAnotherStateIsAConflict() throws ClusterException {
        Manifest seen = cluster.create(statefulSet(3, "busybox:1.36", "a"));
        scale(3, 4);

        ObjectRef ref = ref(Kind.STATEFUL_SET);
        String now = read(Kind.STATEFUL_SET).resourceVersion();
        Attempt.conflicts(() -> cluster.scale(ref, seen.uid(), seen.resourceVersion(), 3, 5));
        Attempt.conflicts(() -> cluster.scale(ref, seen.uid(), now, 3, 5));
        Attempt.conflicts(() -> cluster.scale(ref, "another", now, 4, 5));
        assertEquals(4, read(Kind.STATEFUL_SET).at("/spec/replicas").asInt());
    }

    @Test
    void aClaimGrowsFromWhatWasSeenAndOnlyWhereItCan() throws ClusterException {
        Manifest seen = cluster.create(unboundClaim());
        ObjectRef ref = ref(Kind.PERSISTENT_VOLUME_CLAIM);
        Attempt.conflicts(() -> cluster.grow(ref, seen.uid(), seen.resourceVersion(), "2Gi", "3Gi"));
        Attempt.conflicts(() -> cluster.grow(ref, "another", seen.resourceVersion(), "1Gi", "3Gi"));

        ClusterException no = assertThrows(
                ClusterException.class, () -> cluster.grow(ref, seen.uid(), seen.resourceVersion(), "1Gi", "3Gi"));
        assertTrue(Set.of(Reason.INVALID, Reason.FORBIDDEN).contains(no.reason()), no.toString());
        assertEquals(
                "1Gi",
                cluster.read(ref)
                        .orElseThrow()
                        .at("/spec/resources/requests/storage")
                        .asText());
    }

    /** Without a class nobody gives it a volume. */
    private Manifest unboundClaim() {
        return ours(Kind.PERSISTENT_VOLUME_CLAIM).with(tree -> {
            ObjectNode spec = tree.putObject("spec").put("storageClassName", "");
            spec.putArray("accessModes").add("ReadWriteOnce");
            spec.withObject("/resources/requests").put("storage", "1Gi");
        });
    }

    @Test
    void anApplyMakesNothingAndTakesNothingFromOthers() throws ClusterException {
        ClusterException missing = assertThrows(ClusterException.class, () -> cluster.apply(configMap("a")));
        assertEquals(Reason.NOT_FOUND, missing.reason());

        cluster.create(
                configMap("theirs").with(tree -> tree.withObject("/metadata").remove("labels")));
        Attempt.conflicts(() -> cluster.apply(configMap("ours")));
        assertEquals("theirs", read(Kind.CONFIG_MAP).at("/data/locks-0").asText());
    }

    @Test
    void labelsTheVeryObjectThatWasMeant() throws ClusterException {
        Manifest made = cluster.create(configMap("a"));
        ObjectRef ref = ref(Kind.CONFIG_MAP);

        cluster.label(ref, made.uid(), Labels.ROLE, Optional.of("leader"));
        assertEquals(Optional.of("leader"), read(Kind.CONFIG_MAP).label(Labels.ROLE));

        Attempt.conflicts(() -> cluster.label(ref, "another", Labels.ROLE, Optional.empty()));
        cluster.label(ref, made.uid(), Labels.ROLE, Optional.empty());
        assertEquals(Optional.empty(), read(Kind.CONFIG_MAP).label(Labels.ROLE));
    }

    @Test
    void deletesTheVeryObjectThatWasMeant() throws ClusterException {
        Manifest made = cluster.create(configMap("a"));
        ObjectRef ref = ref(Kind.CONFIG_MAP);

        cluster.delete(ref, "00000000-0000-0000-0000-000000000000", made.resourceVersion());
        assertTrue(cluster.read(ref).isPresent());

        Manifest marked = cluster.label(ref, made.uid(), Labels.ROLE, Optional.of("leader"));
        Attempt.conflicts(() -> cluster.delete(ref, made.uid(), made.resourceVersion()));
        assertTrue(cluster.read(ref).isPresent());

        cluster.delete(ref, made.uid(), marked.resourceVersion());
        cluster.delete(ref, made.uid(), marked.resourceVersion());
        assertEquals(Optional.empty(), cluster.read(ref));
    }

    @Test
    void theMirrorsStatusIsWrittenByCompareAndSet() throws ClusterException {
        Manifest made = cluster.create(mirror());

        Manifest first = cluster.replaceStatus(memory(made, 1));
        Attempt.conflicts(() -> cluster.replaceStatus(memory(made, 2)));

        cluster.replaceStatus(memory(first, 3));
        assertEquals(3, read(Kind.STATEFUL_APP).at("/status/memory/operations").asInt());
        assertEquals("etcd", read(Kind.STATEFUL_APP).at("/spec/engine").asText());
    }

    @Test
    void theCacheFollowsWhatWeWrite() throws Exception {
        try (CacheFeeder feeder = new CacheFeeder(transport, watches(), cache, InstantSource.system(), new Random(3))) {
            cluster.create(statefulSet(0, "busybox:1.36", "a"));
            feeder.start();
            feeder.awaitSynced(Duration.ofSeconds(30));
            assertEquals(1, cluster.cachedOf(app, Kind.STATEFUL_SET).size());

            Manifest made = cluster.create(configMap("a"));
            Await.until("our create is seen", () -> cluster.caughtUp(app));
            assertEquals(
                    made.uid(),
                    cluster.cached(ref(Kind.CONFIG_MAP)).orElseThrow().uid());

            Manifest written = cluster.apply(configMap("b"));
            Await.until("our apply is seen", () -> cluster.caughtUp(app));
            assertEquals(
                    "b",
                    cluster.cached(ref(Kind.CONFIG_MAP))
                            .orElseThrow()
                            .at("/data/locks-0")
                            .asText());

            cluster.delete(ref(Kind.CONFIG_MAP), made.uid(), written.resourceVersion());
            Await.until("our delete is seen", () -> cluster.caughtUp(app));
            assertEquals(Optional.empty(), cluster.cached(ref(Kind.CONFIG_MAP)));
        }
    }

    @Test
    void findsAnAppsObjectsByTheirFrozenLabels() throws ClusterException {
        cluster.create(configMap("a"));
        cluster.create(configMap("b").with(tree -> {
            tree.withObject("/metadata").put("name", "strange");
            tree.withObject("/metadata/labels").put(Labels.REPOSITORY, "another");
        }));

        assertEquals(1, cluster.readOf(app, Kind.CONFIG_MAP).size());
        assertEquals(
                Kind.CONFIG_MAP, cluster.readOf(app, Kind.CONFIG_MAP).get(0).kind());
    }

    @Test
    void oneOfTwoLeadsAndHandsOver() throws ClusterException {
        LeaseElector one = elector("one");
        LeaseElector other = elector("other");
        one.tick();
        other.tick();
        assertTrue(one.leading());
        assertFalse(other.leading());

        one.tick();
        one.release();
        other.tick();
        assertFalse(one.leading());
        assertTrue(other.leading(), () -> other.trouble().orElse("no trouble"));
        assertEquals("other/1", other.term());
    }

    @Test
    void writesEventsThatPeopleFind() throws ClusterException {
        Manifest made = cluster.create(configMap("a"));
        Notice notice = new Notice(ref(Kind.CONFIG_MAP), made.uid(), true, "Refused", "2 members survive nothing");

        cluster.event(notice);

        Listing events = new ApiServer(transport).list(Kind.EVENT, Paths.collection(Kind.EVENT, namespace), "");
        assertTrue(events.items().stream()
                .anyMatch(event -> event.path("reason").asText().equals("Refused")));
    }

    private LeaseElector elector(String identity) {
        return new LeaseElector(
                transport,
                namespace,
                "quorate-lab",
                identity,
                LeaseElector.Times.DEFAULT,
                InstantSource.system(),
                System::nanoTime);
    }

    /** Of a set that its controller is just writing to, which is a conflict; whoever means it asks again. */
    private void apply(Manifest set) throws ClusterException {
        Attempt.again(() -> cluster.apply(set));
    }

    private void scale(int from, int to) throws ClusterException {
        Attempt.again(() -> {
            Manifest live = read(Kind.STATEFUL_SET);
            cluster.scale(live.ref(), live.uid(), live.resourceVersion(), from, to);
        });
        assertEquals(to, read(Kind.STATEFUL_SET).at("/spec/replicas").asInt());
    }

    private int partition() throws ClusterException {
        return read(Kind.STATEFUL_SET)
                .at("/spec/updateStrategy/rollingUpdate/partition")
                .asInt();
    }

    private ObjectRef ref(Kind kind) {
        return new ObjectRef(kind, namespace, "locks");
    }

    private Manifest read(Kind kind) throws ClusterException {
        return cluster.read(ref(kind)).orElseThrow();
    }

    private Manifest configMap(String value) {
        return ours(Kind.CONFIG_MAP).with(tree -> tree.putObject("data").put("locks-0", value));
    }

    private Manifest mirror() {
        return ours(Kind.STATEFUL_APP).with(tree -> tree.putObject("spec").put("engine", "etcd"));
    }

    private static Manifest memory(Manifest mirror, int operations) {
        return mirror.with(tree -> tree.withObject("/status/memory").put("operations", operations));
    }

    /** Its pods can never run: what is tested is the API server. */
    private Manifest statefulSet(int replicas, String image, String annotation) {
        return ours(Kind.STATEFUL_SET).with(tree -> {
            tree.withObject("/metadata/annotations").put(annotation, "yes");
            ObjectNode spec = tree.putObject("spec");
            spec.put("replicas", replicas).put("serviceName", "locks");
            spec.withObject("/selector/matchLabels").put("app", "locks");
            spec.withObject("/updateStrategy").put("type", "RollingUpdate");
            spec.withObject("/updateStrategy/rollingUpdate").put("partition", replicas);
            ObjectNode template = spec.putObject("template");
            template.withObject("/metadata/labels").put("app", "locks");
            ObjectNode pod = template.putObject("spec");
            pod.withObject("/nodeSelector").put("quorate.dev/nowhere", "true");
            pod.putArray("containers").addObject().put("name", "main").put("image", image);
        });
    }

    private static Manifest withoutSize(Manifest set) {
        return set.with(tree -> {
            tree.withObject("/spec").remove("replicas");
            tree.withObject("/spec/updateStrategy").remove("rollingUpdate");
        });
    }

    private Manifest ours(Kind kind) {
        ObjectNode tree = Trees.bare(kind, "locks", 0);
        tree.withObject("/metadata").put("namespace", namespace);
        tree.withObject("/metadata").set("labels", new Labels(site.repository(), site.cluster(), app, "etcd").tree());
        return withoutServerFields(tree);
    }

    private static Manifest withoutServerFields(ObjectNode tree) {
        tree.withObject("/metadata").remove("uid");
        tree.withObject("/metadata").remove("resourceVersion");
        return new Manifest(tree);
    }
}
