package dev.quorate.engine.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.engine.Roster;
import dev.quorate.engine.etcd.EtcdAnswer.Listed;
import dev.quorate.engine.etcd.EtcdAnswer.Status;
import dev.quorate.schema.AppName;
import dev.quorate.state.Member;
import dev.quorate.state.Member.Health;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import dev.quorate.state.MembershipView.Completeness.Gap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How answers become a view; pod locks-N has member N+1, and member 1 leads. */
class EtcdViewTest {

    private static final AppName APP = new AppName("shop", "locks");
    private static final String CLUSTER = "100";

    private final List<EtcdAnswer> answers = new ArrayList<>();

    @Test
    void equalListsOfAllVotersMakeACompleteView() {
        answers.addAll(List.of(answer(0, voters(3)), answer(1, voters(3)), answer(2, voters(3))));
        MembershipView view = view();
        assertEquals(Gap.NONE, view.completeness().gap());
        assertEquals(Optional.of(CLUSTER), view.clusterId());
        assertEquals(Optional.of("locks-0"), view.leader().flatMap(Member::pod));
        assertEquals(MemberRole.FOLLOWER, member(view, 1).role());
        assertEquals(3, view.healthyVoters());
    }

    @Test
    void aVoterThatDoesNotAnswerIsNamedWithItsReason() {
        answers.addAll(List.of(answer(0, voters(3)), answer(1, voters(3)), silent(2, "connection refused")));
        MembershipView view = view();
        assertEquals(Gap.SILENCE, view.completeness().gap());
        assertEquals(
                "locks-2 does not answer: connection refused",
                view.completeness().why());
        assertEquals(Health.SILENT, member(view, 2).health());
        assertEquals(MemberRole.UNKNOWN, member(view, 2).role());
        assertEquals(Optional.of(CLUSTER), view.clusterId());
    }

    @Test
    void aVoterWithoutAPodIsSilent() {
        answers.addAll(List.of(answer(0, voters(3)), answer(1, voters(3))));
        MembershipView view = view();
        assertEquals("locks-2 has no pod", view.completeness().why());
    }

    @Test
    void aMajorityThatIsSilentLeavesTheClusterUnconfirmed() {
        answers.addAll(List.of(leaderless(0, voters(3)), silent(1, "timeout"), silent(2, "timeout")));
        MembershipView view = view();
        assertEquals(Gap.SILENCE, view.completeness().gap());
        assertEquals(Optional.empty(), view.clusterId());
        assertEquals(0, view.healthyVoters());
        assertEquals(Optional.empty(), view.leader());
        assertEquals("it knows no leader", member(view, 0).detail());
    }

    @Test
    void membersThatNameOthersContradict() {
        answers.addAll(List.of(answer(0, voters(3)), answer(1, voters(3)), answer(2, voters(4))));
        MembershipView view = view();
        assertEquals(Gap.DISAGREEMENT, view.completeness().gap());
        assertTrue(view.completeness().why().startsWith("locks-2 and the other members"), view.completeness()::why);
        assertEquals(3, view.members().size());
    }

    @Test
    void anAnnouncedLearnerHidesNothingBeforeItStarts() {
        List<Listed> list = new ArrayList<>(voters(3));
        list.add(new Listed("4", "", url(3), true));
        answers.addAll(List.of(answer(0, list), answer(1, list), answer(2, list)));
        MembershipView view = view();
        assertEquals(Gap.NONE, view.completeness().gap());
        Member learner = member(view, 3);
        assertEquals(Optional.of("locks-3"), learner.pod());
        assertFalse(learner.voting());
        assertFalse(learner.started());
        assertEquals(Health.SILENT, learner.health());
        assertEquals(MemberRole.LEARNER, learner.role());
    }

    @Test
    void aLearnerIsJudgedByItsStatusAlone() {
        List<Listed> list = new ArrayList<>(voters(1));
        list.add(new Listed("2", "locks-1", url(1), true));
        answers.add(answer(0, list, 20_000));
        answers.add(new EtcdAnswer(
                pod(1), Optional.of(status(1, 20_000 - EtcdView.CLOSE - 1)), Optional.empty(), "rpc not supported"));
        Member learner = member(view(), 1);
        assertEquals(Health.HEALTHY, learner.health());
        assertFalse(learner.caughtUp());
        assertEquals("a learner, 5001 entries behind", learner.detail());
    }

    @Test
    void aVoterFarBehindIsNotWell() {
        answers.addAll(List.of(answer(0, voters(3), 20_000), answer(1, voters(3), 15_000), answer(2, voters(3), 100)));
        MembershipView view = view();
        assertEquals(Health.HEALTHY, member(view, 1).health());
        assertTrue(member(view, 1).caughtUp());
        assertEquals(Health.UNHEALTHY, member(view, 2).health());
        assertEquals("it is 19900 entries behind", member(view, 2).detail());
    }

    @Test
    void anAlarmIsToldOnceAndMarksTheMemberThatRaisedIt() {
        List<String> errors = List.of("memberID:2 alarm:NOSPACE", "memberID:0 alarm:CORRUPT");
        for (int ordinal = 0; ordinal < 3; ordinal++) {
            answers.add(new EtcdAnswer(
                    pod(ordinal),
                    Optional.of(new Status(CLUSTER, id(ordinal), "3.5.16", Optional.of("1"), 10, 10, errors)),
                    Optional.of(voters(3)),
                    ""));
        }
        MembershipView view = view();
        assertEquals(2, view.alarms().size());
        assertTrue(view.alarms().get(0).startsWith("locks-1 has used up its quota (NOSPACE)"), view.alarms()::toString);
        assertEquals(
                "the cluster holds data that differs from that of the others (CORRUPT)",
                view.alarms().get(1));
        assertEquals(Health.UNHEALTHY, member(view, 1).health());
        assertEquals(2, view.healthyVoters());
    }

