package dev.quorate.engine.zookeeper;

import dev.quorate.engine.CallResult;
import dev.quorate.engine.CallResult.Blocked;
import dev.quorate.engine.CallResult.Done;
import dev.quorate.engine.CallResult.Failed;
import dev.quorate.engine.CallResult.InProgress;
import dev.quorate.engine.MemberAction;
import dev.quorate.engine.Membership;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Roster;
import dev.quorate.engine.zookeeper.Addresses.Duty;
import dev.quorate.engine.zookeeper.Ensemble.Change;
import dev.quorate.engine.zookeeper.Ensemble.Word;
import dev.quorate.schema.AppName;
import dev.quorate.state.Member;
import dev.quorate.state.Member.Health;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Members of ZooKeeper. Each change is asked on the version of the list that it was decided on, so one that comes late changes
 * nothing; and it is believed when the members show it.
 */
final class ZooKeeperMembership implements Membership {

    /** Together shorter than the controller waits for a call. */
    private static final int TURNS = 24;

    private static final Duration TURN = Duration.ofMillis(250);

    private final Ensemble ensemble;
    private final Addresses addresses;
    private final Consumer<Duration> pause;

    ZooKeeperMembership(Ensemble ensemble, Addresses addresses, Consumer<Duration> pause) {
        this.ensemble = ensemble;
        this.addresses = addresses;
        this.pause = pause;
    }

    /** What was seen, and the list that a change is decided on. */
    private record Look(MembershipView view, ServerList list, List<ZooKeeperAnswer> voters) {}

    @Override
    public MembershipView observe(Roster roster) {
        return look(roster).view();
    }

    private Look look(Roster roster) {
        List<ZooKeeperAnswer> answers = new ArrayList<>();
        roster.all().forEach(pod -> answers.add(ask(roster.app(), pod)));
        ServerList list = ZooKeeperView.newest(answers);
        return new Look(ZooKeeperView.of(roster, addresses, answers), list, voters(list, answers));
    }

    private ZooKeeperAnswer ask(AppName app, Roster.Pod pod) {
        if (!pod.running()) {
            return ZooKeeperAnswer.silence(pod, "its pod does not run");
        }
        try {
            return ZooKeeperAnswer.of(pod, ensemble.ask(app, pod, Word.SRVR), ensemble.ask(app, pod, Word.CONF));
        } catch (NoReply e) {
            return ZooKeeperAnswer.silence(pod, reason(e));
        }
    }

    @Override
    public CallResult perform(MemberAction action, Roster roster) {
        if (action instanceof MemberAction.PrepareJoin join) {
            return prepareJoin(join, roster);
        }
        if (action instanceof MemberAction.CompleteJoin join) {
            return completeJoin(join, roster);
        }
        if (action instanceof MemberAction.Leave leave) {
            return leave(leave, roster);
        }
        if (action instanceof MemberAction.PrepareLeave || action instanceof MemberAction.FinalizeLeave) {
            return Done.DONE; // a member has no duties but its vote, and nothing is left to do after it
        }
        if (action instanceof MemberAction.Switchover) {
            return new Blocked("ZooKeeper has no command that moves the leadership", true);
        }
        throw new IllegalArgumentException("ZooKeeper knows no " + action);
    }

    private CallResult prepareJoin(MemberAction.PrepareJoin action, Roster roster) {
        Look now = look(roster);
        String host = addresses.host(roster.app().namespace(), action.set(), action.pod());
        Optional<ServerList.Server> announced = now.list().byHost(host);
        if (announced.isPresent()) {
            return Done.meaning(announced.get().id());
        }
        if (now.view().contradictory()) {
            return new Blocked(now.view().completeness().why(), false);
        }
        Optional<Member> learner = now.view().members().stream()
                .filter(member -> member.role() == MemberRole.LEARNER)
                .findFirst();
        if (learner.isPresent()) {
            return new Blocked(
                    learner.get().pod().orElse(learner.get().id()) + " has no vote yet, and one member joins at a time",
                    false);
        }
        Optional<Roster.Pod> via = voter(now, "");
        if (via.isEmpty()) {
            return nobody(now);
        }
        Change change = Change.listing(
                now.list().freshId(),
                addresses.listed(host, Duty.OBSERVER),
                now.list().version());
        return change(roster.app(), via.get(), change, () -> announced(action, roster));
    }

