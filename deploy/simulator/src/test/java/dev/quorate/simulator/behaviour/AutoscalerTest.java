package dev.quorate.simulator.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.api.ApiReply;
import dev.quorate.simulator.api.ApiRequest;
import dev.quorate.simulator.load.Curve;
import dev.quorate.simulator.load.Load;
import dev.quorate.simulator.store.Kinds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Autoscalers in a whole cluster: pods, their metrics, and the scale of what owns them. */
final class AutoscalerTest {

    private static final String AUTOSCALERS = "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers";
    private static final String SETS = "/apis/apps/v1/namespaces/default/statefulsets";
    private static final Map<String, String> WEB = Map.of("app", "web");
    private static final Duration PERIOD = Duration.ofSeconds(15);
    private static final String CPU =
            "{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}";

    private final TestCluster cluster = new TestCluster();

    @Test
    void theCountFollowsTheLoadInsideTheBounds() {
        set("web", "1", 2);
        load(Load.CPU, Curve.through(now(), List.of(at(0, 1), at(5, 1), at(6, 4), at(15, 4), at(16, 0.2))));
        autoscale("web", 2, 6, CPU);

        assertEquals(2, afterMinutes(4));
        assertEquals(6, afterMinutes(8));
        assertEquals("True TooManyReplicas", condition("ScalingLimited"));
        assertEquals(6, afterMinutes(5));
        assertEquals(2, afterMinutes(10));
        assertEquals("True TooFewReplicas", condition("ScalingLimited"));
        assertEquals("True ValidMetricFound", condition("ScalingActive"));
    }

    @Test
    void eachKindOfMetricScales() {
        set("web", "1", 2);
        load(Load.MEMORY, Curve.steady(5.9 * 1024 * 1024 * 1024));
        load("requests", Curve.steady(500));
        cluster.simulator().load().onObject("default", "Service", "web", "depth", Curve.steady(90));
        cluster.simulator().load().fromOutside("default", "queue", Curve.steady(70));
        assertEquals(
                3,
                scaledBy(
                        "{type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 2Gi}}}"));
        assertEquals(
                5,
                scaledBy(
                        "{type: Pods, pods: {metric: {name: requests}, target: {type: AverageValue, averageValue: 100}}}"));
        assertEquals(
                4,
                scaledBy("{type: ContainerResource, containerResource: {name: memory, container: c,"
                        + " target: {type: AverageValue, averageValue: 1600Mi}}}"));
        assertEquals(
                9, // it does not fall when there are more
                scaledBy("{type: Object, object: {metric: {name: depth}, target: {type: Value, value: 30},"
                        + " describedObject: {apiVersion: v1, kind: Service, name: web}}}"));
        assertEquals(
                7,
                scaledBy(
                        "{type: External, external: {metric: {name: queue}, target: {type: AverageValue, averageValue: 10}}}"));
    }

    @Test
    void theHighestOfSeveralMetricsCounts() {
        set("web", "1", 2);
        load(Load.CPU, Curve.steady(1));
        load("requests", Curve.steady(500));
        autoscale(
                "web",
                1,
                9,
                CPU,
                "{type: Pods, pods: {metric: {name: requests}, target: {type: AverageValue, averageValue: 100}}}");
        assertEquals(5, afterMinutes(6));
        assertEquals("New size: 4; reason: pods metric requests above target", firstEvent("SuccessfulRescale"));
        assertEquals("[\"web\",\"StatefulSet/web\",\"cpu: 20%/50%, 100/100\",\"1\",9,5]", row("web"));
    }

    @Test
    void withoutMetricsTheCountStays() {
        set("web", "1", 2);
        load(Load.CPU, Curve.steady(3));
        autoscale("web", 1, 9, CPU);
        assertEquals(6, afterMinutes(8));
        cluster.simulator().load().withdraw(Load.Api.RESOURCE);
        load(Load.MEMORY, Curve.steady(1));
        cluster.simulator().load().withdraw(Load.Api.RESOURCE);

        assertEquals(6, afterMinutes(20));

        assertEquals("False FailedGetResourceMetric", condition("ScalingActive"));
        assertEquals(
                "the HPA was unable to compute the replica count: failed to get cpu utilization: unable to get metrics for"
                        + " resource cpu: unable to fetch metrics from resource metrics API: the server could not find the"
                        + " requested resource (get pods.metrics.k8s.io)",
                message("ScalingActive"));
        assertEquals("[\"web\",\"StatefulSet/web\",\"cpu: <unknown>/50%\",\"1\",9,6]", row("web"));
    }