    @Test
    void twoClustersAreAnAlarmAndTheLargerIsShown() {
        answers.addAll(List.of(answer(0, voters(3)), answer(1, voters(3))));
        answers.add(new EtcdAnswer(
                pod(2),
                Optional.of(new Status("200", "77", "3.5.16", Optional.of("77"), 5, 5, List.of())),
                Optional.of(List.of(new Listed("77", "locks-2", url(2), false))),
                ""));
        MembershipView view = view();
        assertEquals(Gap.DISAGREEMENT, view.completeness().gap());
        assertEquals(List.of("the pods answer as 2 clusters: 100 (locks-0, locks-1) and 200 (locks-2)"), view.alarms());
        assertEquals(3, view.members().size());
        assertEquals("answers as member 77 of cluster 200", member(view, 2).detail());
    }

    @Test
    void aPodThatAnswersAsSomebodyElseIsNotTheMember() {
        answers.addAll(List.of(answer(0, voters(3)), answer(1, voters(3))));
        answers.add(new EtcdAnswer(pod(2), Optional.of(status(8, 10)), Optional.empty(), "refused"));
        assertEquals(Health.SILENT, member(view(), 2).health());
    }

    @Test
    void aListThatMayBeOldCountsForNothing() {
        answers.add(answer(0, voters(3)));
        answers.add(new EtcdAnswer(pod(1), Optional.of(status(1, 10)), Optional.of(voters(3)), "timed out"));
        answers.add(new EtcdAnswer(pod(2), Optional.of(status(2, 10)), Optional.of(voters(3)), "timed out"));
        MembershipView view = view();
        assertEquals(Optional.empty(), view.clusterId());
        assertEquals("no majority names the members", view.completeness().why());
        assertEquals(
                "it cannot ask its leader for the members: timed out",
                member(view, 1).detail());
    }

    @Test
    void whoIsNamedLeaderByOthersButNotByItselfDoesNotLead() {
        answers.add(leaderless(0, voters(3)));
        answers.addAll(List.of(answer(1, voters(3)), answer(2, voters(3))));
        assertEquals(Optional.empty(), view().leader());
    }

    @Test
    void aMemberThatNoPodCouldBeIsShownWithoutPod() {
        List<Listed> list = new ArrayList<>(voters(1));
        list.add(new Listed("9", "stranger", "http://10.0.0.9:2380", false));
        answers.add(answer(0, list));
        MembershipView view = view();
        assertEquals(Optional.empty(), view.byId("9").orElseThrow().pod());
    }

    @Test
    void nobodyThatAnswersIsAViewWithReasons() {
        answers.addAll(List.of(silent(0, "its pod does not run"), silent(1, "connection refused")));
        assertEquals(
                "locks-0 does not answer: its pod does not run; locks-1 does not answer: connection refused",
                view().completeness().why());
        answers.clear();
        assertEquals("there are no pods", view().completeness().why());
    }

    private MembershipView view() {
        Roster roster = new Roster(
                APP, EtcdEngine.NAME, answers.stream().map(EtcdAnswer::pod).toList());
        return EtcdView.of(roster, Addresses.DNS, answers);
    }

    private static Member member(MembershipView view, int ordinal) {
        return view.byId(id(ordinal)).orElseThrow();
    }

    private static EtcdAnswer answer(int ordinal, List<Listed> list) {
        return answer(ordinal, list, 10);
    }

    private static EtcdAnswer answer(int ordinal, List<Listed> list, long index) {
        return new EtcdAnswer(pod(ordinal), Optional.of(status(ordinal, index)), Optional.of(list), "");
    }

    private static EtcdAnswer leaderless(int ordinal, List<Listed> list) {
        Status status =
                new Status(CLUSTER, id(ordinal), "3.5.16", Optional.empty(), 10, 10, List.of("etcdserver: no leader"));
        return new EtcdAnswer(pod(ordinal), Optional.of(status), Optional.of(list), "");
    }

    private static EtcdAnswer silent(int ordinal, String trouble) {
        return EtcdAnswer.silence(pod(ordinal), trouble);
    }

    private static Status status(int ordinal, long index) {
        return new Status(CLUSTER, id(ordinal), "3.5.16", Optional.of("1"), index, index, List.of());
    }

    private static List<Listed> voters(int count) {
        List<Listed> voters = new ArrayList<>();
        for (int ordinal = 0; ordinal < count; ordinal++) {
            voters.add(new Listed(id(ordinal), "locks-" + ordinal, url(ordinal), false));
        }
        return voters;
    }

    private static String id(int ordinal) {
        return Integer.toString(ordinal + 1);
    }

    private static String url(int ordinal) {
        return "http://locks-" + ordinal + ".locks-headless.shop.svc:2380";
    }

    private static Roster.Pod pod(int ordinal) {
        return new Roster.Pod("locks-" + ordinal, "locks", ordinal, true, Optional.of("10.0.0." + ordinal));
    }
}
