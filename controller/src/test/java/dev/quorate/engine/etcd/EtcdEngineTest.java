package dev.quorate.engine.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.engine.Engine.Site;
import dev.quorate.engine.StartConfigs;
import dev.quorate.schema.FieldProblem;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.Admission;
import dev.quorate.state.Admission.State;
import dev.quorate.state.AppMemory;
import dev.quorate.state.AppMemory.Initialised;
import dev.quorate.state.DesiredSet;
import dev.quorate.state.DesiredState;
import dev.quorate.state.Kind;
import dev.quorate.state.Labels;
import dev.quorate.state.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EtcdEngineTest {

    private static final Site SITE = new Site("prod", "repo1");

    private final EtcdEngine engine = new EtcdEngine();

    @Test
    void theTemplateSaysNothingOfSizeOrMembers() {
        assertEquals(template(app("replicas: 3")), template(app("replicas: 5")));
        String text = template(app("replicas: 3")).toString();
        assertFalse(text.contains("locks-0"), text);
        assertTrue(text.contains("$(POD_NAME).locks-headless.shop.svc"), text);
    }

    @Test
    void allPodsStartAtOnceAndOnlyTheControllerReplacesThem() {
        Manifest set = set(app("replicas: 3")).statefulSet();
        assertEquals("Parallel", set.at("/spec/podManagementPolicy").asText());
        assertEquals("OnDelete", set.at("/spec/updateStrategy/type").asText());
        assertEquals(3, set.at("/spec/replicas").asInt());
        assertEquals("locks-headless", set.at("/spec/serviceName").asText());
        assertEquals(
                "Retain",
                set.at("/spec/persistentVolumeClaimRetentionPolicy/whenScaled").asText());
    }

    @Test
    void selectorsHoldTheFrozenLabelsAndNothingElse() {
        StatefulApp app = app("replicas: 3");
        JsonNode frozen = new Labels("repo1", "prod", app.name(), "etcd").tree();
        DesiredState desired = engine.desired(app, SITE);
        assertEquals(frozen, set(app).statefulSet().at("/spec/selector/matchLabels"));
        for (Manifest object : desired.objects()) {
            JsonNode selector = object.at("/spec/selector");
            assertEquals(frozen, selector.has("matchLabels") ? selector.get("matchLabels") : selector);
        }
        assertEquals(
                frozen,
                set(app).statefulSet()
                        .at("/spec/template/spec/affinity/podAntiAffinity"
                                + "/requiredDuringSchedulingIgnoredDuringExecution/0/labelSelector/matchLabels"));
    }

    @Test
    void everyObjectPodAndClaimCanBeSelectedByWhoManagesIt() {
        StatefulApp app = app("replicas: 3");
        List<JsonNode> labels = new ArrayList<>();
        engine.desired(app, SITE).objects().forEach(object -> labels.add(object.at("/metadata/labels")));
        Manifest set = set(app).statefulSet();
        labels.add(set.at("/metadata/labels"));
        labels.add(set.at("/spec/template/metadata/labels"));
        labels.add(set.at("/spec/volumeClaimTemplates/0/metadata/labels"));
        labels.add(engine.startConfig(app, SITE, "etcd", AppMemory.BLANK)
                .orElseThrow()
                .at("/metadata/labels"));
        labels.forEach(each -> {
            assertEquals(Labels.MANAGER, each.path(Labels.MANAGED_BY).asText(), each::toString);
            assertEquals("locks", each.path(Labels.APP).asText(), each::toString);
        });
    }

    @Test
    void membersFindEachOtherBeforeTheyAreReadyAndClientsFindOnlyReadyOnes() {
        Map<String, Manifest> services = new TreeMap<>();
        engine.desired(app("replicas: 3"), SITE).objects().stream()
                .filter(object -> object.kind() == Kind.SERVICE)
                .forEach(object -> services.put(object.name(), object));
        Manifest headless = services.get("locks-headless");
        Manifest client = services.get("locks");
        assertTrue(headless != null && client != null, services::toString);
        assertEquals("None", headless.at("/spec/clusterIP").asText());
        assertTrue(headless.at("/spec/publishNotReadyAddresses").asBoolean());
        assertEquals(2, headless.at("/spec/ports").size());
        assertTrue(client.at("/spec/publishNotReadyAddresses").isMissingNode());
        assertEquals(2379, client.at("/spec/ports/0/port").asInt());
        assertEquals(1, client.at("/spec/ports").size());
    }

    @ParameterizedTest
    @CsvSource({
        "'', rancher/mirrored-coreos-etcd:v3.5.16",
        "'version: \"3.5\"', rancher/mirrored-coreos-etcd:v3.5.16",
        "'version: \"3.5.9\"', rancher/mirrored-coreos-etcd:v3.5.9",
        "'version: \"3.6\"', rancher/mirrored-coreos-etcd:v3.6.4",
        "'etcd: {image: \"registry.example/etcd:mine\"}', registry.example/etcd:mine",
    })
    void theImageFollowsFromTheVersionUnlessItIsNamed(String field, String image) {
        assertEquals(
                image,
                template(app("replicas: 3\n  " + field))
                        .at("/spec/containers/0/image")
                        .asText());
    }

    @ParameterizedTest
    @CsvSource({"3.4, true", "3.5.2, true", "3.5.3, false", "3.6.0, false"})
    void olderVersionsAreProbedForAnOpenPortSinceTheirHealthIsTheClusters(String version, boolean port) {
        JsonNode etcd = template(app("replicas: 3\n  etcd: {image: \"x:y\"}\n  version: \"" + version + "\""))
                .at("/spec/containers/0");
        assertEquals(port, etcd.at("/livenessProbe").has("tcpSocket"));
        assertEquals(port, etcd.at("/startupProbe").has("tcpSocket"));
        assertEquals(
                "/health?exclude=NOSPACE",
                etcd.at("/readinessProbe/httpGet/path").asText());
    }

    @Test
    void flagsReachTheFileAsEtcdReadsThemThere() {
        StatefulApp app = app("""
                replicas: 3
                  config: {quota-backend-bytes: 8589934592, grpc-keepalive-timeout: 20s, auto-compaction-retention: "8", socket-reuse-port: true}
                """);
        String settings = env(template(app), "SETTINGS");
        assertTrue(settings.contains("quota-backend-bytes: 8589934592\n"), settings);
        assertTrue(settings.contains("grpc-keepalive-timeout: 20000000000\n"), settings);
        assertTrue(settings.contains("auto-compaction-retention: \"8\"\n"), settings);
        assertTrue(settings.contains("socket-options: {\"reuse-port\":true}\n"), settings);
        assertTrue(settings.contains("strict-reconfig-check: true\n"), settings);
        assertTrue(settings.contains("enable-grpc-gateway: true\n"), settings);
    }

    @ParameterizedTest
    @CsvSource({"250ms, 250000000", "1h30m, 5400000000000", "1.5s, 1500000000", "3us, 3000", "7ns, 7"})
    void durationsAreCountedInNanoseconds(String text, long nanos) {
        assertEquals(nanos, EtcdFlags.duration(text).toNanos());
    }

    @Test
    void anAffinityOfOnesOwnTakesThePlaceOfTheEngines() {
        JsonNode template = template(app("""
                replicas: 3
                  pod: {spec: {affinity: {}, nodeSelector: {disk: fast}}, metadata: {labels: {team: core}}}
                """));
        assertEquals(0, template.at("/spec/affinity").size());
        assertEquals("fast", template.at("/spec/nodeSelector/disk").asText());
        assertEquals("core", template.at("/metadata/labels/team").asText());
        assertEquals("locks", template.at("/metadata/labels").path(Labels.APP).asText());
    }

    @Test
    void eachAdmittedPodHasItsKeyAndTheConfigMapRemembersTheRest() {
        AppMemory memory = AppMemory.BLANK
                .admit(new Admission("etcd", "locks", 0, "1-x", State.STARTED, List.of("locks-0")))
                .admit(new Admission("etcd", "locks", 1, "2-x", State.EXISTING, List.of("locks-0", "locks-1")))
                .initialised(new Initialised("etcd", "77"));
        Manifest configMap =
                engine.startConfig(app("replicas: 3"), SITE, "etcd", memory).orElseThrow();
        assertEquals("locks-start", configMap.name());
        assertEquals(2, configMap.at("/data").size());
        assertEquals(
                "incarnation=2-x\nstate=existing\n"
                        + "initial-cluster=locks-0=http://locks-0.locks-headless.shop.svc:2380,"
                        + "locks-1=http://locks-1.locks-headless.shop.svc:2380\n"
                        + "initial-cluster-token=shop.locks.2-x\n",
                configMap.at("/data/locks-1").asText());
        AppMemory read = StartConfigs.read(List.of(configMap)).orElseThrow();
        assertEquals(memory.admissions(), read.admissions());
        assertEquals(memory.initialised(), read.initialised());
        assertEquals(2, read.operations());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 7})
    void etcdRestsAtOddSizes(int size) {
        assertEquals(List.of(), engine.check(app("replicas: " + size)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | with 0 nobody holds the data, and the next member would found a new cluster | write replicas: 1 or more",
                "2 | 2 members survive no failure that 1 does not, and each write waits for one more | use 1 or 3",
                "4 | 4 members survive no failure that 3 do not, and each write waits for one more | use 3 or 5",
                "9 | with 9 every write waits for 5 of them | use 5 or 7",
            })
    void anyOtherSizeIsRefusedWithItsReason(int size, String reason, String remedy) {
        FieldProblem problem = only("replicas: " + size);
        assertEquals("/spec/replicas", problem.pointer());
        assertEquals("etcd rests at 1, 3, 5 or 7 members: " + reason, problem.message());
        assertEquals(remedy, problem.remedy());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version: \"3.3\" | /spec/version | etcd 3.3 is not known here; known are 3.4, 3.5 and 3.6",
                "version: \"3.4\" | /spec/version | no image of etcd 3.4.23 is known here",
                "config: {log-format: json} | /spec/config/log-format | etcd 3.5.16 has no flag log-format: it came with 3.6",
                "config: {corrupt-check-time: 1h} | /spec/config/corrupt-check-time | etcd 3.5.16 has no flag corrupt-check-time: it came with 3.6",
                "config: {heartbeat-interval: 300} | /spec/config/heartbeat-interval | an election-timeout of 1000 ms is less than five times the heartbeat-interval of 300 ms, and etcd does not start with that",
                "config: {election-timeout: 60000} | /spec/config/election-timeout | etcd does not start with an election-timeout above 50000 ms",
                "config: {auto-compaction-mode: revision, auto-compaction-retention: 1h} | /spec/config/auto-compaction-retention | auto-compaction-mode revision keeps a number of revisions, and 1h is a time",
                "pod: {spec: {containers: [{name: etcd, image: x}]}} | /spec/pod/spec/containers/0/name | the engine's own container is named etcd, and the overlay cannot change it",
                "pod: {spec: {volumes: [{name: data, emptyDir: {}}]}} | /spec/pod/spec/volumes/0/name | the engine's own volume is named data, and the overlay cannot change it",
            })
    void whatTheSchemaCannotSayIsRefused(String field, String pointer, String message) {
        FieldProblem problem = only("replicas: 3\n  " + field);
        assertEquals(pointer, problem.pointer());
        assertEquals(message, problem.message());
        assertFalse(problem.remedy().isBlank());
    }

    @Test
    void aVolumeWithoutFilesIsRefused() {
        StatefulApp app = Apps.read("""
                apiVersion: quorate.dev/v1alpha1
                kind: StatefulApp
                metadata: {name: locks, namespace: shop}
                spec: {engine: etcd, replicas: 3, storage: {size: 1Gi, volumeMode: Block}}
                """);
        assertEquals("/spec/storage/volumeMode", engine.check(app).get(0).pointer());
    }

    @Test
    void theScriptNeedsNothingFromTheTemplateThatIsNotThere() {
        JsonNode start = template(app("replicas: 3")).at("/spec/initContainers/0");
        assertEquals("/bin/sh", start.at("/command/0").asText());
        assertEquals(EtcdStart.script(), start.at("/command/2").asText());
        assertEquals("busybox:1.37", start.path("image").asText());
        assertEquals(
                "metadata.name", start.at("/env/0/valueFrom/fieldRef/fieldPath").asText());
        assertEquals(
                List.of("/var/lib/etcd", "/etc/quorate/start", "/etc/quorate/run"),
                start.path("volumeMounts").findValuesAsText("mountPath"));
    }

    private FieldProblem only(String fields) {
        List<FieldProblem> problems = engine.check(app(fields));
        assertEquals(1, problems.size(), problems::toString);
        return problems.get(0);
    }

    private DesiredSet set(StatefulApp app) {
        return engine.desired(app, SITE).component("etcd").sets().get(0);
    }

    private JsonNode template(StatefulApp app) {
        return set(app).statefulSet().at("/spec/template");
    }

    private static String env(JsonNode template, String name) {
        for (JsonNode variable : template.at("/spec/initContainers/0/env")) {
            if (variable.path("name").asText().equals(name)) {
                return variable.path("value").asText();
            }
        }
        throw new AssertionError("no variable " + name + " in " + template);
    }

    private static StatefulApp app(String fields) {
        return Apps.read("""
                apiVersion: quorate.dev/v1alpha1
                kind: StatefulApp
                metadata: {name: locks, namespace: shop, labels: {tier: base}}
                spec:
                  engine: etcd
                  storage: {size: 1Gi}
                  %s
                """.formatted(fields));
    }
}