    private CallResult announced(MemberAction.PrepareJoin action, Roster roster) {
        return observe(roster)
                .byPod(action.pod())
                .<CallResult>map(member -> Done.meaning(member.id()))
                .orElseGet(() -> new InProgress("the members do not list " + action.pod() + " yet"));
    }

    private CallResult completeJoin(MemberAction.CompleteJoin action, Roster roster) {
        Look now = look(roster);
        Optional<Member> joiner = now.view().byId(action.memberId());
        if (joiner.isEmpty()) {
            return notListed(now, action.pod(), action.memberId());
        }
        if (joiner.get().voting()) {
            return Done.meaning(action.memberId());
        }
        if (joiner.get().health() != Health.HEALTHY) {
            return new InProgress(action.pod() + " starts: " + joiner.get().detail());
        }
        if (joiner.get().role() == MemberRole.OBSERVER) {
            return Done.meaning(action.memberId()); // it follows, and never votes
        }
        Optional<Roster.Pod> via = voter(now, "");
        if (via.isEmpty()) {
            return nobody(now);
        }
        if (now.view().healthyVoters() < MembershipView.majority(now.list().voters() + 1)) {
            return beside(action, roster, via.get(), now.list());
        }
        Change vote = vote(action, now.list(), now.list().version());
        return change(roster.app(), via.get(), vote, () -> promoted(action, roster));
    }

    /** @param listed where the joiner is an observer still */
    private Change vote(MemberAction.CompleteJoin action, ServerList listed, long from) {
        String host = listed.byId(action.memberId()).orElseThrow().host();
        return Change.listing(action.memberId(), addresses.listed(host, Duty.PARTICIPANT), from);
    }

    /**
     * Most voters of after it must have acknowledged what was, and an observer acknowledges nothing: beside a single voter, or
     * where one is down, the others are too few. Taken off the list it goes on following and acknowledges, so it can get its
     * vote a moment later (ZooKeeper dynamic reconfiguration, on promoting observers). Until it has it the others go on
     * without it, and whoever finds it off the list lets it join anew. One that was frozen here finds another list then, or too
     * few who acknowledge. Only if who was down has come back, and the join was given up and not begun again, it lists a voter
     * that does not run: the others are still a majority, and a person is asked about it.
     */
    private CallResult beside(MemberAction.CompleteJoin action, Roster roster, Roster.Pod via, ServerList list) {
        Change off = Change.without(action.memberId(), list.version());
        CallResult offList = change(roster.app(), via, off, () -> Done.DONE);
        if (!(offList instanceof Done)) {
            return offList;
        }
        ServerList others = look(roster).list();
        if (others.voters() != list.voters() || others.byId(action.memberId()).isPresent()) {
            return ZooKeeperRefusal.OTHER_LIST.result();
        }
        Change vote = vote(action, list, others.version());
        for (int turn = 0; turn < TURNS; turn++) {
            pause.accept(TURN);
            CallResult voting = change(roster.app(), via, vote, () -> promoted(action, roster));
            if (!voting.equals(ZooKeeperRefusal.NO_QUORUM.result())) {
                return voting;
            }
        }
        return new Failed(action.pod() + " did not acknowledge what was written before, and joins anew");
    }

    private CallResult promoted(MemberAction.CompleteJoin action, Roster roster) {
        boolean voter =
                observe(roster).byId(action.memberId()).filter(Member::voting).isPresent();
        return voter
                ? Done.meaning(action.memberId())
                : new InProgress("the members do not count " + action.pod() + " as a voter yet");
    }

