package dev.quorate.engine.statefulset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.quorate.engine.Engine.Site;
import dev.quorate.schema.FieldProblem;
import dev.quorate.schema.ReadResult;
import dev.quorate.schema.SpecReader;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.AppMemory;
import dev.quorate.state.DesiredSet;
import dev.quorate.state.DesiredState;
import dev.quorate.state.Kind;
import dev.quorate.state.Labels;
import dev.quorate.state.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatefulSetEngineTest {

    private static final Site SITE = new Site("prod", "repo1");

    private static final String EVERYTHING = """
            replicas: 3
              resources: {requests: {cpu: 100m}}
              pod:
                spec:
                  volumes: [{name: conf, configMap: {name: web-conf}}]
                  containers: [{name: side, image: "side:1"}]
              statefulset:
                image: nginx:1.27
                imagePullPolicy: Always
                imagePullSecrets: [{name: pull}]
                ports: [{name: http, containerPort: 80}, {name: dns, containerPort: 53, protocol: UDP}]
                env: [{name: MODE, value: fast}]
                command: [nginx]
                args: ["-g", "daemon off;"]
                volumeClaims:
                - {name: data, mountPath: /data, size: 1Gi, storageClassName: fast, accessModes: [ReadWriteOncePod]}
                - {name: raw, devicePath: /dev/raw1, size: 2Gi, volumeMode: Block}
                volumeMounts: [{name: conf, mountPath: /etc/nginx}]
                minReadySeconds: 5
                revisionHistoryLimit: 2
                readinessProbe: {httpGet: {port: http}}
                livenessProbe: {tcpSocket: {port: 80}}
                startupProbe: {exec: {command: ["true"]}, failureThreshold: 30}
                terminationGracePeriodSeconds: 7
                serviceAccountName: web
                podDisruptionBudget: {minAvailable: 2}
                podManagementPolicy: Parallel
                service: {type: LoadBalancer, sessionAffinity: ClientIP, annotations: {a: b}}
            """;

    private final StatefulSetEngine engine = new StatefulSetEngine();

    @Test
    void everyFieldOfTheSpecReachesTheSet() {
        Manifest set = set(app(EVERYTHING)).statefulSet();
        assertEquals("Parallel", set.at("/spec/podManagementPolicy").asText());
        assertEquals(5, set.at("/spec/minReadySeconds").asInt());
        assertEquals(2, set.at("/spec/revisionHistoryLimit").asInt());
        JsonNode pod = set.at("/spec/template/spec");
        assertEquals(7, pod.path("terminationGracePeriodSeconds").asInt());
        assertEquals("web", pod.path("serviceAccountName").asText());
        assertEquals("pull", pod.at("/imagePullSecrets/0/name").asText());
        assertEquals("side", pod.at("/containers/1/name").asText());
        assertEquals(json("""
                    {"name":"app","image":"nginx:1.27","imagePullPolicy":"Always","command":["nginx"],
                     "args":["-g","daemon off;"],
                     "ports":[{"name":"http","containerPort":80},{"name":"dns","containerPort":53,"protocol":"UDP"}],
                     "env":[{"name":"MODE","value":"fast"}],
                     "startupProbe":{"exec":{"command":["true"]},"failureThreshold":30},
                     "livenessProbe":{"tcpSocket":{"port":80}},
                     "readinessProbe":{"httpGet":{"port":"http"}},
                     "resources":{"requests":{"cpu":"100m"}},
                     "volumeMounts":[{"name":"data","mountPath":"/data"},{"name":"conf","mountPath":"/etc/nginx"}],
                     "volumeDevices":[{"name":"raw","devicePath":"/dev/raw1"}]}
                    """), pod.at("/containers/0"));
        assertEquals(List.of("data", "raw"), set(app(EVERYTHING)).claims());
        assertEquals(json("""
                    {"accessModes":["ReadWriteOncePod"],"storageClassName":"fast",
                     "resources":{"requests":{"storage":"1Gi"}}}
                    """), set.at("/spec/volumeClaimTemplates/0/spec"));
        assertEquals(
                "Block", set.at("/spec/volumeClaimTemplates/1/spec/volumeMode").asText());
    }

    @Test
    void theOtherObjectsFollowFromPortsAndBudget() {
        DesiredState desired = engine.desired(app(EVERYTHING), SITE);
        assertEquals(
                List.of("Service web-headless", "Service web", "PodDisruptionBudget web"),
                desired.objects().stream()
                        .map(object -> object.kind().title() + " " + object.name())
                        .toList());
        Manifest client = desired.objects().get(1);
        assertEquals("LoadBalancer", client.at("/spec/type").asText());
        assertEquals("ClientIP", client.at("/spec/sessionAffinity").asText());
        assertEquals("b", client.at("/metadata/annotations/a").asText());
        assertEquals(json("""
                    [{"name":"http","port":80,"targetPort":"http","protocol":"TCP"},
                     {"name":"dns","port":53,"targetPort":"dns","protocol":"UDP"}]
                    """), client.at("/spec/ports"));
        assertEquals(2, desired.objects().get(2).at("/spec/minAvailable").asInt());
        assertTrue(desired.objects().get(2).at("/spec/maxUnavailable").isMissingNode());
    }

    @Test
    void littleIsNeededAndTheRestIsKubernetesOwnDefault() {
        StatefulApp app = app("replicas: 2\n  statefulset: {image: \"nginx:1.27\"}");
        DesiredState desired = engine.desired(app, SITE);
        Manifest set = set(app).statefulSet();
        assertEquals("OrderedReady", set.at("/spec/podManagementPolicy").asText());
        assertFalse(set.at("/spec").has("minReadySeconds"));
        assertFalse(set.at("/spec").has("volumeClaimTemplates"));
        assertEquals(json("{\"name\":\"app\",\"image\":\"nginx:1.27\"}"), set.at("/spec/template/spec/containers/0"));
        assertEquals(
                List.of(Kind.SERVICE, Kind.POD_DISRUPTION_BUDGET),
                desired.objects().stream().map(Manifest::kind).toList(),
                "without ports there is nothing for a client Service to offer");
        assertEquals(1, desired.objects().get(1).at("/spec/maxUnavailable").asInt());
    }

    @Test
    void aSetIsCreatedWithItsPartitionAtRest() {
        Manifest set =
                set(app("replicas: 4\n  statefulset: {image: \"nginx:1.27\"}")).statefulSet();
        assertEquals(
                json("{\"type\":\"RollingUpdate\",\"rollingUpdate\":{\"partition\":4}}"),
                set.at("/spec/updateStrategy"));
        assertEquals(4, set.at("/spec/replicas").asInt());
    }

    @Test
    void claimsAndSelectorsNeverHoldWhatMayChange() {
        StatefulApp app = app(EVERYTHING);
        Manifest set = set(app).statefulSet();
        JsonNode frozen = new Labels("repo1", "prod", app.name(), "statefulset").tree();
        assertEquals(frozen, set.at("/spec/selector/matchLabels"));
        JsonNode claim = set.at("/spec/volumeClaimTemplates/0/metadata/labels");
        assertEquals(frozen.size() + 1, claim.size());
        assertEquals(Labels.MANAGER, claim.path(Labels.MANAGED_BY).asText());
        assertEquals("core", set.at("/metadata/labels/team").asText());
        assertTrue(set.at("/spec/template/metadata/labels/team").isMissingNode(), "else a label would restart pods");
    }

    @Test
    void podsAreToldNothingAndAreNoMembers() {
        assertEquals(Optional.empty(), engine.startConfig(app(EVERYTHING), SITE, "statefulset", AppMemory.BLANK));
        assertEquals(List.of(), engine.check(app(EVERYTHING)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ports: [{name: a, containerPort: 1}, {name: a, containerPort: 2}] | /ports/1/name | the port name a is used twice",
                "ports: [{name: a, containerPort: 1}, {name: b, containerPort: 1}] | /ports/1/containerPort | the port number 1 is used twice",
                "env: [{name: A, value: x}, {name: A, value: y}] | /env/1/name | the environment variable A is used twice",
                "volumeClaims: [{name: a, mountPath: /x, size: 1Gi}, {name: b, mountPath: /x, size: 1Gi}] | /volumeClaims/1/mountPath | two volumes are mounted at /x",
                "volumeMounts: [{name: gone, mountPath: /x}] | /volumeMounts/0/name | there is no volume named gone",
                "readinessProbe: {httpGet: {port: gone}} | /readinessProbe/httpGet/port | there is no port named gone",
            })
    void namesThatCannotBeAreRefused(String field, String pointer, String message) {
        List<FieldProblem> problems = engine.check(app("replicas: 1\n  statefulset:\n    image: x\n    " + field));
        assertEquals(1, problems.size(), problems::toString);
        assertEquals("/spec/statefulset" + pointer, problems.get(0).pointer());
        assertEquals(message, problems.get(0).message());
    }

    @Test
    void oneNumberMayServeTwoProtocols() {
        assertEquals(
                List.of(),
                engine.check(app("replicas: 1\n  statefulset:\n    image: x\n    "
                        + "ports: [{name: a, containerPort: 53}, {name: b, containerPort: 53, protocol: UDP}]")));
    }

    private DesiredSet set(StatefulApp app) {
        return engine.desired(app, SITE).component("statefulset").sets().get(0);
    }

    private static JsonNode json(String text) {
        try {
            return JsonMapper.builder().build().readTree(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static StatefulApp app(String fields) {
        String yaml = """
                apiVersion: quorate.dev/v1alpha1
                kind: StatefulApp
                metadata: {name: web, namespace: shop, labels: {team: core}}
                spec:
                  engine: statefulset
                  %s
                """.formatted(fields);
        ReadResult result = SpecReader.standard().read("app.yaml", yaml.getBytes(StandardCharsets.UTF_8));
        if (result instanceof ReadResult.Apps apps) {
            return apps.apps().get(0);
        }
        throw new AssertionError("not an app: " + result);
    }
}