    @Test
    void oneMissingMetricStopsFewerButNotMore() {
        set("web", "1", 4);
        String unknown = "{type: External, external: {metric: {name: queue}, target: {type: Value, value: 10}}}";
        Duration start = Duration.ofMinutes(20);
        load(Load.CPU, Curve.through(now(), List.of(at(0, 0.1), at(20, 0.1), new Curve.Point(start, 3))));
        autoscale("web", 1, 9, CPU, unknown);
        assertEquals(4, afterMinutes(15));
        assertEquals("False FailedGetExternalMetric", condition("ScalingActive"));
        assertEquals(6, afterMinutes(10));
        assertEquals("True ValidMetricFound", condition("ScalingActive"));
    }

    @Test
    void utilizationNeedsRequests() {
        set("web", "", 2);
        load(Load.CPU, Curve.steady(3));
        autoscale("web", 1, 9, CPU);
        assertEquals(2, afterMinutes(10));
        assertEquals(
                "the HPA was unable to compute the replica count: failed to get cpu utilization: missing request for cpu in"
                        + " container c of Pod web-0",
                message("ScalingActive"));
    }

    @Test
    void podsOnALostNodeHaveNoMetricsSoNoneIsTakenAway() {
        set("web", "1", 4);
        load(Load.CPU, Curve.steady(2));
        autoscale("web", 1, 9, CPU);
        assertEquals(4, afterMinutes(6));
        load(Load.CPU, Curve.steady(-0.8));
        cluster.faults().loseNode(cluster.pod("web-0").orElseThrow().node().orElseThrow());
        assertEquals(4, afterMinutes(2));
    }

    @Test
    void twoOnTheSamePodsStopEachOther() {
        set("web", "1", 2);
        load(Load.CPU, Curve.steady(3));
        autoscale("web", 1, 9, CPU);
        autoscale("again", 1, 9, CPU);
        afterMinutes(5);
        assertEquals("False AmbiguousSelector", condition("ScalingActive"));
        assertEquals(
                "pods by selector app=web are controlled by multiple HPAs: [default/again default/web]",
                message("ScalingActive"));
        assertEquals(200, cluster.request("DELETE", AUTOSCALERS + "/again", "").status());
        assertEquals(6, afterMinutes(5));
    }

    @Test
    void aCustomResourceIsAskedForItsNumberAlone() {
        set("web", "1", 2);
        scaleTarget();
        load(Load.CPU, Curve.steady(2));
        cluster.create(
                AUTOSCALERS, autoscaler("web", "{apiVersion: tr.example.com/v1, kind: Count, name: web}", 2, 8, CPU));
        cluster.advance(Duration.ofMinutes(8));
        JsonNode count = cluster.request("GET", "/apis/tr.example.com/v1/namespaces/default/counts/web", "")
                .body();
        assertEquals(4, count.path("spec").path("replicas").asInt());
        assertEquals(
                "scale",
                count.path("metadata").path("managedFields").findValuesAsText("subresource").stream()
                        .filter("scale"::equals)
                        .findFirst()
                        .orElse("no scale"));
        assertEquals(2, replicas());
    }

    @Test
    void whatMayNotBeWrittenIsSaid() {
        set("web", "1", 2);
        scaleTarget();
        load(Load.CPU, Curve.steady(20));
        cluster.create(
                AUTOSCALERS, autoscaler("web", "{apiVersion: tr.example.com/v1, kind: Count, name: web}", 2, 50, CPU));
        cluster.advance(Duration.ofMinutes(20));
        assertEquals("False FailedUpdateScale", condition("AbleToScale"));
        assertTrue(message("AbleToScale").contains("should be less than or equal to 9"), message("AbleToScale"));
    }

    @Test
    void metricsAreServedWhileSomebodyMeasures() {
        set("web", "1", 2);
        String path = "/apis/metrics.k8s.io/v1beta1/namespaces/default/pods";
        assertEquals(404, cluster.request("GET", path, "").status());
        load(Load.CPU, Curve.steady(1));
        cluster.advance(Duration.ofMinutes(1));
        ApiReply reply = cluster.request("GET", path + "?labelSelector=app%3Dweb", "");
        List<String> usage = new ArrayList<>();
        reply.body()
                .path("items")
                .forEach(pod -> usage.add(
                        pod.path("containers").path(0).path("usage").path("cpu").asText()));
        assertEquals(List.of("501m", "501m"), usage);
        assertEquals(405, cluster.request("POST", path, "{}").status());
        assertEquals(404, cluster.request("GET", path + "/none", "").status());
        cluster.simulator().load().withdraw(Load.Api.RESOURCE);
        assertEquals(404, cluster.request("GET", path, "").status());
    }

    private Instant now() {
        return cluster.simulator().schedule().now();
    }

    private static Curve.Point at(long minutes, double value) {
        return new Curve.Point(Duration.ofMinutes(minutes), value);
    }

