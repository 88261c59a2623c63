package dev.quorate.engine.rediscluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisClusterEngineTest {

    private static final Site SITE = new Site("prod", "repo1");

    private final RedisClusterEngine engine = new RedisClusterEngine();

    @Test
    void theTemplateSaysNothingOfSizeOrShards() {
        assertEquals(template(app("replicas: 6")), template(app("replicas: 8")));
        assertFalse(template(app("replicas: 6")).toString().contains("carts-0"));
    }

    @Test
    void thePasswordIsMadeUpAndInNoSetting() {
        JsonNode secret = engine.desired(app("replicas: 6"), SITE).objects().stream()
                .filter(object -> object.kind() == Kind.SECRET)
                .findFirst()
                .orElseThrow()
                .at("/data");
        assertFalse(secret.has("password"));
        assertFalse(ClusterSettings.lines(app("replicas: 6")).contains("pass"));
    }

    @Test
    void nothingKillsANodeThatLoadsOrWaits() {
        JsonNode container = template(app("replicas: 6")).at("/spec/containers/0");
        assertTrue(container.path("livenessProbe").isMissingNode());
        assertTrue(container.at("/readinessProbe/exec/command/2").asText().contains("cluster_state:ok"));
    }

    @Test
    void replicasNeverWanderAndMastersComeBackWithWhatTheyHad() {
        String lines = ClusterSettings.lines(app("replicas: 6\n  config: {cluster-node-timeout: 15000, save: \"\"}"));
        assertTrue(lines.contains("cluster-allow-replica-migration no\n"), lines);
        assertTrue(lines.contains("appendonly yes\n"), lines);
        assertTrue(lines.contains("cluster-node-timeout 15000\n"), lines);
        assertTrue(lines.endsWith("save \"\""), lines);
    }

    @ParameterizedTest
    @CsvSource({"0,write replicas: 6", "4,write replicas: 6", "7,use 6 or 8", "9,use 8 or 10"})
    void anIllegalSizeIsRefusedWithItsRemedy(int replicas, String remedy) {
        List<FieldProblem> problems = engine.check(app("replicas: " + replicas));
        assertEquals(1, problems.size());
        assertEquals(remedy, problems.get(0).remedy());
    }

    @ParameterizedTest
    @CsvSource({"6", "8", "10", "64"})
    void foundersShareAllSlotsAndNoTwoHaveTheSameEpoch(int replicas) {
        List<Admission> founders = founders(replicas);
        int next = 0;
        List<String> epochs = new ArrayList<>();
        for (int ordinal = 0; ordinal < replicas; ordinal += 2) {
            String[] share = line("slots=", founders.get(ordinal), founders).split("-", -1);
            assertEquals(next, Integer.parseInt(share[0]));
            next = Integer.parseInt(share[1]) + 1;
            epochs.add(line("epoch=", founders.get(ordinal), founders));
            assertEquals("", line("slots=", founders.get(ordinal + 1), founders), "a replica owns nothing");
        }
        assertEquals(Shards.SLOTS, next);
        assertEquals(epochs.stream().distinct().toList(), epochs);
    }

    /** OT#1250, OT#1251: a node that comes back blank makes no second cluster. */
    @ParameterizedTest
    @CsvSource({"EXISTING", "STARTED"})
    void whoFoundsNoMoreGetsNoSlots(State state) {
        assertEquals("", line("slots=", admission(0, "9", state), List.of(admission(0, "9", state))));
    }

    @Test
    void aNodeThatIsAdmittedAnewIsAnotherOne() {
        Admission before = admission(0, "1", State.STARTED);
        Admission after = admission(0, "9", State.EXISTING);
        assertNotEquals(line("id=", before, List.of(before)), line("id=", after, List.of(after)));
        assertTrue(line("id=", before, List.of(before)).matches("[0-9a-f]{40}"));
        assertEquals(line("id=", before, List.of(before)), line("id=", before.started(), List.of(before)));
    }

    @Test
    void whoIsAdmittedNoMoreIsNotMet() {
        List<Admission> all = founders(8);
        assertTrue(line("peers=", all.get(0), all).contains("carts-7@carts-7.carts-headless.shop.svc@"));
        assertFalse(line("peers=", all.get(0), all.subList(0, 7)).contains("carts-7"));
    }

    @Test
    void aShardIsKnownByTheIdsOfItsPods() {
        List<Admission> all = founders(6);
        String both = line("id=", all.get(4), all) + " " + line("id=", all.get(5), all);
        assertEquals(both, line("shard=", all.get(4), all));
        assertEquals(both, line("shard=", all.get(5), all));
        assertEquals(line("id=", all.get(4), all), line("shard=", all.get(4), all.subList(0, 5)));
    }

    private static List<Admission> founders(int count) {
        return IntStream.range(0, count)
                .mapToObj(ordinal -> new Admission(
                        RedisClusterEngine.NAME,
                        "carts",
                        ordinal,
                        "1",
                        State.NEW,
                        IntStream.range(0, count)
                                .mapToObj(peer -> "carts-" + peer)
                                .toList()))
                .toList();
    }

    private static Admission admission(int ordinal, String incarnation, State state) {
        return new Admission(RedisClusterEngine.NAME, "carts", ordinal, incarnation, state, List.of("carts-0"));
    }

    private static String line(String start, Admission admission, List<Admission> all) {
        return ClusterStart.lines(app("replicas: 6").name(), admission, all, Addresses.DNS)
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

    private static StatefulApp app(String replicas) {
        String yaml = "apiVersion: quorate.dev/v1alpha1\nkind: StatefulApp\nmetadata: {name: carts, namespace: shop}\n"
                + "spec:\n  engine: redis-cluster\n  version: \"8.0\"\n  storage: {size: 1Gi}\n  " + replicas + "\n";
        ReadResult read = SpecReader.standard().read("app.yaml", yaml.getBytes(StandardCharsets.UTF_8));
        return ((ReadResult.Apps) read).apps().get(0);
    }
}
