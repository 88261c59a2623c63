package dev.quorate.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.Engines;
import dev.quorate.engine.ComponentTraits.AfterJoin;
import dev.quorate.engine.ComponentTraits.Join;
import dev.quorate.engine.ComponentTraits.Leave;
import dev.quorate.engine.ComponentTraits.LeaverDuty;
import dev.quorate.engine.ComponentTraits.PeerList;
import dev.quorate.engine.ComponentTraits.Quorum;
import dev.quorate.engine.ComponentTraits.RoleSource;
import dev.quorate.engine.ComponentTraits.SetsPerComponent;
import dev.quorate.engine.ComponentTraits.Transport;
import dev.quorate.engine.ComponentTraits.Unit;
import dev.quorate.engine.ComponentTraits.UpdateOrder;
import dev.quorate.engine.ComponentTraits.VolumeReuse;
import dev.quorate.engine.EngineSheets.Sheet;
import dev.quorate.state.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A sheet that contradicts itself would lose data later; and an engine that is built is as its sheet says. */
class EngineSheetTest {

    @Test
    void whoMustMoveDataIsRemovedByACall() {
        always(traits -> traits.leaverDuty() == LeaverDuty.MOVE_DATA, traits -> traits.leave() != Leave.NONE);
    }

    @Test
    void onlyMembersAreRemoved() {
        always(traits -> traits.leave() != Leave.NONE, ComponentTraits::hasMembers);
    }

    @Test
    void whoIsAnnouncedBeforeItExistsCanBeTakenBackByOthers() {
        always(traits -> traits.join() == Join.BEFORE_POD, traits -> traits.leave() == Leave.SURVIVOR);
    }

    @Test
    void majoritiesRestAtOddSizes() {
        always(
                traits -> traits.quorum() == Quorum.MAJORITY,
                traits -> Stream.of(2, 4, 6, 8).noneMatch(traits.sizes()::allows)
                        && traits.sizes().allows(3));
    }

    @Test
    void onlyVotersArePromoted() {
        always(traits -> traits.afterJoin().contains(AfterJoin.PROMOTE), traits -> traits.quorum() == Quorum.MAJORITY);
    }

    @Test
    void aVoterThatWasRemovedNeverComesBackOnItsOldData() {
        always(
                traits -> traits.quorum() == Quorum.MAJORITY && traits.leave() == Leave.SURVIVOR,
                traits -> traits.volumeReuse() == VolumeReuse.SET_ASIDE);
    }

    @Test
    void whoseDataIsMovedAwayNeedsAVolumeAndWhoHasNoneVotesForNothing() {
        always(
                traits -> traits.volumeReuse() == VolumeReuse.NO_VOLUME,
                traits -> traits.leaverDuty() != LeaverDuty.MOVE_DATA && traits.quorum() == Quorum.NONE);
    }

    @Test
    void whoMovesLeadershipKnowsWhoLeads() {
        always(
                traits -> traits.updateOrder() == UpdateOrder.LEADER_LAST
                        || traits.leaverDuty() == LeaverDuty.HAND_OVER_LEADERSHIP,
                traits -> traits.roleSource() != RoleSource.NONE);
    }

    @Test
    void shardsAndGroupsAreSetsOfTheirOwnAndUpdatedOneByOne() {
        always(traits -> traits.unit() != Unit.POD, traits -> traits.sets() == SetsPerComponent.ONE_PER_UNIT);
        always(traits -> traits.sets() == SetsPerComponent.ONE_PER_UNIT, traits -> traits.unit() != Unit.POD);
        always(traits -> traits.updateOrder() == UpdateOrder.SHARD_BY_SHARD, traits -> traits.unit() != Unit.POD);
    }

    @Test
    void membersAreReachedAndNobodyElseIs() {
        always(ComponentTraits::hasMembers, traits -> traits.transport() != Transport.NONE);
        always(traits -> !traits.hasMembers(), traits -> traits.transport() == Transport.NONE);
    }

    @Test
    void aFoundedSizeHasNoWayToLeave() {
        always(traits -> traits.join() == Join.AT_FOUNDING, traits -> traits.leave() == Leave.NONE);
    }