    private void load(String metric, Curve curve) {
        cluster.simulator().load().onPods("default", WEB, metric, curve);
    }

    private void set(String name, String cpu, int replicas) {
        String requests = cpu.isEmpty() ? "" : "\"resources\": {\"requests\": {\"cpu\": \"" + cpu + "\"}},";
        cluster.create(SETS, """
                {"metadata": {"name": "%s"}, "spec": {"serviceName": "web", "replicas": %d,
                  "selector": {"matchLabels": {"app": "web"}},
                  "template": {"metadata": {"labels": {"app": "web"}}, "spec": {
                    "terminationGracePeriodSeconds": 3,
                    "containers": [{"name": "c", %s "image": "nginx:1"}]}}}}""".formatted(name, replicas, requests));
        cluster.advance(Duration.ofMinutes(10));
    }

    private void scaleTarget() {
        cluster.create("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", """
                {"metadata": {"name": "counts.tr.example.com"}, "spec": {"group": "tr.example.com", "scope": "Namespaced",
                 "names": {"kind": "Count", "plural": "counts", "singular": "count"},
                 "versions": [{"name": "v1", "served": true, "storage": true,
                   "subresources": {"scale": {"specReplicasPath": ".spec.replicas",
                     "statusReplicasPath": ".status.replicas", "labelSelectorPath": ".spec.selector"}},
                   "schema": {"openAPIV3Schema": {"type": "object", "properties": {
                     "spec": {"type": "object", "properties": {
                       "replicas": {"type": "integer", "maximum": 9}, "selector": {"type": "string"}}},
                     "status": {"type": "object", "properties": {"replicas": {"type": "integer"}}}}}}}]}}""");
        cluster.create("/apis/tr.example.com/v1/namespaces/default/counts", """
                {"apiVersion": "tr.example.com/v1", "kind": "Count", "metadata": {"name": "web"},
                 "spec": {"replicas": 2, "selector": "app=web"}, "status": {"replicas": 2}}""");
    }

    private void autoscale(String name, int min, int max, String... metrics) {
        cluster.create(
                AUTOSCALERS,
                autoscaler(name, "{apiVersion: apps/v1, kind: StatefulSet, name: web}", min, max, metrics));
    }

    private static String autoscaler(String name, String target, int min, int max, String... metrics) {
        String yaml = "{metadata: {name: " + name + "}, spec: {scaleTargetRef: " + target + ", minReplicas: " + min
                + ", maxReplicas: " + max + ", metrics: [" + String.join(", ", metrics) + "]}}";
        return json(yaml);
    }

    /** Quotes the words of a flow mapping. */
    private static String json(String yaml) {
        return yaml.replaceAll("([A-Za-z][A-Za-z0-9./]*|[0-9]+[A-Za-z]+)", "\"$1\"");
    }

    private int scaledBy(String metric) {
        cluster.patch(SETS + "/web", "{\"spec\": {\"replicas\": 2}}");
        cluster.advance(Duration.ofMinutes(10));
        autoscale("web", 1, 9, metric);
        int replicas = afterMinutes(6);
        assertEquals(200, cluster.request("DELETE", AUTOSCALERS + "/web", "").status());
        return replicas;
    }

    private int afterMinutes(long minutes) {
        cluster.advance(Duration.ofMinutes(minutes).plus(PERIOD));
        return replicas();
    }

    private int replicas() {
        return cluster.get(Kinds.STATEFUL_SET, "web")
                .orElseThrow()
                .path("spec")
                .path("replicas")
                .asInt();
    }

    private String condition(String type) {
        JsonNode condition = find(type);
        return condition.path("status").asText() + " "
                + condition.path("reason").asText();
    }

    private String message(String type) {
        return find(type).path("message").asText();
    }

    private JsonNode find(String type) {
        ObjectNode autoscaler = cluster.get(Kinds.AUTOSCALER, "web").orElseThrow();
        return autoscaler
                .path("status")
                .path("conditions")
                .valueStream()
                .filter(condition -> condition.path("type").asText().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private String firstEvent(String reason) {
        return cluster.simulator().store().list(Kinds.EVENT, Optional.of("default")).stream()
                .filter(event -> event.path("reason").asText().equals(reason))
                .map(event -> event.path("message").asText())
                .findFirst()
                .orElse("none");
    }

    /** As kubectl get hpa shows it, but for its age. */
    private String row(String name) {
        ApiReply reply = cluster.simulator()
                .api()
                .handle(ApiRequest.of(
                        "GET",
                        AUTOSCALERS + "/" + name,
                        Map.of("accept", "application/json;as=Table;v=v1;g=meta.k8s.io"),
                        ""));
        String cells = reply.body().path("rows").path(0).path("cells").toString();
        return cells.substring(0, cells.lastIndexOf(',')) + "]";
    }
}
