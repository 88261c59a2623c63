package dev.quorate.engine.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.cli.Cli;
import dev.quorate.cli.Context;
import dev.quorate.cli.Terminal;
import dev.quorate.engine.EngineCatalog;
import dev.quorate.engine.MemberCluster.Start;
import dev.quorate.state.Admission.State;
import dev.quorate.state.Member;
import dev.quorate.state.MembershipView;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A snapshot of a real cluster becomes another real cluster, by the commands that run in the pods. */
@Tag("real-etcd")
@Execution(ExecutionMode.CONCURRENT)
class RealEtcdBackupTest {

    private static final Instant NIGHT = Instant.parse("2026-01-31T03:00:00Z");
    private static final String NAME = "2026-01-31T030000Z";
    private static final int KEYS = 60;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void aClusterIsFoundedFromASnapshotOfAnother(int minor) throws IOException {
        List<String> before;
        try (RealEtcd etcd = founded(minor)) {
            IntStream.range(0, KEYS).forEach(key -> assertTrue(etcd.write("key-" + key, value(key))));
            Ran taken = take(etcd);
            assertEquals(0, taken.code(), taken::words);
            assertTrue(taken.words().contains("took " + NAME + " of shop/locks: etcd 3." + minor), taken::words);
            assertTrue(etcd.write("late", "after the snapshot"));
            before = ids(etcd);
        }
        assertRefusedWithAnotherByte();
        try (RealEtcd etcd = RealEtcdContractTest.cluster(minor)) {
            List<Integer> all = List.of(0, 1, 2);
            for (int ordinal : all) {
                etcd.admit(ordinal, State.NEW, all);
                for (StartScript.Ended ended : etcd.restore(ordinal, this::fetch)) {
                    assertEquals(0, ended.exitCode(), ended::output);
                }
                etcd.startWithoutScript(ordinal);
            }
            etcd.await("the restored founders agree", () -> observe(etcd).healthyVoters() == 3);
            for (int ordinal : all) {
                IntStream.range(0, KEYS)
                        .forEach(key -> assertEquals(Optional.of(value(key)), etcd.readFrom(ordinal, "key-" + key)));
                assertEquals(Optional.empty(), etcd.readFrom(ordinal, "late"));
            }
            assertTrue(Collections.disjoint(before, ids(etcd)), () -> before + " and " + ids(etcd));
            assertTrue(etcd.write("new", "after the restore"));
            assertNeverRestoredAgain(etcd, all);
        }
    }

    /** A member that comes back keeps what it has; one whose volume is lost does not start on old data. */
    private void assertNeverRestoredAgain(RealEtcd etcd, List<Integer> all) throws IOException {
        etcd.kill(1);
        etcd.admit(1, State.STARTED, all);
        List<StartScript.Ended> again = etcd.restore(1, this::fetch);
        again.forEach(ended -> assertEquals(0, ended.exitCode(), ended::output));
        assertTrue(again.get(1).output().contains("nothing to restore"), again::toString);
        etcd.startWithoutScript(1);
        etcd.await(
                "the member is back with what was written meanwhile",
                () -> etcd.readFrom(1, "new").equals(Optional.of("after the restore")));
        etcd.kill(2);
        etcd.loseVolume(2);
        etcd.admit(2, State.STARTED, all);
        List<StartScript.Ended> lost = etcd.restore(2, this::fetch);
        assertEquals(3, lost.get(lost.size() - 1).exitCode(), lost::toString);
    }

    private void assertRefusedWithAnotherByte() throws IOException {
        Path file = folder.resolve("shop/locks/" + NAME + ".snapshot");
        byte[] whole = Files.readAllBytes(file);
        byte[] broken = whole.clone();
        broken[broken.length / 2] ^= 1;
        Files.write(file, broken);
        Path to = folder.resolve("fetched");
        Ran fetched = fetched(List.of("--to=" + to));
        assertEquals(2, fetched.code());
        assertTrue(
                fetched.words().contains("is not used, since its SHA-256 is not that of when it was taken"),
                fetched::words);
        assertFalse(Files.exists(to));
        assertTrue(new EtcdSnapshots(Addresses.DNS)
                .fault(Files.newInputStream(file), broken.length)
                .isPresent());
        Files.write(file, whole);
    }

    private static String value(int key) {
        return ("value of " + key + " ").repeat(300);
    }

    private Ran take(RealEtcd etcd) {
        List<String> words = new ArrayList<>(
                List.of("backup", "take", "--engine=etcd", "--app=shop/locks", "--folder=" + folder, "--keep=2"));
        etcd.endpoints().forEach(endpoint -> words.add("--endpoint=" + endpoint));
        return run(words);
    }

    private List<String> fetch(List<String> more) {
        Ran ran = fetched(more);
        assertEquals(0, ran.code(), ran::words);
        return List.of(ran.words());
    }

    private Ran fetched(List<String> more) {
        List<String> words = new ArrayList<>(List.of(
                "backup", "fetch", "--engine=etcd", "--app=shop/locks", "--folder=" + folder, "--snapshot=" + NAME));
        words.addAll(more);
        return run(words);
    }

    private record Ran(int code, String words) {}

    private static Ran run(List<String> arguments) {
        StringWriter words = new StringWriter();
        Terminal terminal = new Terminal(new PrintWriter(words), new PrintWriter(words), false, false);
        int code = new Cli(new Context(
                        new EngineCatalog(List.of(new EtcdEngine())), terminal, Map.of(), InstantSource.fixed(NIGHT)))
                .run(arguments.toArray(String[]::new));
        return new Ran(code, words.toString());
    }

    private static RealEtcd founded(int minor) {
        RealEtcd etcd = RealEtcdContractTest.cluster(minor);
        List<Integer> all = List.of(0, 1, 2);
        all.forEach(ordinal -> etcd.admit(ordinal, State.NEW, all));
        all.forEach(ordinal -> assertEquals(Start.RUNS, etcd.start(ordinal)));
        etcd.await("the founders agree", () -> observe(etcd).healthyVoters() == 3);
        return etcd;
    }

    private static MembershipView observe(RealEtcd etcd) {
        return etcd.membership().observe(etcd.roster());
    }

    private static List<String> ids(RealEtcd etcd) {
        return observe(etcd).members().stream().map(Member::id).toList();
    }
}