    @Test
    void everyDistinctionIsNeededBySomeEngine() {
        assertEquals(Set.of(Join.values()), seen(ComponentTraits::join));
        assertEquals(Set.of(Unit.values()), seen(ComponentTraits::unit));
        assertEquals(Set.of(LeaverDuty.values()), seen(ComponentTraits::leaverDuty));
        assertEquals(Set.of(VolumeReuse.values()), seen(ComponentTraits::volumeReuse));
        assertEquals(Set.of(PeerList.values()), seen(ComponentTraits::peerList));
        assertEquals(Set.of(UpdateOrder.values()), seen(ComponentTraits::updateOrder));
        assertEquals(Set.of(Quorum.values()), seen(ComponentTraits::quorum));
        assertEquals(Set.of(RoleSource.values()), seen(ComponentTraits::roleSource));
        assertEquals(Set.of(Transport.values()), seen(ComponentTraits::transport));
        assertEquals(
                Set.of(AfterJoin.values()),
                EngineSheets.components()
                        .flatMap(traits -> traits.afterJoin().stream())
                        .collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("sheets")
    void ownedKindsFollowFromVolumesAndPeerLists(Sheet sheet) {
        boolean volumes = sheet.components().stream().anyMatch(traits -> traits.volumeReuse() != VolumeReuse.NO_VOLUME);
        assertEquals(volumes, sheet.ownedKinds().contains(Kind.PERSISTENT_VOLUME_CLAIM));
        boolean told = sheet.components().stream()
                .anyMatch(traits -> Set.of(PeerList.FIRST_START, PeerList.RELOADED, PeerList.RESTART)
                        .contains(traits.peerList()));
        assertTrue(!told || sheet.ownedKinds().contains(Kind.CONFIG_MAP), "peer lists come in ConfigMaps");
    }

    @ParameterizedTest
    @MethodSource("sheets")
    void componentsHaveNamesOfTheirOwn(Sheet sheet) {
        assertFalse(sheet.components().isEmpty());
        assertEquals(
                sheet.components().size(),
                sheet.components().stream()
                        .map(ComponentTraits::name)
                        .distinct()
                        .count());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void anEngineThatIsBuiltIsAsItsSheetSays(Engine engine) {
        EngineTraits traits = engine.traits();
        Sheet sheet =
                Optional.ofNullable(EngineSheets.BY_ENGINE.get(traits.name())).orElseThrow();
        assertEquals(
                sheet.components().stream().map(EngineSheetTest::withoutReason).toList(),
                traits.components().stream().map(EngineSheetTest::withoutReason).toList());
        Set<Kind> common = Set.of(Kind.STATEFUL_SET, Kind.POD, Kind.SERVICE, Kind.POD_DISRUPTION_BUDGET);
        assertEquals(
                Stream.concat(common.stream(), sheet.ownedKinds().stream()).collect(Collectors.toSet()),
                engine.ownedKinds());
        boolean members = traits.components().stream().anyMatch(ComponentTraits::hasMembers);
        assertEquals(
                members,
                engine.membership((target, call) -> {
                            throw new Reach.NoReply("nobody is there", false);
                        })
                        .isPresent());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void peopleReadWhatAnEngineIsAndWhatIsProtected(Engine engine) {
        EngineTraits traits = engine.traits();
        assertFalse(traits.title().isBlank());
        assertFalse(traits.protects().isEmpty());
        assertTrue(Engines.catalog().find(traits.name()).isPresent());
        traits.components()
                .forEach(component -> assertFalse(component.sizes().why().isBlank()));
        assertTrue(
                traits.provedVersions().isEmpty()
                        || traits.provedVersions().stream()
                                .anyMatch(version -> version.startsWith(traits.defaultVersion())),
                "the default version is a proved one");
    }

    static List<Sheet> sheets() {
        return EngineSheets.ALL;
    }

    static List<Engine> engines() {
        return List.copyOf(Engines.catalog().all());
    }

    /** The reason for the legal sizes is wording. */
    private static ComponentTraits withoutReason(ComponentTraits traits) {
        LegalSizes sizes = traits.sizes();
        return new ComponentTraits(
                traits.name(),
                traits.unit(),
                traits.sets(),
                new LegalSizes(sizes.min(), sizes.max(), sizes.step(), ""),
                traits.join(),
                traits.afterJoin(),
                traits.leave(),
                traits.leaverDuty(),
                traits.volumeReuse(),
                traits.peerList(),
                traits.updateOrder(),
                traits.quorum(),
                traits.roleSource(),
                traits.transport());
    }

    private static void always(Predicate<ComponentTraits> when, Predicate<ComponentTraits> then) {
        List<ComponentTraits> concerned = EngineSheets.components().filter(when).toList();
        assertFalse(concerned.isEmpty(), "the rule concerns no engine");
        assertEquals(List.of(), concerned.stream().filter(then.negate()).toList());
    }

    private static <T> Set<T> seen(Function<ComponentTraits, T> trait) {
        return EngineSheets.components().map(trait).collect(Collectors.toSet());
    }
}
