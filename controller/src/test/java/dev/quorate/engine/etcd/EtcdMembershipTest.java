package dev.quorate.engine.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.quorate.engine.CallResult;
import dev.quorate.engine.CallResult.Blocked;
import dev.quorate.engine.CallResult.Done;
import dev.quorate.engine.CallResult.Failed;
import dev.quorate.engine.CallResult.InProgress;
import dev.quorate.engine.MemberAction;
import dev.quorate.engine.MemberAction.Leave;
import dev.quorate.engine.MemberAction.PrepareJoin;
import dev.quorate.engine.MemberAction.Switchover;
import dev.quorate.engine.Membership;
import dev.quorate.engine.Reach;
import dev.quorate.engine.Roster;
import dev.quorate.state.Admission.State;
import dev.quorate.state.Member;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that go wrong on their way, over simulated members. */
class EtcdMembershipTest {

    private final SimulatedEtcd etcd = new SimulatedEtcd(3);
    private final Membership sound = etcd.membership();

    @BeforeEach
    void found() {
        List<Integer> founders = List.of(0, 1, 2);
        founders.forEach(ordinal -> etcd.admit(ordinal, State.NEW, founders));
        founders.forEach(etcd::start);
        etcd.await("the founders are healthy", () -> observe().healthyVoters() == 3);
        etcd.await("they have been so for some seconds", new Later(60)::reached);
    }

    /** True at the nth question. */
    private static final class Later {
        private int left;

        Later(int questions) {
            left = questions;
        }

        boolean reached() {
            return --left <= 0;
        }
    }

    @Test
    void aLostReplyIsNotTakenForARefusalAndTheNextLookFindsWhatWasDone() {
        PrepareJoin join = new PrepareJoin(etcd.pod(3), etcd.set());
        CallResult lost = losing("/v3/cluster/member/add").perform(join, etcd.roster());
        assertTrue(assertInstanceOf(Failed.class, lost).sentence().contains("looking again tells"), lost::toString);
        String id = observe().byPod(etcd.pod(3)).orElseThrow().id();
        assertEquals(Done.meaning(id), sound.perform(join, etcd.roster()));
        Leave leave = new Leave(etcd.pod(3), id);
        assertInstanceOf(Failed.class, losing("/v3/cluster/member/remove").perform(leave, etcd.roster()));
        assertEquals(Done.DONE, sound.perform(leave, etcd.roster()));
        assertEquals(3, observe().members().size());
    }

    @Test
    void aRefusalIsToldInWordsOfItsOwn() {
        PrepareJoin join = new PrepareJoin(etcd.pod(3), etcd.set());
        assertInstanceOf(
                InProgress.class, answering("etcdserver: unhealthy cluster").perform(join, etcd.roster()));
        assertInstanceOf(
                Blocked.class,
                answering("etcdserver: too many learner members in cluster").perform(join, etcd.roster()));
        CallResult user = answering("etcdserver: user name is empty").perform(join, etcd.roster());
        assertTrue(assertInstanceOf(Blocked.class, user).needsPerson());
        assertInstanceOf(
                Failed.class, answering("etcdserver: request timed out").perform(join, etcd.roster()));
        assertEquals(3, observe().members().size());
    }

    @Test
    void aLeadershipThatMovedAlreadyIsNotMovedAgain() {
        Member leader = observe().leader().orElseThrow();
        Member follower = observe().members().stream()
                .filter(member -> !member.id().equals(leader.id()))
                .findFirst()
                .orElseThrow();
        MemberAction outdated = new Switchover(follower.id(), leader.id());
        assertEquals(Done.DONE, sound.perform(outdated, etcd.roster()));
        assertEquals(leader.id(), observe().leader().orElseThrow().id());
    }

    @Test
    void nobodyIsAskedWhereNobodyAnswers() {
        Roster nobody = new Roster(etcd.roster().app(), etcd.roster().component(), List.of());
        CallResult result = sound.perform(new PrepareJoin(etcd.pod(3), etcd.set()), nobody);
        assertTrue(assertInstanceOf(Failed.class, result).sentence().contains("there are no pods"), result::toString);
        assertInstanceOf(Failed.class, sound.perform(new Leave(etcd.pod(2), "7"), nobody));
    }

    @Test
    void nothingIsChangedWhileMembersContradictEachOther() {
        Member follower = observe().members().stream()
                .filter(member -> member.role() != MemberRole.LEADER)
                .findFirst()
                .orElseThrow();
        String other = etcd.roster().pods().get(0).name();
        Membership confused = over(reach -> (target, call) -> {
            Reach.Reply reply = reach.http(target, call);
            boolean list = call.path().equals("/v3/cluster/member/list")
                    && target.pod().equals(other);
            return list ? new Reach.Reply(200, reply.body().replace("locks-2.locks", "locks-9.locks")) : reply;
        });
        List.of(
                        new PrepareJoin(etcd.pod(3), etcd.set()),
                        new Leave(follower.pod().orElseThrow(), follower.id()))
                .forEach(action -> assertInstanceOf(Blocked.class, confused.perform(action, etcd.roster())));
        assertEquals(3, observe().voters());
    }

    @Test
    void theLastVoterIsNeverRemoved() {
        SimulatedEtcd alone = new SimulatedEtcd(4);
        alone.admit(0, State.NEW, List.of(0));
        alone.start(0);
        alone.await(
                "it serves", () -> alone.membership().observe(alone.roster()).healthyVoters() == 1);
        String id = alone.membership().observe(alone.roster()).members().get(0).id();
        CallResult result = alone.membership().perform(new Leave(alone.pod(0), id), alone.roster());
        assertTrue(assertInstanceOf(Blocked.class, result).sentence().contains("last voter"), result::toString);
    }

    private MembershipView observe() {
        return sound.observe(etcd.roster());
    }

    /** The call arrives and has its effect; its reply does not come back. */
    private Membership losing(String path) {
        return over(reach -> (target, call) -> {
            Reach.Reply reply = reach.http(target, call);
            if (call.path().equals(path)) {
                throw new Reach.NoReply("connection reset", true);
            }
            return reply;
        });
    }

    /** Changes are refused in these words. */
    private Membership answering(String sentence) {
        return over(reach -> (target, call) -> call.path().equals("/v3/cluster/member/add")
                ? new Reach.Reply(503, "{\"code\":14, \"message\":\"" + sentence + "\"}")
                : reach.http(target, call));
    }

    private Membership over(UnaryOperator<Reach> wrap) {
        return new EtcdMembership(wrap.apply(etcd.reach()), Addresses.DNS);
    }
}
