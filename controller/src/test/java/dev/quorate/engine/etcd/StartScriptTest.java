package dev.quorate.engine.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.engine.etcd.StartScript.Ended;
import dev.quorate.schema.AppName;
import dev.quorate.state.Admission;
import dev.quorate.state.Admission.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The start script under a real shell, with directories in place of the volume and the mounts. */
class StartScriptTest {

    private static final AppName APP = new AppName("shop", "locks");

    @TempDir
    Path home;

    private StartScript script;
    private Path current;

    @BeforeEach
    void layOut() throws IOException {
        script = new StartScript(home.resolve("start"), home.resolve("volume"), home.resolve("run"));
        current = script.volume().resolve("current");
        Files.createDirectories(script.start());
    }

    @Test
    void aPodThatNobodyAdmittedWaitsAndEndsWithFour() {
        Ended ended = run();
        assertEquals(4, ended.exitCode());
        assertEquals("locks-0 does not start: nobody has admitted it to the cluster\n", ended.output());
        assertFalse(Files.exists(current));
    }

    @Test
    void aFounderWithABlankVolumeMayFound() throws IOException {
        admit("1", State.NEW);
        assertEquals(0, run().exitCode());
        assertEquals("1\n", Files.readString(current.resolve("incarnation")));
        List<String> config = config();
        assertTrue(config.contains("name: \"locks-0\""));
        assertTrue(config.contains("strict-reconfig-check: true"));
        assertTrue(config.contains("data-dir: \"" + current + "/data\""));
        assertTrue(config.contains("initial-cluster-state: \"new\""));
        assertTrue(config.contains("initial-cluster-token: \"shop.locks.1\""));
        assertTrue(config.contains("initial-cluster: \"locks-0=http://locks-0.locks-headless.shop.svc:2380,"
                + "locks-1=http://locks-1.locks-headless.shop.svc:2380\""));
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"EXISTING", "STARTED"})
    void onlyAFounderIsToldThatTheClusterIsNew(State state) throws IOException {
        data("1");
        admit("1", state);
        assertEquals(0, run().exitCode());
        assertTrue(config().contains("initial-cluster-state: \"existing\""));
    }

    @Test
    void aBlankVolumeOfAMemberThatHasRunEndsWithThree() {
        admit("1", State.STARTED);
        Ended ended = run();
        assertEquals(3, ended.exitCode());
        assertEquals(
                "locks-0 does not start: its volume is blank, although this member has run; only a repair admits it again\n",
                ended.output());
        assertFalse(Files.exists(current));
    }

    @Test
    void aVolumeWhoseDataIsGoneFromUnderItsMarkEndsWithThree() throws IOException {
        data("1");
        Files.delete(current.resolve("data/member"));
        admit("1", State.STARTED);
        assertEquals(3, run().exitCode());
    }

    @Test
    void aVolumeOfAnotherIncarnationOfAMemberThatHasRunIsNotTouched() throws IOException {
        data("1");
        admit("2", State.STARTED);
        Ended ended = run();
        assertEquals(3, ended.exitCode());
        assertTrue(ended.output().contains("incarnation 1"), ended::output);
        assertTrue(Files.exists(current.resolve("data/member")));
    }

    @Test
    void dataOfAFormerIncarnationIsSetAsideAndNeverDeleted() throws IOException {
        data("1");
        admit("2", State.EXISTING);
        assertEquals(0, run().exitCode());
        assertTrue(Files.exists(script.volume().resolve("aside/1/data/member")));
        assertEquals("2\n", Files.readString(current.resolve("incarnation")));
        assertFalse(Files.exists(current.resolve("data/member")));
    }

    @Test
    void whatIsAsideAlreadyIsNotOverwritten() throws IOException {
        data("1");
        Files.createDirectories(script.volume().resolve("aside/1/data"));
        admit("2", State.EXISTING);
        assertEquals(0, run().exitCode());
        assertTrue(Files.exists(script.volume().resolve("aside/1.2/data/member")));
        assertTrue(Files.exists(script.volume().resolve("aside/1/data")));
    }

    @Test
    void dataOfTheSameIncarnationStaysInPlace() throws IOException {
        data("1");
        admit("1", State.STARTED);
        assertEquals(0, run().exitCode());
        assertEquals(0, run().exitCode());
        assertTrue(Files.exists(current.resolve("data/member")));
        assertFalse(Files.exists(script.volume().resolve("aside")));
    }

    @Test
    void aCrashWhileTheVolumeWasMadeReadyLeavesNothingHalfDone() throws IOException {
        Files.createDirectories(script.volume().resolve("blank/data"));
        Files.writeString(script.volume().resolve("blank/incarnation"), "");
        admit("2", State.EXISTING);
        assertEquals(0, run().exitCode());
        assertEquals("2\n", Files.readString(current.resolve("incarnation")));
        assertFalse(Files.exists(script.volume().resolve("blank")));
    }

    @Test
    void aCrashAfterDataWasSetAsideGoesOnWithABlankDirectory() throws IOException {
        data("1");
        Files.createDirectories(script.volume().resolve("aside"));
        Files.move(current, script.volume().resolve("aside/1"));
        admit("2", State.EXISTING);
        assertEquals(0, run().exitCode());
        assertTrue(Files.exists(script.volume().resolve("aside/1/data/member")));
        assertEquals("2\n", Files.readString(current.resolve("incarnation")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "../1", "a/b", ".hidden"})
    void dataThatDoesNotSayWhoseItIsIsLeftAlone(String mark) throws IOException {
        data("1");
        Files.writeString(current.resolve("incarnation"), mark);
        admit("2", State.EXISTING);
        assertEquals(5, run().exitCode());
        assertTrue(Files.exists(current.resolve("data/member")));
    }

    @Test
    void dataWithoutAMarkIsLeftAlone() throws IOException {
        data("1");
        Files.delete(current.resolve("incarnation"));
        admit("1", State.EXISTING);
        assertEquals(5, run().exitCode());
    }

    @Test
    void dataThatSomebodyElsePutThereIsLeftAlone() throws IOException {
        Files.createDirectories(script.volume().resolve("member"));
        admit("1", State.NEW);
        Ended ended = run();
        assertEquals(5, ended.exitCode());
        assertTrue(ended.output().contains("an etcd that Quorate did not start"), ended::output);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state=new\ninitial-cluster=a=http://a:2380\ninitial-cluster-token=t\n",
                "incarnation=1\nstate=perhaps\ninitial-cluster=a=http://a:2380\ninitial-cluster-token=t\n",
                "incarnation=1\nstate=new\ninitial-cluster-token=t\n",
                "incarnation=1\nstate=new\ninitial-cluster=a=http://a:2380\n",
                "incarnation=../../1\nstate=new\ninitial-cluster=a=http://a:2380\ninitial-cluster-token=t\n",
                "incarnation=1\n",
            })
    void anAdmissionThatIsNotWholeAdmitsNobody(String admission) throws IOException {
        Files.writeString(script.start().resolve("locks-0"), admission);
        assertEquals(5, run().exitCode());
        assertFalse(Files.exists(current));
    }

    @Test
    void theLastLineNeedsNoEnd() throws IOException {
        Files.writeString(
                script.start().resolve("locks-0"),
                "incarnation=1\nstate=new\ninitial-cluster=a=http://a:2380\ninitial-cluster-token=t");
        assertEquals(0, run().exitCode());
        assertTrue(config().contains("initial-cluster-token: \"t\""));
    }

    @Test
    void aFounderFromASnapshotLeavesItsVolumeToTheRestore() throws IOException {
        admit("1", State.NEW);
        assertEquals(0, runBeforeRestore().exitCode());
        assertFalse(Files.exists(current));
        List<String> wanted = Files.readAllLines(script.run().resolve("restore"));
        assertTrue(wanted.contains("incarnation=1"), wanted::toString);
        assertTrue(wanted.contains("initial-cluster-token=shop.locks.1"), wanted::toString);
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void aMemberThatHasItsDataIsNotRestoredAgain(State state) throws IOException {
        Files.createDirectories(script.run());
        Files.writeString(script.run().resolve("restore"), "left over\n");
        data("1");
        admit("1", state);
        assertEquals(0, runBeforeRestore().exitCode());
        assertFalse(Files.exists(script.run().resolve("restore")));
        assertEquals(0, script.restore("no-such-tool").exitCode());
        assertTrue(Files.exists(current.resolve("data/member")));
    }

    @Test
    void aMemberThatJoinsGetsItsDataFromTheOthers() throws IOException {
        admit("2", State.EXISTING);
        assertEquals(0, runBeforeRestore().exitCode());
        assertFalse(Files.exists(script.run().resolve("restore")));
        assertTrue(Files.exists(current));
    }

    @Test
    void aMemberThatLostItsVolumeDoesNotStartOnOldData() throws IOException {
        admit("1", State.STARTED);
        assertEquals(3, runBeforeRestore().exitCode());
        assertFalse(Files.exists(script.run().resolve("restore")));
    }

    @Test
    void aRestoreThatFailsLeavesNothingThatCounts() throws IOException {
        admit("1", State.NEW);
        assertEquals(0, runBeforeRestore().exitCode());
        assertTrue(script.restore("no-such-tool").exitCode() != 0);
        assertFalse(Files.exists(current));
        assertEquals(0, runBeforeRestore().exitCode());
        assertTrue(Files.exists(script.run().resolve("restore")));
    }

    private Ended runBeforeRestore() throws IOException {
        return script.runBeforeRestore("locks-0", "locks-0.locks-headless.shop.svc", "strict-reconfig-check: true");
    }

    private Ended run() {
        return script.run("locks-0", "locks-0.locks-headless.shop.svc", "strict-reconfig-check: true");
    }

    private List<String> config() throws IOException {
        try (Stream<String> lines = Files.lines(script.run().resolve("etcd.yaml"))) {
            return lines.toList();
        }
    }

    private void admit(String incarnation, State state) {
        Admission admission =
                new Admission(EtcdEngine.NAME, "locks", 0, incarnation, state, List.of("locks-0", "locks-1"));
        try {
            Files.writeString(script.start().resolve("locks-0"), EtcdStart.lines(APP, admission, Addresses.DNS));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void data(String incarnation) throws IOException {
        Files.createDirectories(current.resolve("data/member"));
        Files.writeString(current.resolve("incarnation"), incarnation + "\n");
    }
}
