package dev.quorate.engine.zookeeper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.engine.Roster;
import dev.quorate.schema.AppName;
import dev.quorate.state.Member;
import dev.quorate.state.Member.Health;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import dev.quorate.state.MembershipView.Completeness.Gap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One view of what the pods said, however they contradict each other. */
class ZooKeeperViewTest {

    private static final AppName APP = new AppName("shop", "registry");
    private static final String THREE = list("participant", "participant", "participant");
    private static final String NOT_SERVING = "This ZooKeeper instance is not currently serving requests\n";

    private final List<ZooKeeperAnswer> answers = new ArrayList<>();

    @Test
    void allServeAndAgree() {
        says(0, "follower", 1, THREE, 5);
        says(1, "leader", 2, THREE, 5);
        says(2, "follower", 3, THREE, 5);
        MembershipView view = view();
        assertTrue(view.completeness().complete());
        assertEquals(3, view.healthyVoters());
        assertEquals("2", view.leader().orElseThrow().id());
        assertEquals(Optional.of("3.9.5"), view.members().get(0).version());
    }

    @Test
    void aSilentVoterLeavesAGapAndIsNoLeader() {
        says(0, "follower", 1, THREE, 5);
        says(1, "leader", 2, THREE, 5);
        answers.add(ZooKeeperAnswer.silence(pod(2), "connection refused"));
        MembershipView view = view();
        assertEquals(Gap.SILENCE, view.completeness().gap());
        assertEquals(
                "registry-2 does not answer: connection refused",
                view.completeness().why());
        assertEquals(Health.SILENT, member(view, 2).health());
        assertTrue(view.clusterId().isPresent(), "a majority confirms the list");
    }

    @Test
    void whoWaitsForALeaderLivesAndIsNotWell() {
        says(0, "follower", 1, THREE, 5);
        says(1, "leader", 2, THREE, 5);
        answers.add(ZooKeeperAnswer.of(pod(2), NOT_SERVING, NOT_SERVING));
        Member waiting = member(view(), 2);
        assertEquals(Health.UNHEALTHY, waiting.health());
        assertEquals("it serves nobody: it waits for a leader", waiting.detail());
    }

    @Test
    void withoutAMajorityNothingIsKnown() {
        answers.add(ZooKeeperAnswer.of(pod(0), NOT_SERVING, NOT_SERVING));
        answers.add(ZooKeeperAnswer.silence(pod(1), "its pod does not run"));
        MembershipView view = view();
        assertEquals(List.of(), view.members());
        assertEquals(
                "registry-0: it serves nobody: it waits for a leader; registry-1: its pod does not run",
                view.completeness().why());
    }

    @Test
    void aNewerListThatNoMajorityHasIsAContradiction() {
        says(0, "follower", 1, list("participant", "participant"), 4);
        says(1, "leader", 2, THREE, 5);
        answers.add(ZooKeeperAnswer.silence(pod(2), "connection refused"));
        MembershipView view = view();
        assertEquals(Gap.DISAGREEMENT, view.completeness().gap());
        assertEquals(3, view.voters(), "the newest list counts");
        assertEquals(Health.HEALTHY, member(view, 0).health(), "the newer list may never come into force");
    }

    @Test
    void anotherListOfTheSameVersionIsAContradiction() {
        says(0, "follower", 1, list("participant", "participant"), 5);
        says(1, "leader", 2, THREE, 5);
        says(2, "follower", 3, THREE, 5);
        assertEquals(Gap.DISAGREEMENT, view().completeness().gap());
    }

    @Test
    void whoMissedAChangeThatAMajorityHasIsNotWellAndContradictsNobody() {
        says(0, "follower", 1, list("participant", "participant"), 4);
        says(1, "leader", 2, THREE, 5);
        says(2, "follower", 3, THREE, 5);
        MembershipView view = view();
        assertTrue(view.completeness().complete());
        assertEquals(2, view.healthyVoters());
        assertEquals(Health.UNHEALTHY, member(view, 0).health());
        assertEquals(
                "goes by an older list of members until that changes again or its pod restarts",
                member(view, 0).detail());
    }