    private CallResult leave(MemberAction.Leave action, Roster roster) {
        Look now = look(roster);
        Optional<Member> leaver = now.view().byId(action.memberId());
        if (leaver.isEmpty()) {
            return now.view().members().isEmpty() ? nobody(now) : absent(action, roster);
        }
        Optional<CallResult> wrong = mustStay(action, now, leaver.get());
        if (wrong.isPresent()) {
            return wrong.get();
        }
        Optional<Roster.Pod> survivor = voter(now, action.memberId());
        if (survivor.isEmpty()) {
            return nobody(now);
        }
        return change(
                roster.app(),
                survivor.get(),
                Change.without(action.memberId(), now.list().version()),
                () -> absent(action, roster));
    }

    private static Optional<CallResult> mustStay(MemberAction.Leave action, Look now, Member leaver) {
        if (now.view().contradictory()) {
            return Optional.of(new Blocked(now.view().completeness().why(), false));
        }
        if (leaver.pod().filter(pod -> !pod.equals(action.pod())).isPresent()) {
            return Optional.of(new Blocked(
                    "server " + action.memberId() + " is " + leaver.pod().get() + " and not " + action.pod()
                            + ": it is not removed",
                    true));
        }
        return leaver.voting() && now.list().voters() == 1
                ? Optional.of(new Blocked(action.pod() + " is the last voter: with it the data would be gone", true))
                : Optional.empty();
    }

    /**
     * Gone is who is on no list of a majority of the others, and only after a write has gone through them: until then the
     * list of before may still be the one that a new leader finds. The leaver itself lives on and follows without a vote.
     */
    private CallResult absent(MemberAction.Leave action, Roster roster) {
        Look now = look(roster.without(action.pod()));
        if (now.view().clusterId().isEmpty()) {
            return new InProgress("no majority confirms yet that " + action.pod() + " has left");
        }
        if (now.view().byId(action.memberId()).isPresent()) {
            return new InProgress("the members still list " + action.pod());
        }
        return voter(now, "")
                .map(via -> change(roster.app(), via, Change.nothing(), () -> Done.DONE))
                .orElseGet(() -> nobody(now));
    }

    private CallResult change(AppName app, Roster.Pod via, Change change, Supplier<CallResult> done) {
        try {
            return ensemble.change(app, via, change)
                    .map(ZooKeeperRefusal::result)
                    .orElseGet(done);
        } catch (NoReply e) {
            return new Failed(
                    e.mayHaveArrived()
                            ? via.name() + " did not answer (" + reason(e) + "); looking again tells what came of it"
                            : via.name() + " could not be asked: " + reason(e));
        }
    }

    /** Those that serve, the leader before others: it is the first to know what it changed. */
    private static List<ZooKeeperAnswer> voters(ServerList list, List<ZooKeeperAnswer> answers) {
        return answers.stream()
                .filter(answer ->
                        list.servers().stream().anyMatch(server -> server.votes() && answer.from(server.id())))
                .sorted(Comparator.comparing(answer -> !answer.leads()))
                .toList();
    }

    /** @param but the id of one that leaves; empty for none */
    private static Optional<Roster.Pod> voter(Look now, String but) {
        return now.voters().stream()
                .filter(answer -> !answer.from(but))
                .map(ZooKeeperAnswer::pod)
                .findFirst();
    }

    private static CallResult notListed(Look now, String pod, String memberId) {
        return now.view().members().isEmpty()
                ? nobody(now)
                : new Failed("the members do not list " + pod + " as server " + memberId + " any more");
    }

    private static CallResult nobody(Look now) {
        return new Failed("no healthy voter can be asked"
                + (now.view().completeness().complete()
                        ? ""
                        : ": " + now.view().completeness().why()));
    }

    private static String reason(NoReply e) {
        return Optional.ofNullable(e.getMessage()).orElse("no reason given");
    }
}
