package dev.quorate.simulator.behaviour;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.simulator.store.Kind;
import dev.quorate.simulator.store.Kinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulated controllers against recordings of real ones: the same writes bring the same sequences. */
final class TranscriptTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "09-sts-create",
                "10-sts-scale",
                "11a-sts-rolling-partition",
                "12-sts-broken-update",
                "14-pod-lifecycle"
            })
    void theStatusOfEachSetGoesThroughTheRecordedCounters(String name) {
        Recording recording = Recording.read(name);
        Replay replay = new Replay(recording).run();

        assertEquals(
                lines(statuses(recorded(recording, "StatefulSet"))),
                lines(statuses(replayed(replay, Kinds.STATEFUL_SET))));
    }

    /** The recording ends before its last pod is ready. */
    @Test
    void anAdoptingSetGoesThroughTheRecordedCounters() {
        Recording recording = Recording.read("13-sts-immutable-adopt");
        Replay replay = new Replay(recording).run();

        List<String> expected = statuses(recorded(recording, "StatefulSet")).toList();
        assertEquals(
                lines(expected.stream()),
                lines(statuses(replayed(replay, Kinds.STATEFUL_SET)).limit(expected.size())));
    }

    /** Here pods start or end at the same time, so that what is counted in between is a matter of milliseconds. */
    @ParameterizedTest
    @ValueSource(strings = {"11b-sts-minready-ondelete-history", "11c-sts-parallel", "12b-sts-broken-parallel"})
    void wherePodsMoveTogetherTheStatusComesToRestAsRecorded(String name) {
        Recording recording = Recording.read(name);
        Replay replay = new Replay(recording).run();

        assertEquals(
                lines(statuses(recorded(recording, "StatefulSet").filter(TranscriptTest::atRest))),
                lines(statuses(replayed(replay, Kinds.STATEFUL_SET).filter(TranscriptTest::atRest))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "09-sts-create",
                "10-sts-scale",
                "11a-sts-rolling-partition",
                "12-sts-broken-update",
                "13-sts-immutable-adopt"
            })
    void objectsComeAndGoInTheRecordedOrder(String name) {
        Recording recording = Recording.read(name);
        Replay replay = new Replay(recording).run();

        for (Kind kind : List.of(Kinds.POD, Kinds.CLAIM, Kinds.CONTROLLER_REVISION)) {
            assertEquals(
                    lines(recording.events(kind.kind()).stream()
                            .map(event -> coming(event.path("type").asText(), event.path("object")))),
                    lines(replay.changes(kind).stream()
                            .map(change -> coming(change.type().name(), change.object()))));
        }
    }

    /** Of several budgets over one pod the real controller looks at one only, so that the others lag; here at all. */
    @Test
    void aDisruptionBudgetCountsAsRecorded() {
        Recording recording = Recording.read("23-pdb-endpoints");
        Replay replay = new Replay(recording).run();

        assertEquals(
                lines(byName(recorded(recording, "PodDisruptionBudget"), TranscriptTest::budget)
                        .filter(line -> line.startsWith("mu "))),
                lines(byName(replayed(replay, Kinds.DISRUPTION_BUDGET), TranscriptTest::budget)
                        .filter(line -> line.startsWith("mu "))));
    }

    @Test
    void endpointSlicesShowTheRecordedConditions() {
        Recording recording = Recording.read("23-pdb-endpoints");
        Replay replay = new Replay(recording).run();

        assertEquals(
                lines(byName(recorded(recording, "EndpointSlice"), TranscriptTest::slice)),
                lines(byName(replayed(replay, Kinds.ENDPOINT_SLICE), TranscriptTest::slice)));
    }

    /** Pods that start or end together make other counters in between; their order is a matter of milliseconds. */
    @Test
    void aDeploymentComesToRestAndIsJudgedAsRecorded() {
        Recording recording = Recording.read("22-deployment");
        Replay replay = new Replay(recording).run();

        assertEquals(
                lines(byName(recorded(recording, "Deployment"), TranscriptTest::judgement)),
                lines(byName(replayed(replay, Kinds.DEPLOYMENT), TranscriptTest::judgement)));
        assertEquals(
                lines(byName(
                        recorded(recording, "Deployment").filter(TranscriptTest::complete), TranscriptTest::counters)),
                lines(byName(
                        replayed(replay, Kinds.DEPLOYMENT).filter(TranscriptTest::complete),
                        TranscriptTest::counters)));
    }

    /** The other claim of the recording was bound and provisioned in one go, a race that is not repeated. */
    @Test
    void claimsAreBoundAndGrowAsRecorded() {
        Recording recording = Recording.read("15-pvc-expand");
        Replay replay = new Replay(recording).run();

        for (String name : List.of("c1", "data-web-0")) {
            assertEquals(
                    lines(byName(recorded(recording, "PersistentVolumeClaim"), TranscriptTest::claim)
                            .filter(line -> line.startsWith(name + " "))),
                    lines(byName(replayed(replay, Kinds.CLAIM), TranscriptTest::claim)
                            .filter(line -> line.startsWith(name + " "))));
        }
    }

    private static String claim(JsonNode claim) {
        return name(claim) + " "
                + claim.path("metadata").path("annotations").properties().stream()
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList()
                + " "
                + claim.path("spec").path("volumeName").asText().startsWith("pvc-") + " "
                + claim.path("spec").path("resources") + " " + claim.path("status")
                + (claim.path("metadata").has("deletionTimestamp") ? " terminating" : "");
    }

    @Test
    void aNamespaceIsEmptiedInTheRecordedSteps() {
        Recording recording = Recording.read("19-namespace");
        Replay replay = new Replay(recording).run();

        assertEquals(
                lines(recorded(recording, "Namespace")
                        .map(TranscriptTest::namespace)
                        .distinct()),
                lines(replayed(replay, Kinds.NAMESPACE)
                        .filter(namespace -> name(namespace).equals("tr-19"))
                        .map(TranscriptTest::namespace)
                        .distinct()));
    }

    private static String namespace(JsonNode namespace) {
        StringBuilder line =
                new StringBuilder(namespace.path("status").path("phase").asText());
        for (JsonNode condition : namespace.path("status").path("conditions")) {
            line.append(", ")
                    .append(condition.path("type").asText())
                    .append(" ")
                    .append(condition.path("status").asText())
                    .append(" ")
                    .append(condition.path("reason").asText())
                    .append(": ")
                    .append(condition.path("message").asText());
        }
        return line.toString();
    }

    /** The hashes in their names differ, so they are told apart by the order in which they came. */
    @Test
    void replicaSetsAreResizedInTheRecordedStepsAndNumberedAsRecorded() {
        Recording recording = Recording.read("22-deployment");
        Replay replay = new Replay(recording).run();
        List<JsonNode> sets = replayed(replay, Kinds.REPLICA_SET).toList();
        List<String> names = replay.names(Kinds.REPLICA_SET);

        assertEquals(
                lines(byName(recorded(recording, "ReplicaSet"), set -> size(set, recording.names("ReplicaSet")))),
                lines(byName(sets.stream(), set -> size(set, names))));
    }

    private static String judgement(JsonNode deployment) {
        StringBuilder line = new StringBuilder(name(deployment))
                .append(" revision ")
                .append(deployment
                        .path("metadata")
                        .path("annotations")
                        .path(Deployment.REVISION)
                        .asText());
        for (JsonNode condition : deployment.path("status").path("conditions")) {
            line.append(", ")
                    .append(condition.path("type").asText())
                    .append(" ")
                    .append(condition.path("status").asText())
                    .append(" ")
                    .append(condition.path("reason").asText());
        }
        return line.toString();
    }

    private static boolean complete(JsonNode deployment) {
        JsonNode status = deployment.path("status");
        return status.path("updatedReplicas").asInt()
                        == deployment.path("spec").path("replicas").asInt()
                && status.path("replicas").equals(status.path("updatedReplicas"))
                && status.path("availableReplicas").equals(status.path("updatedReplicas"))
                && status.path("observedGeneration")
                        .equals(deployment.path("metadata").path("generation"));
    }

    private static String counters(JsonNode deployment) {
        ObjectNode status = deployment.path("status").deepCopy();
        status.remove(List.of("conditions", "terminatingReplicas"));
        return name(deployment) + " " + status;
    }

    private static String size(JsonNode set, List<String> names) {
        return "set" + names.indexOf(name(set)) + " generation "
                + set.path("metadata").path("generation") + " replicas "
                + set.path("spec").path("replicas") + " "
                + new TreeMap<>(set.path("metadata").path("annotations").properties().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    private static String budget(JsonNode budget) {
        JsonNode status = budget.path("status");
        return budget.path("metadata").path("name").asText() + " g"
                + status.path("observedGeneration").asInt() + " allowed "
                + status.path("disruptionsAllowed").asInt() + " healthy "
                + status.path("currentHealthy").asInt() + " desired "
                + status.path("desiredHealthy").asInt() + " expected "
                + status.path("expectedPods").asInt() + " "
                + status.path("conditions").path(0).path("reason").asText();
    }

    private static String slice(JsonNode slice) {
        StringBuilder line = new StringBuilder(slice.path("metadata")
                .path("labels")
                .path("kubernetes.io/service-name")
                .asText());
        for (JsonNode endpoint : slice.path("endpoints")) {
            line.append(", ")
                    .append(endpoint.path("targetRef").path("name").asText())
                    .append(endpoint.path("hostname").asText("-"))
                    .append(endpoint.path("conditions"));
        }
        return line.toString();
    }

    private static Stream<JsonNode> recorded(Recording recording, String kind) {
        return recording.events(kind).stream().map(event -> event.path("object"));
    }

    private static Stream<JsonNode> replayed(Replay replay, Kind kind) {
        return replay.changes(kind).stream().map(change -> change.object());
    }

    private static String coming(String type, JsonNode object) {
        return type.equals("MODIFIED")
                ? ""
                : type + " " + object.path("metadata").path("name").asText() + " "
                        + object.path("metadata")
                                .path("labels")
                                .path("controller-revision-hash")
                                .asText()
                        + object.path("revision").asText();
    }

    private static String lines(Stream<String> lines) {
        return String.join("\n", lines.filter(line -> !line.isEmpty()).toList());
    }

    private static Stream<String> statuses(Stream<JsonNode> sets) {
        return byName(sets.filter(Recording::stays), Recording::status);
    }

    /** One list after the other for each object, named by the first word of its line, without repetitions. */
    private static Stream<String> byName(Stream<JsonNode> objects, Function<JsonNode, String> form) {
        Map<String, List<String>> byName = new TreeMap<>();
        objects.forEach(object -> {
            String line = form.apply(object);
            List<String> statuses = byName.computeIfAbsent(line.split("[ ,]", 2)[0], any -> new ArrayList<>());
            if (statuses.isEmpty() || !statuses.get(statuses.size() - 1).equals(line)) {
                statuses.add(line);
            }
        });
        return byName.values().stream().flatMap(List::stream);
    }

    /** All pods that are wanted are ready, and no others are there. */
    private static boolean atRest(JsonNode set) {
        int wanted = set.path("spec").path("replicas").asInt();
        JsonNode status = set.path("status");
        return status.path("replicas").asInt() == wanted
                && status.path("readyReplicas").asInt() == wanted
                && status.path("availableReplicas").asInt() == wanted;
    }
}
