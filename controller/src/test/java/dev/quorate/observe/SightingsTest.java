package dev.quorate.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.engine.ComponentTraits;
import dev.quorate.engine.etcd.EtcdEngine;
import dev.quorate.engine.redis.RedisEngine;
import dev.quorate.schema.AppName;
import dev.quorate.state.Member;
import dev.quorate.state.Member.Health;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import dev.quorate.state.MembershipView.Completeness;
import dev.quorate.state.ObservedPod;
import dev.quorate.state.ObservedPod.Turned;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SightingsTest {

    private static final AppName APP = new AppName("shop", "locks");
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private static final ComponentTraits ETCD = new EtcdEngine().traits().component("etcd");
    private static final ComponentTraits REDIS = new RedisEngine().traits().component("redis");

    private final Sightings sightings = new Sightings(Duration.ofSeconds(10));

    @Test
    void oneSilentLookProvesNothing() {
        MembershipView view = look(0, partial(Health.HEALTHY, Health.HEALTHY, Health.SILENT));
        assertFalse(view.completeness().complete());
        assertEquals(Health.SILENT, view.members().get(2).health());
    }

    @Test
    void twoEqualLooksApartInTimeMakeASilentMemberDeadAndTheViewComplete() {
        look(0, partial(Health.HEALTHY, Health.HEALTHY, Health.SILENT));
        assertFalse(look(9, partial(Health.HEALTHY, Health.HEALTHY, Health.SILENT))
                .completeness()
                .complete());
        MembershipView view = look(10, partial(Health.HEALTHY, Health.HEALTHY, Health.SILENT));
        assertTrue(view.completeness().complete());
        assertEquals(Health.DEAD, view.members().get(2).health());
    }

    /** Of observers, whose list the voters of another component confirm, or do not. */
    @Test
    void membersWithoutVotesAreDeadOnceTheirListIsConfirmed() {
        Member observer = new Member(
                "9",
                Optional.of("registry-observers-0"),
                MemberRole.OBSERVER,
                false,
                false,
                Health.SILENT,
                false,
                Optional.empty(),
                "");
        MembershipView confirmed = new MembershipView(
                Completeness.partial("silent"), Optional.of("c"), List.of(observer), List.of(), List.of());
        look(0, confirmed);
        assertTrue(look(10, confirmed).completeness().complete());
        assertEquals(Health.DEAD, look(10, confirmed).members().get(0).health());
        MembershipView doubtful = new MembershipView(
                Completeness.partial("silent"), Optional.empty(), List.of(observer), List.of(), List.of());
        look(20, doubtful);
        assertFalse(look(40, doubtful).completeness().complete());
        MembershipView nobody = MembershipView.silent("nobody answers");
        look(50, nobody);
        assertFalse(look(90, nobody).completeness().complete());
    }

    @Test
    void aMemberThatAnswersInBetweenStartsAnew() {
        look(0, partial(Health.HEALTHY, Health.HEALTHY, Health.SILENT));
        look(5, complete(Health.HEALTHY, Health.HEALTHY, Health.HEALTHY));
        assertFalse(look(12, partial(Health.HEALTHY, Health.HEALTHY, Health.SILENT))
                .completeness()
                .complete());
    }

    @Test
    void anotherSilentMemberStartsAnew() {
        look(0, partial(Health.HEALTHY, Health.HEALTHY, Health.SILENT));
        assertFalse(look(12, partial(Health.HEALTHY, Health.SILENT, Health.HEALTHY))
                .completeness()
                .complete());
    }

    @Test
    void aPodMadeAnewIsNotTheOneThatWasSilent() {
        MembershipView view = partial(Health.HEALTHY, Health.HEALTHY, Health.SILENT);
        sightings.judge(APP, ETCD, view, List.of(pod("locks-2", "old")), START);
        MembershipView later = sightings.judge(APP, ETCD, view, List.of(pod("locks-2", "new")), START.plusSeconds(20));
        assertFalse(later.completeness().complete());
    }

    @Test
    void deadMembersCannotMakeAMajority() {
        look(0, partial(Health.HEALTHY, Health.SILENT, Health.SILENT));
        MembershipView view = look(20, partial(Health.HEALTHY, Health.SILENT, Health.SILENT));
        assertFalse(view.completeness().complete());
        assertEquals(Health.DEAD, view.members().get(1).health());
    }

    @Test
    void oneOfManyCopiesIsEnoughWhereOthersConfirmIt() {
        MembershipView view = partial(Health.HEALTHY, Health.SILENT, Health.SILENT);
        assertFalse(copies(0, view).completeness().complete());
        assertTrue(copies(20, view).completeness().complete());
    }

    @Test
    void copiesThatNobodyConfirmsProveNothing() {
        MembershipView confirmed = partial(Health.HEALTHY, Health.HEALTHY, Health.SILENT);
        MembershipView view = new MembershipView(
                confirmed.completeness(), Optional.empty(), confirmed.members(), List.of(), List.of());
        copies(0, view);
        assertFalse(copies(20, view).completeness().complete());
    }

    @Test
    void membersThatContradictEachOtherStayPartialForEver() {
        MembershipView split = new MembershipView(
                Completeness.disagreement("two lists"),
                Optional.of("c1"),
                members(Health.HEALTHY, Health.HEALTHY, Health.SILENT),
                List.of(),
                List.of());
        look(0, split);
        MembershipView view = look(60, split);
        assertFalse(view.completeness().complete());
        assertEquals(Health.SILENT, view.members().get(2).health());
    }

    @Test
    void nobodyAtAllIsNeverComplete() {
        look(0, MembershipView.silent("no pod runs"));
        assertFalse(
                look(60, MembershipView.silent("no pod runs")).completeness().complete());
    }

    private MembershipView look(int seconds, MembershipView view) {
        return sightings.judge(APP, ETCD, view, List.of(), START.plusSeconds(seconds));
    }

    private MembershipView copies(int seconds, MembershipView view) {
        return sightings.judge(APP, REDIS, view, List.of(), START.plusSeconds(seconds));
    }

    private static MembershipView partial(Health... healths) {
        return new MembershipView(
                Completeness.partial("one is silent"), Optional.of("c1"), members(healths), List.of(), List.of());
    }

    private static MembershipView complete(Health... healths) {
        return new MembershipView(Completeness.COMPLETE, Optional.of("c1"), members(healths), List.of(), List.of());
    }

    private static List<Member> members(Health... healths) {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < healths.length; i++) {
            MemberRole role = i == 0 ? MemberRole.LEADER : MemberRole.FOLLOWER;
            members.add(new Member(
                    "id" + i, Optional.of("locks-" + i), role, true, true, healths[i], true, Optional.empty(), ""));
        }
        return members;
    }

    private static ObservedPod pod(String name, String uid) {
        return new ObservedPod(
                name,
                2,
                uid,
                "1",
                Instant.EPOCH,
                Instant.EPOCH,
                true,
                true,
                false,
                "r1",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Turned.NOT_AWAY);
    }
}
