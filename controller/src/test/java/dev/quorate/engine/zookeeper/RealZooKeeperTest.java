package dev.quorate.engine.zookeeper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quorate.engine.CallResult;
import dev.quorate.engine.MemberAction;
import dev.quorate.engine.MemberAction.CompleteJoin;
import dev.quorate.engine.MemberAction.Leave;
import dev.quorate.engine.MemberAction.PrepareJoin;
import dev.quorate.engine.MemberCluster.Start;
import dev.quorate.engine.Membership;
import dev.quorate.state.Admission.State;
import dev.quorate.state.Member;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only processes of a real ZooKeeper can tell: writes that go on, probes, configuration files, passwords. */
@Tag("real-zookeeper")
@Execution(ExecutionMode.CONCURRENT)
class RealZooKeeperTest {

    @ParameterizedTest
    @ValueSource(ints = {8, 9})
    void outByTwoAndInByTwoWhileWritesGoOn(int minor, TestReporter reporter) throws Exception {
        try (RealZooKeeper ensemble = founded(minor, 3);
                Writer writer = new Writer(IntStream.range(0, 5)
                        .mapToObj(ordinal -> ensemble.nodes(ordinal).address() + ":" + Addresses.CLIENT_PORT)
                        .toList())) {
            LostReplies replies = ensemble.losingReplies();
            Membership membership = ensemble.membership(replies);
            join(ensemble, membership, 3, List.of(0, 1, 2));
            announce(ensemble, membership, 4);
            ensemble.admit(4, State.EXISTING, List.of(0, 1, 2, 3));
            int killed = (leader(ensemble) + 1) % 3;
            ensemble.kill(killed);
            assertEquals(Start.RUNS, ensemble.start(4));
            ensemble.startWithoutScript(killed);
            promote(ensemble, membership, 4, List.of(0, 1, 2, 3));
            ensemble.await("all five are well", () -> observe(ensemble).healthyVoters() == 5);
            leave(ensemble, membership, leader(ensemble));
            leave(ensemble, membership, leader(ensemble));
            assertEquals(3, observe(ensemble).voters());
            List<String> acknowledged = writer.end();
            reporter.publishEntry("ZooKeeper 3." + minor, writer.figure());
            assertTrue(replies.count() >= 5, "each join was interrupted, and the write after a leave");
            assertTrue(acknowledged.size() > 100, writer::figure);
            for (Member member : observe(ensemble).members()) {
                String pod = member.pod().orElseThrow();
                Nodes nodes = ensemble.nodes(Integer.parseInt(pod.substring(pod.lastIndexOf('-') + 1)));
                assertEquals(List.of(), nodes.without(acknowledged), pod);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9})
    void observersComeAndGoServeReadsAndCountForNoQuorum(int minor) {
        int first = RealZooKeeper.OBSERVERS;
        try (RealZooKeeper ensemble = founded(minor, 3)) {
            assertTrue(ensemble.write("before", "kept"));
            observe(ensemble, first);
            observe(ensemble, first + 1);
            assertEquals(3, observe(ensemble).members().size());
            assertTrue(observe(ensemble).completeness().complete());

            int down = (leader(ensemble) + 1) % 3;
            ensemble.kill(down);
            assertTrue(ensemble.write("two of three", "are enough"));
            ensemble.kill(first + 1);
            ensemble.await(
                    "nobody waits for an observer", () -> observe(ensemble).healthyVoters() == 2);
            assertEquals(Start.RUNS, ensemble.start(first + 1));
            assertEquals(Start.RUNS, ensemble.start(down));
            ensemble.await(
                    "all are back",
                    () -> observe(ensemble).healthyVoters() == 3
                            && observer(ensemble, first + 1).health() == Member.Health.HEALTHY);
            assertEquals(Optional.of("are enough"), ensemble.readFrom(first + 1, "two of three"));

            leaveObserving(ensemble, first + 1);
            leaveObserving(ensemble, first);
            assertEquals(
                    List.of(),
                    ensemble.membership().observe(ensemble.observers()).members());
            assertEquals(3, observe(ensemble).healthyVoters());
            assertEquals(Optional.of("kept"), ensemble.readFrom(0, "before"));
        }
    }

    private static void observe(RealZooKeeper ensemble, int ordinal) {
        PrepareJoin join = new PrepareJoin(ensemble.pod(ordinal), RealZooKeeper.set(ordinal));
        ensemble.await(
                join + " is done",
                () -> ensemble.membership().perform(join, ensemble.observers()) instanceof CallResult.Done);
        ensemble.admit(ordinal, State.EXISTING, List.of());
        assertEquals(Start.RUNS, ensemble.start(ordinal));
        ensemble.await("it follows", () -> observer(ensemble, ordinal).health() == Member.Health.HEALTHY);
        ensemble.admit(ordinal, State.STARTED, List.of());
        assertEquals(MemberRole.OBSERVER, observer(ensemble, ordinal).role());
        assertEquals(Optional.of("kept"), ensemble.readFrom(ordinal, "before"));
    }

    private static void leaveObserving(RealZooKeeper ensemble, int ordinal) {
        Leave leave =
                new Leave(ensemble.pod(ordinal), observer(ensemble, ordinal).id());
        ensemble.await(
                leave + " is done",
                () -> ensemble.membership().perform(leave, ensemble.observers()) instanceof CallResult.Done);
        ensemble.forget(ordinal);
    }

    private static Member observer(RealZooKeeper ensemble, int ordinal) {
        return ensemble.membership()
                .observe(ensemble.observers())
                .byPod(ensemble.pod(ordinal))
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9})
    void theProbesTellWhoLivesFromWhoServes(int minor) throws Exception {
        try (RealZooKeeper ensemble = founded(minor, 3)) {
            assertEquals(0, probe(ensemble, 0, "readinessProbe"));
            ensemble.kill(1);
            ensemble.kill(2);
            ensemble.await("the survivor notices", () -> observe(ensemble).healthyVoters() == 0);
            assertEquals(0, probe(ensemble, 0, "livenessProbe"));
            assertEquals(0, probe(ensemble, 0, "startupProbe"));
            assertEquals(1, probe(ensemble, 0, "readinessProbe"));
            assertTrue(probe(ensemble, 1, "livenessProbe") != 0, "nothing answers for a process that has ended");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9})
    void anotherPasswordChangesNothing(int minor) {
        try (RealZooKeeper ensemble = founded(minor, 1)) {
            Membership stranger = ensemble.membership(new NativeEnsemble(ensemble.reach("guessed")));
            CallResult result = stranger.perform(new PrepareJoin(ensemble.pod(1), ensemble.set()), ensemble.roster());
            assertEquals(ZooKeeperRefusal.NOT_ALLOWED.result(), result);
            assertEquals(1, observe(ensemble).members().size());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9})
    void aChangeThatWasDecidedOnAnOlderListIsRefused(int minor) throws Exception {
        try (RealZooKeeper ensemble = founded(minor, 1)) {
            Ensemble members = new NativeEnsemble(ensemble.reach(RealZooKeeper.PASSWORD));
            Ensemble.Change late = Ensemble.Change.without("1", 7);
            assertEquals(
                    Optional.of(ZooKeeperRefusal.OTHER_LIST),
                    members.change(RealZooKeeper.APP, ensemble.roster().pods().get(0), late));
        }
    }

