package dev.quorate.engine.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.CallResult;
import dev.quorate.engine.MemberAction.PrepareJoin;
import dev.quorate.engine.MemberCluster.Start;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Roster;
import dev.quorate.state.Admission.State;
import dev.quorate.state.Member.Health;
import dev.quorate.state.MembershipView;
import dev.quorate.state.MembershipView.Completeness.Gap;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only processes of a real etcd can tell: alarms, probes, configuration files, two clusters where one should be. */
@Tag("real-etcd")
@Execution(ExecutionMode.CONCURRENT)
class RealEtcdTest {

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void anAlarmIsSeenWithItsMemberAndKeepsTheProbesGreen(int minor) throws NoReply {
        try (RealEtcd etcd = founded(minor)) {
            ObjectNode raise = JsonNodeFactory.instance.objectNode();
            raise.put("action", "ACTIVATE").put("alarm", "NOSPACE");
            raise.put("memberID", observe(etcd).members().get(0).id());
            assertTrue(etcd.call(0, "/v3/maintenance/alarm", raise).isPresent());
            MembershipView view = observe(etcd);
            assertEquals(1, view.alarms().size());
            assertTrue(
                    view.alarms().get(0).startsWith("locks-0 has used up its quota (NOSPACE)"),
                    view.alarms()::toString);
            assertEquals(Health.UNHEALTHY, view.members().get(0).health());
            assertProbesAreGreen(etcd, minor, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void theProbesOfALearnerAreGreen(int minor) throws NoReply {
        try (RealEtcd etcd = founded(minor)) {
            etcd.await(
                    "the joiner is announced",
                    () -> etcd.membership().perform(new PrepareJoin(etcd.pod(1), etcd.set()), etcd.roster())
                            instanceof CallResult.Done);
            etcd.admit(1, State.EXISTING, List.of(0, 1));
            assertEquals(Start.RUNS, etcd.start(1));
            etcd.await(
                    "the learner answers",
                    () -> observe(etcd)
                            .byPod(etcd.pod(1))
                            .filter(member -> member.health() == Health.HEALTHY)
                            .isPresent());
            assertFalse(observe(etcd).byPod(etcd.pod(1)).orElseThrow().voting());
            assertProbesAreGreen(etcd, minor, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5})
    void withoutAMajorityAMemberIsAliveAndNotReady(int minor) throws NoReply {
        try (RealEtcd etcd = founders(minor, 2)) {
            etcd.kill(1);
            etcd.await(
                    "the survivor notices",
                    () -> observe(etcd)
                            .byPod(etcd.pod(0))
                            .filter(member -> member.health() == Health.UNHEALTHY)
                            .isPresent());
            assertEquals(200, etcd.get(0, probe(minor, "livenessProbe")).status());
            assertEquals(200, etcd.get(0, probe(minor, "startupProbe")).status());
            assertEquals(503, etcd.get(0, probe(minor, "readinessProbe")).status());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void etcdStartsWithEveryFlagThatMayBeWritten(int minor) throws IOException {
        try (RealEtcd etcd = RealEtcdContractTest.cluster(minor)) {
            JsonNode all = JsonMapper.builder().build().readTree(EVERY_FLAG);
            List<String> left = new ArrayList<>();
            ObjectNode flags = JsonNodeFactory.instance.objectNode();
            all.properties().forEach(flag -> {
                ObjectNode one = JsonNodeFactory.instance.objectNode().set(flag.getKey(), flag.getValue());
                if (new EtcdFlags(one, EtcdBinary.of(minor).version())
                        .problems()
                        .isEmpty()) {
                    flags.set(flag.getKey(), flag.getValue());
                } else {
                    left.add(flag.getKey());
                }
            });
            etcd.admit(0, State.NEW, List.of(0));
            assertEquals(0, etcd.script(0, flags).exitCode());
            etcd.startWithoutScript(0);
            etcd.await("it serves with " + flags, () -> observe(etcd).healthyVoters() == 1);
            assertTrue(left.contains("log-format"), "a flag of 3.6 is refused before it is passed over");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void twoClustersWhereOneShouldBeAreAnAlarm(int minor) {
        try (RealEtcd one = founded(minor);
                RealEtcd other = founded(minor)) {
            List<Roster.Pod> pods = new ArrayList<>(one.roster().pods());
            Roster.Pod stranger = other.roster().pods().get(0);
            pods.add(new Roster.Pod("locks-1", "locks", 1, true, stranger.ip()));
            MembershipView view = one.membership()
                    .observe(new Roster(one.roster().app(), one.roster().component(), pods));
            assertEquals(Gap.DISAGREEMENT, view.completeness().gap());
            assertTrue(view.alarms().get(0).startsWith("the pods answer as 2 clusters"), view.alarms()::toString);
            assertEquals(1, view.members().size(), "the members of one of them are shown, and not a mixture");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void aProcessThatIsStartedAgainInPlaceIsTheSameMember(int minor) {
        try (RealEtcd etcd = founded(minor)) {
            assertTrue(etcd.write("key", "kept"));
            MembershipView before = observe(etcd);
            etcd.kill(0);
            etcd.startWithoutScript(0);
            etcd.await("it is back", () -> observe(etcd).healthyVoters() == 1);
            assertEquals(before.clusterId(), observe(etcd).clusterId());
            assertEquals(
                    before.members().get(0).id(), observe(etcd).members().get(0).id());
            assertEquals("kept", etcd.readFrom(0, "key").orElseThrow());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void dataThatVanishedInsideTheVolumeKeepsAMemberFromStarting(int minor) throws IOException {
        try (RealEtcd etcd = founded(minor)) {
            etcd.kill(0);
            Files.move(
                    etcd.volume(0).resolve("current/data/member"),
                    etcd.volume(0).resolve("elsewhere"));
            assertEquals(Start.BLANK_VOLUME, etcd.start(0));
        }
    }

    private static RealEtcd founded(int minor) {
        return founders(minor, 1);
    }

    private static RealEtcd founders(int minor, int size) {
        RealEtcd etcd = RealEtcdContractTest.cluster(minor);
        List<Integer> founders = size == 1 ? List.of(0) : List.of(0, 1);
        founders.forEach(ordinal -> etcd.admit(ordinal, State.NEW, founders));
        founders.forEach(ordinal -> assertEquals(Start.RUNS, etcd.start(ordinal)));
        etcd.await("the founders are healthy", () -> observe(etcd).healthyVoters() == size);
        founders.forEach(ordinal -> etcd.admit(ordinal, State.STARTED, founders));
        return etcd;
    }

    private static MembershipView observe(RealEtcd etcd) {
        return etcd.membership().observe(etcd.roster());
    }

    private static void assertProbesAreGreen(RealEtcd etcd, int minor, int ordinal) throws NoReply {
        for (String name : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            String path = probe(minor, name);
            if (!path.isEmpty()) {
                assertEquals(200, etcd.get(ordinal, path).status(), name);
            }
        }
    }

    /** The path of an HTTP probe; empty for a probe that only opens the port. */
    private static String probe(int minor, String name) {
        ObjectNode container = JsonNodeFactory.instance.objectNode();
        new EtcdProbes(EtcdBinary.of(minor).version()).addTo(container);
        return container.path(name).path("httpGet").path("path").asText();
    }

    private static final String EVERY_FLAG = """
            {"snapshot-count": 5000, "heartbeat-interval": 100, "election-timeout": 1000, "max-snapshots": 3,
             "max-wals": 3, "quota-backend-bytes": 8589934592, "backend-batch-interval": "50ms",
             "backend-batch-limit": 1000, "backend-bbolt-freelist-type": "map", "max-txn-ops": 256,
             "max-request-bytes": 1048576, "max-concurrent-streams": 1000, "grpc-keepalive-min-time": "5s",
             "grpc-keepalive-interval": "1h30m", "grpc-keepalive-timeout": "20s", "auto-compaction-mode": "periodic",
             "auto-compaction-retention": "8", "auth-token": "simple", "auth-token-ttl": 300, "bcrypt-cost": 10,
             "cors": "*", "host-whitelist": "*", "pre-vote": true, "log-level": "info", "log-format": "json",
             "metrics": "extensive", "enable-pprof": false, "socket-reuse-address": true, "socket-reuse-port": true,
             "experimental-watch-progress-notify-interval": "10m", "experimental-warning-apply-duration": "100ms",
             "experimental-warning-unary-request-duration": "300ms", "experimental-compaction-batch-limit": 1000,
             "experimental-compaction-sleep-interval": "10ms", "experimental-compact-hash-check-enabled": true,
             "experimental-compact-hash-check-time": "1m", "experimental-corrupt-check-time": "0s",
             "watch-progress-notify-interval": "10m", "warning-apply-duration": "100ms",
             "warning-unary-request-duration": "300ms", "compaction-batch-limit": 1000,
             "compaction-sleep-interval": "10ms", "compact-hash-check-time": "1m", "corrupt-check-time": "0s"}
            """;
}
