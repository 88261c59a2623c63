package dev.quorate.engine.zookeeper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.engine.Engine;
import dev.quorate.schema.FieldProblem;
import dev.quorate.schema.ReadResult;
import dev.quorate.schema.SpecReader;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.DesiredState;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of a spec, and which specs and versions are refused. */
class ZooKeeperEngineTest {

    private static final Engine.Site SITE = new Engine.Site("test", "repo");

    private final ZooKeeperEngine engine = new ZooKeeperEngine();

    @Test
    void aPodSaysNothingOfTheSizeAndNothingSecret() {
        assertEquals(
                template(app("replicas: 3")).toString(),
                template(app("replicas: 5")).toString());
        JsonNode env = template(app("replicas: 3")).at("/spec/initContainers/0/env");
        JsonNode password = StreamSupport.stream(env.spliterator(), false)
                .filter(variable -> variable.path("name").asText().equals("SUPERUSER_PASSWORD"))
                .findFirst()
                .orElseThrow();
        assertFalse(password.has("value"));
        assertEquals(
                "registry-superuser",
                password.at("/valueFrom/secretKeyRef/name").asText());
    }

    @Test
    void allStartAtOnceAndOnlyQuorateReplacesThem() {
        JsonNode spec = set(app("replicas: 3")).at("/spec");
        assertEquals("Parallel", spec.path("podManagementPolicy").asText());
        assertEquals("OnDelete", spec.at("/updateStrategy/type").asText());
        assertEquals(
                "zookeeper:3.9.5", spec.at("/template/spec/containers/0/image").asText());
        assertEquals(
                "kubernetes.io/hostname",
                spec.at("/template/spec/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/0"
                                + "/topologyKey")
                        .asText());
    }

    @Test
    void membersFindEachOtherBeforeTheyAreReadyAndOneAtMostIsEvicted() {
        DesiredState desired = engine.desired(app("replicas: 3"), SITE);
        Manifest headless = object(desired, Kind.SERVICE, "registry-headless");
        assertTrue(headless.at("/spec/publishNotReadyAddresses").asBoolean());
        assertEquals(
                1,
                object(desired, Kind.POD_DISRUPTION_BUDGET, "registry")
                        .at("/spec/maxUnavailable")
                        .asInt());
        assertEquals(
                2181,
                object(desired, Kind.SERVICE, "registry")
                        .at("/spec/ports/0/port")
                        .asInt());
    }

    @Test
    void metricsAreServedWhereTheyAreAskedFor() {
        assertFalse(template(app("replicas: 3")).toString().contains("metrics"));
        JsonNode template = template(app("replicas: 3\n  zookeeper: {metrics: true}"));
        assertEquals("metrics", template.at("/spec/containers/0/ports/3/name").asText());
        assertTrue(template.at("/spec/initContainers/0/env").toString().contains("metricsProvider.httpPort=7000"));
        Manifest headless = object(
                engine.desired(app("replicas: 3\n  zookeeper: {metrics: true}"), SITE),
                Kind.SERVICE,
                "registry-headless");
        assertEquals(7000, headless.at("/spec/ports/3/port").asInt());
    }

    @Test
    void whatDecidesAboutMembersComesAfterWhatPeopleWrite() {
        String lines = new ZooKeeperSettings(app("replicas: 3\n  config: {tickTime: 500}")).lines();
        assertTrue(lines.startsWith("tickTime=500\n"), lines);
        assertTrue(lines.contains("reconfigEnabled=true\n"), lines);
        assertTrue(lines.contains("standaloneEnabled=false\n"), lines);
    }

    @ParameterizedTest
    @CsvSource({"0, illegal-size", "2, illegal-size", "4, illegal-size", "9, illegal-size"})
    void evenAndLargeSizesAreRefused(int replicas, String code) {
        List<FieldProblem> problems = engine.check(app("replicas: " + replicas));
        assertEquals(List.of(code), problems.stream().map(FieldProblem::code).toList());
    }

    @Test
    void unknownVersionsAndSessionsThatDoNotFitAreRefused() {
        assertEquals(
                List.of("unknown-version", "setting"),
                engine.check(app("replicas: 3\n  version: \"3.4\"\n  config: {minSessionTimeout: 90000}")).stream()
                        .map(FieldProblem::code)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({"3.9, 3.8.4, true", "3.8, 3.8.4, true", "3.8, 3.9.5, false", "3.9, 3.9.5, true"})
    void aNewerVersionIsReachedAndNoneGoesBack(String to, String running, boolean allowed) {
        Optional<String> refusal =
                engine.upgradeRefusal(app("replicas: 3\n  version: \"" + to + "\""), Set.of(running));
        assertEquals(allowed, refusal.isEmpty(), refusal::toString);
    }

    @Test
    void anUpgradeThatIsHalfWayMayGoBack() {
        assertEquals(
                Optional.empty(),
                engine.upgradeRefusal(app("replicas: 3\n  version: \"3.8\""), Set.of("3.8.4", "3.9.5")));
    }

    private JsonNode template(StatefulApp app) {
        return set(app).at("/spec/template");
    }

    private Manifest set(StatefulApp app) {
        return engine.desired(app, SITE).components().get(0).sets().get(0).statefulSet();
    }

    private static Manifest object(DesiredState desired, Kind kind, String name) {
        return desired.objects().stream()
                .filter(object -> object.kind() == kind && object.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static StatefulApp app(String lines) {
        String yaml = """
                apiVersion: quorate.dev/v1alpha1
                kind: StatefulApp
                metadata: {name: registry, namespace: shop}
                spec:
                  engine: zookeeper
                  storage: {size: 1Gi}
                  %s
                """.formatted(lines);
        ReadResult read = SpecReader.standard().read("app.yaml", yaml.getBytes(StandardCharsets.UTF_8));
        return ((ReadResult.Apps) read).apps().get(0);
    }
}