    /** The joiner that ZooKeeper's own procedure cannot start again, since it has taken over a list without itself. */
    @ParameterizedTest
    @ValueSource(ints = {8, 9})
    void aJoinerThatRestartsBeforeItHasItsVoteComesBack(int minor) {
        try (RealZooKeeper ensemble = founded(minor, 1)) {
            Membership membership = ensemble.membership();
            String id = announce(ensemble, membership, 1);
            ensemble.admit(1, State.EXISTING, List.of(0));
            assertEquals(Start.RUNS, ensemble.start(1));
            ensemble.await("it follows", () -> member(ensemble, 1).started());
            ensemble.admit(1, State.STARTED, List.of(0));
            ensemble.kill(1);
            assertEquals(Start.RUNS, ensemble.start(1));
            perform(ensemble, membership, new CompleteJoin(ensemble.pod(1), id));
            ensemble.await("both vote", () -> observe(ensemble).healthyVoters() == 2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9})
    void whoHasLeftDoesNotStartAgain(int minor) {
        try (RealZooKeeper ensemble = founded(minor, 3)) {
            int leaving = (leader(ensemble) + 1) % 3;
            perform(
                    ensemble,
                    ensemble.membership(),
                    new Leave(ensemble.pod(leaving), member(ensemble, leaving).id()));
            ensemble.await("it has heard of it", () -> ensemble.listIsWrittenDown(leaving, 2));
            ensemble.kill(leaving);
            assertEquals(Start.DOUBTFUL, ensemble.start(leaving));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9})
    void itStartsWithEverySettingThatMayBeWritten(int minor) throws IOException {
        try (RealZooKeeper ensemble = RealZooKeeper.of(minor)) {
            JsonNode all = JsonMapper.builder().build().readTree(EVERY_SETTING);
            ensemble.admit(0, State.NEW, List.of(0));
            assertEquals(0, ensemble.script(0, (ObjectNode) all));
            ensemble.startWithoutScript(0);
            ensemble.await("it serves with " + all, () -> observe(ensemble).healthyVoters() == 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9})
    void dataThatVanishedInsideTheVolumeKeepsAMemberFromStarting(int minor) throws IOException {
        try (RealZooKeeper ensemble = founded(minor, 1)) {
            ensemble.kill(0);
            Path volume = ensemble.volume(0);
            Files.move(volume.resolve("current/data/version-2"), volume.resolve("elsewhere"));
            assertEquals(Start.BLANK_VOLUME, ensemble.start(0));
        }
    }

    @Test
    void membersGoFromOneMinorVersionToTheNextOneByOne() {
        try (RealZooKeeper ensemble = founded(8, 3)) {
            assertTrue(ensemble.write("before", "kept"));
            ensemble.upgradeTo(ZooKeeperJars.of(9));
            for (int ordinal = 0; ordinal < 3; ordinal++) {
                ensemble.kill(ordinal);
                assertEquals(Start.RUNS, ensemble.start(ordinal));
                ensemble.await("all are well", () -> observe(ensemble).healthyVoters() == 3);
                assertEquals(Optional.of("kept"), ensemble.readFrom(ordinal, "before"));
            }
            assertTrue(observe(ensemble).members().stream()
                    .allMatch(member -> member.version()
                            .filter(text -> text.startsWith("3.9."))
                            .isPresent()));
        }
    }

    private static RealZooKeeper founded(int minor, int size) {
        RealZooKeeper ensemble = RealZooKeeper.of(minor);
        List<Integer> founders = IntStream.range(0, size).boxed().toList();
        founders.forEach(ordinal -> ensemble.admit(ordinal, State.NEW, founders));
        founders.forEach(ordinal -> assertEquals(Start.RUNS, ensemble.start(ordinal)));
        ensemble.await("the founders are healthy", () -> observe(ensemble).healthyVoters() == size);
        founders.forEach(ordinal -> ensemble.admit(ordinal, State.STARTED, founders));
        return ensemble;
    }

    private static void join(RealZooKeeper ensemble, Membership membership, int ordinal, List<Integer> peers) {
        begin(ensemble, membership, ordinal, peers);
        promote(ensemble, membership, ordinal, peers);
        ensemble.await("the new voter is well", () -> observe(ensemble).healthyVoters() == peers.size() + 1);
    }

    private static void begin(RealZooKeeper ensemble, Membership membership, int ordinal, List<Integer> peers) {
        announce(ensemble, membership, ordinal);
        ensemble.admit(ordinal, State.EXISTING, peers);
        assertEquals(Start.RUNS, ensemble.start(ordinal));
    }

    /** As the planner does it: one that was taken off the list on its way to a vote, and not put on it again, joins anew. */
    private static void promote(RealZooKeeper ensemble, Membership membership, int ordinal, List<Integer> peers) {
        String pod = ensemble.pod(ordinal);
        ensemble.await(pod + " has its vote", () -> {
            MembershipView seen = observe(ensemble);
            Optional<Member> joiner = seen.byPod(pod);
            if (joiner.isEmpty() && seen.clusterId().isPresent()) {
                ensemble.forget(ordinal);
                begin(ensemble, membership, ordinal, peers);
                return false;
            }
            return joiner.map(member -> new CompleteJoin(pod, member.id()))
                    .filter(join -> membership.perform(join, ensemble.roster()) instanceof CallResult.Done)
                    .isPresent();
        });
    }

    private static String announce(RealZooKeeper ensemble, Membership membership, int ordinal) {
        perform(ensemble, membership, new PrepareJoin(ensemble.pod(ordinal), ensemble.set()));
        return member(ensemble, ordinal).id();
    }

    private static void leave(RealZooKeeper ensemble, Membership membership, int ordinal) {
        int voters = observe(ensemble).voters();
        perform(
                ensemble,
                membership,
                new Leave(ensemble.pod(ordinal), member(ensemble, ordinal).id()));
        ensemble.forget(ordinal);
        ensemble.await("the others go on", () -> observe(ensemble).healthyVoters() == voters - 1);
    }

    private static void perform(RealZooKeeper ensemble, Membership membership, MemberAction action) {
        ensemble.await(
                action + " is done", () -> membership.perform(action, ensemble.roster()) instanceof CallResult.Done);
    }

    private static int leader(RealZooKeeper ensemble) {
        ensemble.await("a leader is known", () -> observe(ensemble).leader().isPresent());
        String pod = observe(ensemble).leader().flatMap(Member::pod).orElseThrow();
        return Integer.parseInt(pod.substring(pod.lastIndexOf('-') + 1));
    }

    private static Member member(RealZooKeeper ensemble, int ordinal) {
        return observe(ensemble).byPod(ensemble.pod(ordinal)).orElseThrow();
    }

    private static MembershipView observe(RealZooKeeper ensemble) {
        return ensemble.membership().observe(ensemble.roster());
    }

    /** The exit code of the very command that the kubelet would run, on the member's own address. */
    private static int probe(RealZooKeeper ensemble, int ordinal, String name) throws Exception {
        ObjectNode container = JsonNodeFactory.instance.objectNode();
        ZooKeeperProbes.addTo(container);
        JsonNode command = container.path(name).at("/exec/command");
        assertInstanceOf(JsonNode.class, command);
        Process process = new ProcessBuilder(
                        command.path(0).asText(),
                        command.path(1).asText(),
                        command.path(2)
                                .asText()
                                .replace("127.0.0.1", ensemble.nodes(ordinal).address()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        return process.exitValue();
    }

    private static final String EVERY_SETTING = """
            {"tickTime": 2000, "initLimit": 10, "syncLimit": 5, "minSessionTimeout": 4000, "maxSessionTimeout": 40000,
             "maxClientCnxns": 60, "maxCnxns": 0, "globalOutstandingLimit": 1000, "preAllocSize": 65536,
             "snapCount": 100000, "autopurge.snapRetainCount": 3, "autopurge.purgeInterval": 1,
             "fsync.warningthresholdms": 1000, "jute.maxbuffer": 1048575, "extendedTypesEnabled": true,
             "admin.enableServer": false}
            """;
}
