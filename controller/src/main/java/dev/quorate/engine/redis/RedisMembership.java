package dev.quorate.engine.redis;

import dev.quorate.engine.CallResult;
import dev.quorate.engine.CallResult.Blocked;
import dev.quorate.engine.CallResult.Done;
import dev.quorate.engine.CallResult.Failed;
import dev.quorate.engine.CallResult.InProgress;
import dev.quorate.engine.MemberAction;
import dev.quorate.engine.Membership;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Roster;
import dev.quorate.engine.redis.RedisClient.Look;
import dev.quorate.engine.redis.Servers.Refused;
import dev.quorate.state.Member;
import dev.quorate.state.Member.Health;
import dev.quorate.state.MemberRole;
import dev.quorate.state.MembershipView;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Members of redis and their sentinels. Nobody is told here whom to follow, and no pause is ended: the sentinels do the one, and
 * time the other, so whoever was frozen and wakes late changes nothing that others have decided since.
 */
final class RedisMembership implements Membership {

    private final RedisClient client;
    private final Addresses addresses;
    private final Consumer<Duration> pause;

    RedisMembership(Servers servers, Addresses addresses, Consumer<Duration> pause) {
        this.client = new RedisClient(servers, addresses);
        this.addresses = addresses;
        this.pause = pause;
    }

    @Override
    public MembershipView observe(Roster roster) {
        return view(roster, client.look(roster));
    }

    private MembershipView view(Roster roster, Look look) {
        return sentinels(roster)
                ? SentinelView.of(roster, addresses, look.watch())
                : RedisView.of(roster, addresses, look.redis(), look.watch());
    }

    private static boolean sentinels(Roster roster) {
        return roster.component().equals(RedisEngine.SENTINELS);
    }

    @Override
    public CallResult perform(MemberAction action, Roster roster) {
        try {
            if (action instanceof MemberAction.CompleteJoin join) {
                return completeJoin(join, roster);
            }
            if (action instanceof MemberAction.Switchover switchover) {
                return new Move(client, pause, roster).from(switchover.fromId(), switchover.toId());
            }
            if (action instanceof MemberAction.PrepareLeave leave) {
                return prepareLeave(leave, roster);
            }
            if (action instanceof MemberAction.Leave leave) {
                return leave(leave, roster);
            }
        } catch (Refused refusal) {
            return new Failed(refusal.sentence());
        } catch (NoReply silence) {
            return new Failed(RedisClient.reason(silence)
                    + (silence.mayHaveArrived() ? "; looking again tells what came of it" : ""));
        }
        return Done.DONE; // a pod announces itself, and nothing is left to do when it is forgotten
    }

    private CallResult completeJoin(MemberAction.CompleteJoin action, Roster roster) throws NoReply, Refused {
        Look look = client.look(roster);
        MembershipView now = view(roster, look);
        Optional<Member> joiner = action.memberId().isEmpty() ? now.byPod(action.pod()) : now.byId(action.memberId());
        if (joiner.isEmpty()) {
            return action.memberId().isEmpty() || now.members().isEmpty()
                    ? new InProgress(action.pod() + " does not answer yet")
                    : new Failed("nobody lists " + action.pod() + " as " + action.memberId() + " any more");
        }
        Member member = joiner.get();
        return sentinels(roster) ? count(member, look, roster) : listed(member, look);
    }

    /** It follows by itself, and sentinels find it by themselves. */
    private static CallResult listed(Member joiner, Look look) {
        String pod = joiner.pod().orElse(joiner.id());
        if (!joiner.voting() || joiner.health() != Health.HEALTHY || !joiner.caughtUp()) {
            return new InProgress(pod + " starts: " + joiner.detail());
        }
        Optional<RedisAnswer> answer = look.redis(pod);
        String host = answer.map(own -> look.host(own.pod())).orElse("");
        Optional<SentinelAnswer> blind = look.watch().all().stream()
                .filter(sentinel ->
                        sentinel.status().filter(status -> !status.lists(host)).isPresent())
                .findFirst();
        return blind.<CallResult>map(
                        sentinel -> new InProgress(sentinel.pod().name() + " does not list " + pod + " yet"))
                .orElseGet(() -> Done.meaning(joiner.id()));
    }

    /** The others count it first, and itself last: then it is seen that all is done. */
    private CallResult count(Member joiner, Look look, Roster roster) throws NoReply, Refused {
        String pod = joiner.pod().orElse(joiner.id());
        if (joiner.health() != Health.HEALTHY) {
            return new InProgress(pod + " starts: " + joiner.detail());
        }
        Watch watch = look.watch();
        Optional<String> missing = watch.all().stream()
                .flatMap(answer -> answer.status().flatMap(status -> watch.missing(status, "")).stream()
                        .map(what -> answer.pod().name() + " " + what))
                .findFirst();
        if (missing.isPresent()) {
            return new InProgress(missing.get());
        }
        new Quorum(client, roster.app()).settle(watch, watch.majority(), joiner.id());
        return Done.meaning(joiner.id());
    }

    private CallResult prepareLeave(MemberAction.PrepareLeave action, Roster roster) {
        boolean leads = observe(roster)
                .byId(action.memberId())
                .filter(member -> member.role() == MemberRole.LEADER)
                .isPresent();
        return leads ? new Blocked(action.pod() + " is the master; another becomes it first", false) : Done.DONE;
    }

    private CallResult leave(MemberAction.Leave action, Roster roster) throws NoReply, Refused {
        Look look = client.look(roster);
        Optional<Member> leaver = view(roster, look).byId(action.memberId());
        if (leaver.isEmpty()) {
            return look.watch().master().isPresent()
                    ? Done.DONE
                    : new InProgress("no majority of the sentinels confirms yet that " + action.pod() + " has left");
        }
        if (leaver.get().pod().filter(pod -> !pod.equals(action.pod())).isPresent()) {
            return new Blocked(
                    "member " + action.memberId() + " is " + leaver.get().pod().get() + " and not " + action.pod()
                            + ": it is not forgotten",
                    true);
        }
        if (!leaver.get().silent()) {
            return new Blocked(action.pod() + " still answers: whoever runs would be found again", false);
        }
        Forgetting forgetting = new Forgetting(client, pause, roster);
        return sentinels(roster)
                ? forgetting.sentinel(action.pod(), action.memberId())
                : forgetting.redis(action.pod());
    }
}
