package dev.quorate.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What changes mean for pods that are members of one cluster, with each engine that has such. */
abstract class MembersContract extends ChangesContract {

    @ParameterizedTest
    @MethodSource("engines")
    void membersServeWhileTheirVolumesGrow(MemberEngine engine) {
        AppLife app = three(engine, "roomy");
        assumeTrue(app.mayGrow(), "the default StorageClass does not let volumes grow");
        List<String> members = app.memberIds();
        List<String> pods = app.uids();
        app.commit("More room and a quorum of five", engine.spec(5).replace("size: 1Gi", "size: 2Gi"));
        app.awaitReady();
        assertEquals(List.of("2Gi", "2Gi", "2Gi", "2Gi", "2Gi"), app.room());
        assertEquals(pods, app.uids().subList(0, 3));
        assertTrue(app.memberIds().containsAll(members));
        app.commit("Less room", engine.spec(5));
        app.awaitSaid("no volume can be made smaller");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void stoppedAndStartedTheMembersAreTheSame(MemberEngine engine) {
        AppLife app = three(engine, "stopped");
        List<String> members = app.memberIds();
        engine.write(app, "before", "the night");
        app.commit("Stop", engine.spec(3, "stopped: true"));
        app.awaitSaid("stopped as Git says");
        assertEquals(List.of(), app.pods());
        app.commit("Start", engine.spec(3));
        app.awaitReady();
        assertEquals(members, app.memberIds());
        assertEquals("the night", engine.read(app, "before"));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void membersGoUpAlongThePathAndNeverBack(MemberEngine engine) {
        AppLife app = three(engine, "version");
        List<String> members = app.memberIds();
        engine.versions().jump().ifPresent(jump -> {
            app.commit("Too early", engine.spec(jump.version(), 3));
            app.awaitSaid(jump.refusal());
        });
        for (String version : engine.versions().way()) {
            app.commit("On to " + version, engine.spec(version, 3));
            app.awaitReady();
        }
        assertEquals(members, app.memberIds());
        List<String> pods = app.uids();
        app.commit("Back again", engine.spec(engine.versions().before(), 3));
        app.awaitSaid("VersionPath");
        assertEquals(pods, app.uids());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void settingsRestartEachMemberAndASizeChangesWithThem(MemberEngine engine) {
        AppLife app = three(engine, "settings");
        List<String> before = app.uids();
        String commit = app.commit("Both", engine.spec(5, engine.setting()));
        app.awaitReady();
        assertEquals(5, app.memberIds().size());
        assertTrue(app.uids().stream().noneMatch(before::contains));
        assertEquals(
                "commit " + commit,
                app.set()
                        .at("/metadata/annotations/kubernetes.io~1change-cause")
                        .asText());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void anUpdateGoesAsFarAsItsPolicySays(MemberEngine engine) {
        AppLife app = three(engine, "policy");
        List<String> pods = app.uids();
        String partition = "updateStrategy: {rollingUpdate: {partition: 2}}";
        app.commit("Try it on one", engine.spec(3, engine.setting(), partition));
        app.awaitSaid("updateStrategy.rollingUpdate.partition is 2");
        assertEquals(pods.subList(0, 2), app.uids().subList(0, 2));
        assertNotEquals(pods.get(2), app.uids().get(2));

        app.commit("The others when we like", engine.spec(3, engine.setting(), "updateStrategy: {type: OnDelete}"));
        app.awaitSaid("updateStrategy.type is OnDelete");
        assertEquals(pods.subList(0, 2), app.uids().subList(0, 2));

        app.commit("Now all", engine.spec(3, engine.setting()));
        app.awaitReady();
        assertTrue(app.uids().stream().noneMatch(pods::contains));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aPausedUpdateRestsAfterItsFirstMember(MemberEngine engine) {
        AppLife app = three(engine, "paused");
        List<String> members = app.memberIds();
        List<String> pods = app.uids();
        app.commit("Try it", engine.spec(3, engine.setting(), "paused: true"));
        app.awaitSaid("until a commit takes spec.paused away");
        assertEquals(2, app.uids().stream().filter(pods::contains).count());
        app.commit("Back", engine.spec(3));
        app.awaitReady();
        assertEquals(2, app.uids().stream().filter(pods::contains).count());
        assertEquals(members, app.memberIds());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aBadUpdateStopsAtItsFirstMemberAndARevertHeals(MemberEngine engine) {
        AppLife app = three(engine, "broken");
        List<String> members = app.memberIds();
        List<String> pods = app.uids();
        app.commit("Update to nothing", engine.spec(3, engine.noImage(), "progressDeadlineSeconds: 10"));
        app.awaitSaid("its image cannot be pulled");
        app.await("it is Stalled", () -> app.holds("Stalled"));
        app.commit("Revert", engine.spec(3));
        app.awaitReady();
        assertEquals(2, app.uids().stream().filter(pods::contains).count());
        assertEquals(members, app.memberIds());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void neitherALabelNorASuspendedChangeRestartsAMember(MemberEngine engine) {
        AppLife app = three(engine, "quiet");
        List<String> pods = app.uids();
        app.edit("Name the team", "metadata: {", "metadata: {labels: {team: shop}, ");
        app.awaitReady();
        assertEquals("shop", app.set().at("/metadata/labels/team").asText());
        app.patchSetAs("some-tool", "{\"metadata\": {\"labels\": {\"team\": \"theirs\"}}}");
        app.awaitSaid("metadata.labels.team, by some-tool at ");
        app.await(
                "it is put back",
                () -> app.set().at("/metadata/labels/team").asText().equals("shop"));

        app.commit("Leave it", engine.spec(5, engine.setting(), "suspend: true"));
        app.await("it is in force", () -> app.mirror().at("/spec/suspend").asBoolean());
        app.awaitSaid("suspend");
        assertEquals(pods, app.uids());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void withoutItsFileAClusterGoesIfItAskedTo(MemberEngine engine) {
        AppLife first = engine.members(world().app("first-" + engine.name()));
        AppLife second = engine.members(world().app("second-" + engine.name()));
        second.commit(
                "Add the second",
                engine.spec(engine.fewest(), "deletion: Delete", "dependsOn: [{name: " + first.name() + "}]"));
        second.awaitSaid("waits for");
        assertTrue(second.set().isMissingNode());
        first.commit("Add the first", engine.spec(engine.fewest()));
        second.awaitReady();
        assertTrue(first.ready());
        first.remove("Remove one");
        second.remove("Remove the other");
        second.await(
                "it is gone",
                () -> second.set().isMissingNode() && second.pods().isEmpty());
        assertFalse(second.claims().isEmpty(), "its volumes stay");
        first.awaitSaid("No file mentions this app any more");
        assertEquals(engine.fewest(), first.pods().size());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void replicasLoweredByHandComeBack(MemberEngine engine) {
        AppLife app = three(engine, "by-hand");
        List<String> members = app.memberIds();
        app.scaleAs("kubectl", 1);
        app.await("they come back", () -> app.set().at("/spec/replicas").asInt() == 3);
        app.awaitReady();
        app.awaitSaid("replicas 1 instead of 3, by kubectl at ");
        assertEquals(members, app.memberIds());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aStatefulSetDeletedByHandComesBackWithItsMembers(MemberEngine engine) {
        AppLife app = three(engine, "set-deleted");
        List<String> members = app.memberIds();
        app.deleteSet();
        app.awaitSaid("StatefulSet " + world().namespace() + "/" + app.name() + ": deleted at ");
        app.awaitReady();
        assertEquals(members, app.memberIds());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aLostVolumeIsReplacedByANewMember(MemberEngine engine) {
        AppLife app = three(engine, "lost");
        Supplier<List<String>> identities = engine.knownByVolume() ? app::memberIds : app::uids;
        List<String> before = identities.get();
        app.loseVolume(1);
        app.await(
                "another is in its place",
                () -> app.ready()
                        && app.has(3)
                        && app.memberIds().size() == 3
                        && !identities.get().equals(before));
        assertEquals(2, identities.get().stream().filter(before::contains).count());
    }
}