    @Test
    void anObserverLearnsAndOneThatHasLeftIsNobody() {
        says(0, "leader", 1, list("participant", "observer"), 5);
        says(1, "observer", 2, list("participant", "observer"), 5);
        says(2, "follower", 3, list("participant", "observer"), 5);
        MembershipView view = view();
        assertTrue(view.completeness().complete());
        assertEquals(2, view.members().size());
        assertEquals(MemberRole.LEARNER, member(view, 1).role());
        assertFalse(member(view, 1).voting());
        assertTrue(member(view, 1).started());
    }

    @Test
    void observersAreAViewOfTheirOwnThatTheVotersDoNotWaitFor() {
        String observer = "server.9=%s:2888:3888:observer;0.0.0.0:2181\n"
                .formatted(Addresses.DNS.host("shop", "registry-observers", "registry-observers-0"));
        says(0, "leader", 1, THREE + observer, 5);
        says(1, "follower", 2, THREE + observer, 5);
        says(2, "follower", 3, THREE + observer, 5);
        assertTrue(view().completeness().complete());
        assertEquals(3, view().members().size());

        MembershipView silent = observers();
        assertEquals(Gap.SILENCE, silent.completeness().gap());
        assertEquals(0, silent.voters());
        assertTrue(silent.clusterId().isPresent(), "the voters confirm the list");

        answers.subList(1, 3).clear();
        assertTrue(observers().clusterId().isEmpty(), "one of three confirms nothing");
        assertFalse(observers().completeness().complete());
    }

    private MembershipView observers() {
        List<Roster.Pod> voters = answers.stream().map(ZooKeeperAnswer::pod).toList();
        Roster roster = new Roster(APP, ZooKeeperEngine.OBSERVERS, List.of("registry-observers"), List.of(), voters);
        MembershipView view = ZooKeeperView.of(roster, Addresses.DNS, answers);
        assertEquals(
                List.of(MemberRole.OBSERVER),
                view.members().stream().map(Member::role).toList());
        assertEquals(Optional.of("registry-observers-0"), view.members().get(0).pod());
        return view;
    }

    @Test
    void aPodThatAnswersAsAnotherServerIsNotTheMember() {
        says(0, "leader", 1, THREE, 5);
        says(1, "follower", 2, THREE, 5);
        says(2, "follower", 77, THREE, 5);
        MembershipView view = view();
        assertEquals(Health.SILENT, member(view, 2).health());
        assertEquals("answers as server 77", member(view, 2).detail());
    }

    private void says(int ordinal, String mode, int id, String list, long version) {
        answers.add(ZooKeeperAnswer.of(
                pod(ordinal),
                "Zookeeper version: 3.9.5-293c, built on 2026-02-11 20:18 UTC\nZxid: 0x100000009\nMode: " + mode + "\n",
                "serverId=" + id + "\nmembership: \n" + list + "version=" + Long.toHexString(version)));
    }

    private static String list(String... duties) {
        StringBuilder lines = new StringBuilder();
        IntStream.range(0, duties.length)
                .forEach(ordinal -> lines.append("server.%d=%s:2888:3888:%s;0.0.0.0:2181\n"
                        .formatted(
                                ordinal + 1,
                                Addresses.DNS.host("shop", "registry", "registry-" + ordinal),
                                duties[ordinal])));
        return lines.toString();
    }

    private static Roster.Pod pod(int ordinal) {
        return new Roster.Pod("registry-" + ordinal, "registry", ordinal, true, Optional.of("10.0.0." + ordinal));
    }

    private static Member member(MembershipView view, int ordinal) {
        return view.byPod("registry-" + ordinal).orElseThrow();
    }

    private MembershipView view() {
        Roster roster = new Roster(
                APP,
                ZooKeeperEngine.VOTERS,
                answers.stream().map(ZooKeeperAnswer::pod).toList());
        return ZooKeeperView.of(roster, Addresses.DNS, answers);
    }
}
