package dev.quorate.engine.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quorate.engine.Engine.Site;
import dev.quorate.schema.FieldProblem;
import dev.quorate.schema.ReadResult;
import dev.quorate.schema.SpecReader;
import dev.quorate.schema.StatefulApp;
import dev.quorate.state.Admission;
import dev.quorate.state.Admission.State;
import dev.quorate.state.Kind;
import dev.quorate.state.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RabbitEngineTest {

    private static final Site SITE = new Site("prod", "repo1");

    private final RabbitEngine engine = new RabbitEngine();

    @Test
    void theTemplateSaysNothingOfSizeOrMembers() {
        assertEquals(template(app("replicas: 3")), template(app("replicas: 5")));
        assertFalse(template(app("replicas: 3")).toString().contains("orders-0"));
    }

    @Test
    void noSecretHoldsAValueThatIsMadeUp() {
        List<Manifest> secrets = engine.desired(app("replicas: 3"), SITE).objects().stream()
                .filter(object -> object.kind() == Kind.SECRET)
                .toList();
        assertEquals(2, secrets.size());
        for (Manifest secret : secrets) {
            assertFalse(secret.at("/data").has("password"));
            assertFalse(secret.at("/data").has("cookie"));
        }
    }

    @Test
    void nothingKillsABrokerThatStopsOrWaits() {
        JsonNode container = template(app("replicas: 3")).at("/spec/containers/0");
        assertTrue(container.path("livenessProbe").isMissingNode());
        assertEquals("amqp", container.at("/readinessProbe/tcpSocket/port").asText());
        assertEquals(
                "rabbitmq-upgrade",
                container.at("/lifecycle/preStop/exec/command/0").asText());
    }

    @Test
    void metricsAreThereUnlessTheyAreSwitchedOff() {
        assertTrue(template(app("replicas: 3")).toString().contains("rabbitmq_prometheus"));
        String without =
                template(app("replicas: 3\n  rabbitmq: {prometheus: false}")).toString();
        assertFalse(without.contains("rabbitmq_prometheus"));
        assertFalse(without.contains("15692"));
    }

    @Test
    void settingsAreLinesAndOnlyThoseOfMembersAreOurs() {
        assertEquals(
                "cluster_partition_handling = pause_minority\nheartbeat = 20\nlog.console = true",
                RabbitConfig.lines(app("replicas: 3\n  config: {heartbeat: 20}")));
    }

    @ParameterizedTest
    @CsvSource({"0,write replicas: 1 or more", "2,use 1 or 3", "4,use 3 or 5", "9,use 5 or 7"})
    void anIllegalSizeIsRefusedWithItsRemedy(int replicas, String remedy) {
        List<FieldProblem> problems = engine.check(app("replicas: " + replicas));
        assertEquals(1, problems.size());
        assertEquals(remedy, problems.get(0).remedy());
    }

    @Test
    void theLowestFounderAloneFoundsAndTheOthersJoinIt() {
        List<Admission> founders = List.of(admission(0, "1", State.NEW), admission(1, "1", State.NEW));
        assertEquals("", peers(founders.get(0), founders));
        assertEquals("rabbit-1@orders-0.orders-headless.shop.svc", peers(founders.get(1), founders));
    }

    @Test
    void aNewcomerJoinsThoseThatHaveRunAndNobodyElse() {
        List<Admission> all = List.of(
                admission(0, "1", State.STARTED), admission(1, "5", State.STARTED), admission(2, "6", State.EXISTING));
        assertEquals(
                "rabbit-1@orders-0.orders-headless.shop.svc,rabbit-5@orders-1.orders-headless.shop.svc",
                peers(all.get(2), all));
        List<Admission> firstIsNew = List.of(admission(0, "6", State.EXISTING), admission(1, "1", State.STARTED));
        assertEquals("rabbit-1@orders-1.orders-headless.shop.svc", peers(firstIsNew.get(0), firstIsNew));
        assertEquals("", peers(all.get(0), all));
    }

    @Test
    void whoFoundsAsksTheOtherFoundersFirst() {
        List<Admission> all = List.of(admission(0, "1", State.NEW), admission(1, "1", State.NEW));
        assertEquals("rabbit-1@orders-1.orders-headless.shop.svc", line("beside=", all.get(0), all));
        assertEquals("", line("beside=", all.get(1), all));
        List<Admission> alone = List.of(admission(0, "1", State.NEW));
        assertEquals("", line("beside=", alone.get(0), alone));
    }

    @Test
    void theOthersJoinOneAfterAnother() {
        List<Admission> all = IntStream.range(0, 4)
                .mapToObj(ordinal -> admission(ordinal, "1", State.NEW))
                .toList();
        assertEquals("", line("before=", all.get(0), all));
        assertEquals("", line("before=", all.get(1), all));
        assertEquals("rabbit-1@orders-1.orders-headless.shop.svc", line("before=", all.get(2), all));
        assertEquals("rabbit-1@orders-2.orders-headless.shop.svc", line("before=", all.get(3), all));
        List<Admission> later = List.of(admission(0, "1", State.STARTED), admission(2, "3", State.EXISTING));
        assertEquals("", line("before=", later.get(1), later));
    }

    @Test
    void theNextVersionWaitsForFeatureFlags() {
        Optional<String> refusal =
                engine.upgradeRefusal(app("replicas: 3"), Set.of("3.13.7, feature flags off: stream_filtering"));
        assertTrue(refusal.orElse("").contains("rabbitmqctl enable_feature_flag all"), refusal::toString);
        assertEquals(Optional.empty(), engine.upgradeRefusal(app("replicas: 3"), Set.of("3.13.7")));
        assertEquals(
                Optional.empty(), engine.upgradeRefusal(app("replicas: 3"), Set.of("4.0.5, feature flags off: x")));
    }

    private static Admission admission(int ordinal, String incarnation, State state) {
        return new Admission("rabbitmq", "orders", ordinal, incarnation, state, List.of("orders-0", "orders-1"));
    }

    private static String peers(Admission admission, List<Admission> all) {
        return line("peers=", admission, all);
    }

    private static String line(String start, Admission admission, List<Admission> all) {
        return RabbitStart.lines("shop", admission, all, Nodes.DNS)
                .lines()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .map(line -> line.substring(start.length()))
                .orElse("");
    }

    private JsonNode template(StatefulApp app) {
        return engine.desired(app, SITE)
                .components()
                .get(0)
                .sets()
                .get(0)
                .statefulSet()
                .at("/spec/template");
    }

    private static StatefulApp app(String lines) {
        String yaml = """
                apiVersion: quorate.dev/v1alpha1
                kind: StatefulApp
                metadata: {name: orders, namespace: shop}
                spec:
                  engine: rabbitmq
                  storage: {size: 1Gi}
                  %s
                """.formatted(lines);
        ReadResult result = SpecReader.standard().read("app.yaml", yaml.getBytes(StandardCharsets.UTF_8));
        if (result instanceof ReadResult.Apps apps) {
            return apps.apps().get(0);
        }
        throw new AssertionError("not an app: " + result);
    }
}
