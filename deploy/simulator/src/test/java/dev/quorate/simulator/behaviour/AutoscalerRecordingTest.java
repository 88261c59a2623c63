package dev.quorate.simulator.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.Simulator;
import dev.quorate.simulator.VirtualCluster;
import dev.quorate.simulator.api.ApiReply;
import dev.quorate.simulator.api.ApiRequest;
import dev.quorate.simulator.store.Kinds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Autoscalers on a scale subresource, without any metrics, against what a real cluster did with them (recording 16). */
final class AutoscalerRecordingTest {

    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

    private static final Set<String> GIVEN = Set.of("uid", "resourceVersion", "managedFields");

    private final Recording recording = Recording.read("16-crd-scale-hpa");
    private final VirtualCluster cluster = Simulator.virtual(1);
    private final Instant start = cluster.time().now();

    @Test
    void autoscalersWithoutMetricsDoAsRecorded() {
        cluster.simulator()
                .api()
                .handle(ApiRequest.json("POST", "/api/v1/namespaces", "{\"metadata\": {\"name\": \"tr-16\"}}"));
        List<String> wrong = new ArrayList<>();
        for (JsonNode line : recording.lines()) {
            boolean untilDefinitionGoes = line.path("seq").asInt() <= 103;
            if (line.has("method") && untilDefinitionGoes) {
                until(line.path("t_ms").asLong());
                compare(line, send(line), wrong);
            }
        }
        assertEquals("", String.join("\n", wrong));
    }

    @Test
    void theirEventsAreAsRecorded() {
        autoscalersWithoutMetricsDoAsRecorded();
        until(61_000);
        TreeSet<String> told = new TreeSet<>();
        cluster.simulator().store().list(Kinds.EVENT, Optional.of("tr-16")).forEach(event -> told.add(event(event)));
        Map<String, JsonNode> newest = new LinkedHashMap<>();
        recording.lines().stream()
                .flatMap(line -> line.path("events").valueStream())
                .map(event -> event.path("object"))
                .filter(event ->
                        event.path("involvedObject").path("kind").asText().equals("HorizontalPodAutoscaler"))
                .forEach(event -> newest.put(event.path("metadata").path("name").asText(), event));
        TreeSet<String> recorded = new TreeSet<>();
        newest.values().forEach(event -> recorded.add(event(event)));
        assertEquals(String.join("\n", recorded), String.join("\n", told));
    }

    private static String event(JsonNode event) {
        return event.path("involvedObject").path("name").asText() + " "
                + event.path("count").asInt() + " "
                + event.path("type").asText() + " " + event.path("reason").asText() + " "
                + event.path("message").asText() + " "
                + event.path("source").path("component").asText();
    }

    private void until(long millis) {
        Duration left = Duration.between(cluster.time().now(), start.plusMillis(millis));
        if (!left.isNegative()) {
            cluster.time().advance(left);
        }
    }

    private ApiReply send(JsonNode line) {
        Map<String, String> headers = new LinkedHashMap<>();
        line.path("reqHeaders")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        JsonNode body = line.path("reqBody");
        String text = body.isMissingNode() || body.isNull() ? "" : body.isTextual() ? body.asText() : body.toString();
        return cluster.simulator()
                .api()
                .handle(ApiRequest.of(
                        line.path("method").asText(), line.path("path").asText(), headers, text));
    }

    /** Every answer about autoscalers, but for what differs from run to run. */
    private static void compare(JsonNode line, ApiReply reply, List<String> wrong) {
        if (!line.path("path").asText().contains("/autoscaling/v2/")) {
            return;
        }
        boolean table = line.path("reqHeaders").path("accept").asText().startsWith(TABLE);
        String expected = table ? cells(line.path("respBody")) : plain(line.path("respBody"));
        String answered = table ? cells(reply.body()) : plain(reply.body());
        if (!expected.equals(answered)) {
            wrong.add(line.path("seq") + " " + line.path("step").asText() + "\n  recorded " + expected + "\n  answered "
                    + answered);
        }
    }

    private static String cells(JsonNode table) {
        StringBuilder rows = new StringBuilder();
        table.path("columnDefinitions")
                .forEach(column -> rows.append(column.path("name").asText()).append(' '));
        table.path("rows").forEach(row -> rows.append('\n').append(row.path("cells")));
        return rows.toString().replaceAll(",\"\\d+s\"]", ",AGE]");
    }

    private static String plain(JsonNode body) {
        return sorted(body).toString().replaceAll("\"20\\d\\d-[^\"]*Z\"", "TIME");
    }

    /** By name, since order means nothing, and without what the store gives. */
    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties().stream()
                    .filter(field -> !GIVEN.contains(field.getKey()))
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(field -> copy.set(field.getKey(), sorted(field.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            array.forEach(item -> copy.add(sorted(item)));
            return copy;
        }
        return node;
    }
}
