package dev.quorate.engine.redis;

import dev.quorate.engine.CallResult;
import dev.quorate.engine.CallResult.Blocked;
import dev.quorate.engine.CallResult.Done;
import dev.quorate.engine.CallResult.InProgress;
import dev.quorate.engine.Reach.NoReply;
import dev.quorate.engine.Roster;
import dev.quorate.engine.redis.RedisClient.Look;
import dev.quorate.engine.redis.SentinelAnswer.Status;
import dev.quorate.engine.redis.Servers.Refused;
import dev.quorate.engine.redis.Servers.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Sentinels forget nobody by themselves. Told to, one forgets everybody and finds those that live within seconds, in which it can
 * neither see a failure nor mend one: so one is told at a time, only if it still lists who has left, and only while the others are
 * whole and the master is well.
 */
final class Forgetting {

    /** Together shorter than the controller waits for a call. */
    private static final int TURNS = 12;

    private static final Duration TURN = Duration.ofMillis(500);

    private final RedisClient client;
    private final Consumer<Duration> pause;
    private final Roster roster;

    Forgetting(RedisClient client, Consumer<Duration> pause, Roster roster) {
        this.client = client;
        this.pause = pause;
        this.roster = roster;
    }

    CallResult redis(String pod) throws NoReply, Refused {
        String set = RedisEngine.set(roster.app(), RedisEngine.REDIS);
        Look look = client.look(roster);
        String host = look.addresses().host(roster.app().namespace(), set, pod);
        if (look.watch().most(status -> status.master().equals(host))) {
            return new InProgress("the sentinels still name " + pod + " as the master");
        }
        return forget(new Gone(pod, host, status -> status.lists(host)));
    }

    /** The quorum follows; if nobody comes to that here, each sentinel is seen to have the wrong one. */
    CallResult sentinel(String pod, String id) throws NoReply, Refused {
        CallResult result = forget(new Gone(pod, id, status -> status.knows(id)));
        if (result instanceof Done) {
            Watch watch = client.look(roster).watch();
            new Quorum(client, roster.app()).settle(watch, watch.majority(), "");
        }
        return result;
    }

    /**
     * @param name the host of a redis, or the id of a sentinel
     * @param listedBy whether a sentinel remembers it
     */
    private record Gone(String pod, String name, Predicate<Status> listedBy) {}

    private CallResult forget(Gone gone) throws NoReply, Refused {
        Look look = client.look(roster);
        Optional<SentinelAnswer> next = next(look, gone);
        if (next.isEmpty()) {
            return look.watch().master().isPresent()
                    ? Done.DONE
                    : new InProgress("no majority of the sentinels confirms yet that " + gone.pod() + " has left");
        }
        try (Session session = client.open(roster.app(), next.get().pod())) {
            // Looked at after it was opened: who is frozen in between finds that the sentinel has hung up.
            Look again = client.look(roster);
            Optional<CallResult> open = unfit(again, gone);
            if (open.isPresent()) {
                return open.get();
            }
            if (!next(again, gone).map(SentinelAnswer::pod).equals(next.map(SentinelAnswer::pod))) {
                return new InProgress("the sentinels forget " + gone.pod());
            }
            session.call("SENTINEL", "RESET", RedisEngine.MASTER);
        }
        return found(next.get().pod().name(), gone);
    }

    private static Optional<SentinelAnswer> next(Look look, Gone gone) {
        return look.watch().all().stream()
                .filter(answer -> answer.status().filter(gone.listedBy()).isPresent())
                .findFirst();
    }

    /** Why no sentinel may be told now; empty when one may. */
    private static Optional<CallResult> unfit(Look look, Gone gone) {
        if (look.master().isEmpty()) {
            return Optional.of(
                    new Blocked("the master does not answer, and sentinels that forget could not replace it", false));
        }
        return look.watch().all().stream()
                .flatMap(answer -> why(answer, look.watch(), gone).stream()
                        .map(what -> answer.pod().name() + " " + what))
                .findFirst()
                .map(InProgress::new);
    }

    private static Optional<String> why(SentinelAnswer answer, Watch watch, Gone gone) {
        return answer.status().flatMap(status -> watch.missing(status, gone.name()));
    }

    private CallResult found(String pod, Gone gone) {
        for (int turn = 0; turn < TURNS; turn++) {
            pause.accept(TURN);
            Watch watch = client.look(roster).watch();
            boolean whole = watch.at(pod)
                    .filter(answer -> why(answer, watch, gone).isEmpty())
                    .isPresent();
            if (whole && watch.said().noneMatch(gone.listedBy())) {
                return Done.DONE;
            }
            if (whole) {
                break;
            }
        }
        return new InProgress(pod + " has forgotten " + gone.pod() + ", the others follow one by one");
    }
}
